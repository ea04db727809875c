"""What an officer types at the desk: one form per verb, each field named as the verb's argument.

Every form carries ``version``, what the report looked like on the officer's screen.
"""

from django import forms
from django.db.models import Max, Q

from accounts.models import User
from actions.page import SeenForm
from hotspots.shared_text import (
    REFUSED_IN_MESSAGES,
    AskingArea,
    AskingLine,
    SharedWords,
)
from reports import moves
from reports.bursts import different_from
from reports.models import Category, Outcome, ReplyTemplate, Report
from reports.permissions import ReportPermission
from reports.services import groups, publishing
from texts.codes import LONGEST_TYPED, tidy_code
from texts.fields import CHOOSE, Choice

NO_SUCH_REPORT = "Nessuna segnalazione con questo codice. Controlla e riprova."
PUBLIC_HINT = "Lo legge chi ha segnalato."
INTERNAL_HINT = "Resta dentro l’ufficio."


def _text(label, *, hint, required=False, length=1000, rows=4):
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=length,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _message(label, *, hint=PUBLIC_HINT, required=False, length=1000, rows=4):
    """A text that a citizen receives."""
    return SharedWords(
        label=label,
        help_text=hint,
        required=required,
        max_length=length,
        where="Nel messaggio",
        refused=REFUSED_IN_MESSAGES,
        widget=AskingArea({"rows": rows}),
    )


class DeskForm(SeenForm):
    version = forms.CharField(
        widget=forms.HiddenInput, max_length=40, required=False, empty_value=None
    )
    version_of = staticmethod(moves.version)


class WordsForm(DeskForm):
    """What only adds to a report cannot collide with a colleague's step."""

    @property
    def arguments(self):
        return {"text": self.cleaned_data["text"]}


class TriageForm(DeskForm):
    category = forms.ModelChoiceField(
        Category.objects.none(), label="Categoria", empty_label=None
    )
    priority = forms.TypedChoiceField(
        label="Priorità", choices=Report.Priority.choices, coerce=int
    )
    note = _text("Nota interna", hint=INTERNAL_HINT, rows=2)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Category.objects.filter(
            Q(active=True) | Q(pk=self.row.category_id)
        )
        self.initial |= {
            "category": self.row.category_id,
            "priority": self.row.priority,
        }


class AssignForm(DeskForm):
    to = forms.ModelChoiceField(
        User.objects.none(),
        label="Collega",
        empty_label="Scegli un collega",
        error_messages={"required": CHOOSE},
    )
    note = _text("Nota interna", hint=INTERNAL_HINT, rows=2)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = User.objects.who_may(
            ReportPermission.HANDLE
        ).exclude(pk=self.row.in_charge_of_id)


class ReleaseForm(DeskForm):
    note = _text("Nota interna", hint=INTERNAL_HINT, rows=2)


class ErasureForm(DeskForm):
    """The answer to who asked that their data be erased."""

    granted = forms.TypedChoiceField(
        label="Che cosa decidi",
        choices=[
            ("1", "Cancella testi, foto, messaggi e indirizzo"),
            ("0", "Non cancellare"),
        ],
        coerce=lambda chosen: chosen == "1",
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE},
    )
    reason = _message("Motivo", required=True)


class AnswerForm(WordsForm):
    """The template only fills the text: what is sent is always what the officer has seen."""

    template = forms.ModelChoiceField(
        ReplyTemplate.objects.all(),
        label="Parti da un testo pronto",
        to_field_name="code",
        required=False,
        empty_label="Nessuno, scrivo io",
    )
    text = _message("Risposta", required=True, length=2000, rows=6)


class NoteForm(WordsForm):
    text = _text("Nota interna", hint=INTERNAL_HINT, required=True, length=2000)


class ForwardForm(DeskForm):
    forwarded_to = SharedWords(
        label="A chi la inoltri",
        where="Nel destinatario",
        refused=REFUSED_IN_MESSAGES,
        widget=AskingLine,
        help_text="Ufficio o ente. Lo legge anche chi ha segnalato.",
        max_length=120,
    )
    # kept in one step of the history with the name above
    note = _message("Messaggio", length=850, rows=3)


class MergeForm(DeskForm):
    into = forms.CharField(
        label="Codice dell’altra segnalazione",
        max_length=LONGEST_TYPED,
        widget=forms.TextInput(attrs={"autocapitalize": "characters"}),
    )
    note = _message("Messaggio", rows=3)

    def clean_into(self):
        code = tidy_code(self.cleaned_data["into"])
        reports = Report.objects.visible_to(self.user)
        other = reports.filter(code=code).first()
        if other is None:
            raise forms.ValidationError(NO_SUCH_REPORT)
        return other


class MergeGroupForm(DeskForm):
    """What differs from the report in front is read before it is joined to it."""

    last = forms.IntegerField(widget=forms.HiddenInput, required=False)
    read = forms.BooleanField(
        label="Ho letto le segnalazioni diverse: è lo stesso fatto",
        error_messages={
            "required": "Leggi le segnalazioni diverse e spunta la casella."
        },
    )
    note = _message("Messaggio", hint="Lo legge chi ha inviato le altre.", rows=3)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        last = self.row.folded.aggregate(Max("pk"))["pk__max"]
        self.initial["last"] = last
        self.different = different_from(self.row, groups.to_do_at_once(self.row, last))
        if not self.different:
            del self.fields["read"]

    @property
    def arguments(self):
        return {k: v for k, v in super().arguments.items() if k != "read"}

    def let_send_again(self, row):
        super().let_send_again(row)
        self.data["last"] = self.initial["last"]


class CloseForm(DeskForm):
    outcome = Choice(label="Esito", choices=Outcome.choices, widget=forms.RadioSelect)
    note = _message("Spiegazione", required=True)


class ReopenForm(DeskForm):
    note = _message("Messaggio", rows=3)


class PublishForm(DeskForm):
    line = SharedWords(
        label="Riga pubblica",
        help_text="La leggono tutti. Niente nomi, recapiti, targhe, numeri civici.",
        max_length=200,
        sentence=publishing.PERSONAL,
        widget=AskingArea({"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {"line": self.row.public_line}

    def clean_line(self):
        return " ".join(self.cleaned_data["line"].split())
