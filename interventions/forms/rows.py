"""The rows of a sheet: as many as one wants, without script too.

A row goes away with its box, or with an empty number.
"""

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory

from interventions.field.protocol import read_protocol
from interventions.models import ActKind, AgeBand, MediationOutcome, PeopleKind, Tally
from interventions.record.bounds import (
    HOW_MANY,
    MOST_ACTS,
    MOST_COUNTED,
    MOST_ROWS,
    ONLY_REMOVALS,
    PROTOCOL_ONLY,
)
from interventions.record.rows import ActLine, TallyLine

NOTICES = ("notified_questore", "notified_services")
EMPTY_ROWS = 1  # under those already written; a script adds more
ONLY_CONTACTS = "Persone ed età si segnano solo per i contatti: toglile da questa riga."
ONLY_MEDIATIONS = "L’esito si segna solo per le mediazioni: toglilo da questa riga."
WHAT_MISSING = "Scegli che cosa hai contato."
ROWS_BROKEN = "Le righe non sono arrivate intere: ricarica la pagina e riprova."
TAKE_OUT = "Togli questa riga"
TOO_MANY_ROWS = f"Al massimo {MOST_ROWS} righe: unisci quelle uguali."


def _count(label, most, **attrs):
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=most,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", **attrs}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), HOW_MANY.format(least=0, most=most)
        ),
    )


def _choice(label, choices, empty, only):
    """``only``: the kind of row that says it; a script puts the field away on the others."""
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", empty), *choices],
        widget=forms.Select(attrs={"data-row-only": only}),
    )


class RowForm(forms.Form):
    """A row as one form; ``line`` is what it was, or is once typed, when it can be read."""

    line_of = None
    decides = ""  # the field that says which others fit
    most = MOST_COUNTED

    def __init__(self, *args, there=0, offered=None, **more):
        super().__init__(*args, **more)
        if offered is not None:
            self.fields[self.decides].choices = [(one, one.label) for one in offered]
        if there > self.most:  # phones together: who saves need not count less
            self.fields["count"] = _count("Quanti", there)

    @property
    def line(self):
        said = self.initial
        if self.is_bound:
            said = {} if self.errors else self.cleaned_data
        said = {name: said.get(name) for name in self.line_of._fields}
        return self.line_of(**said) if said["count"] and said[self.decides] else None

    @property
    def is_kept(self):
        """Tell whether it is a row of the sheet, not one just added."""
        return not self.empty_permitted

    @property
    def is_folded(self):
        return self.is_kept and self.line is not None

    @property
    def words(self):
        gone = ", da togliere" if self["DELETE"].value() else ""
        return f"{self.line or 'Riga da correggere'}{gone}"


class TallyForm(RowForm):
    line_of, decides = TallyLine, "what"
    count = _count("Quanti", MOST_COUNTED)
    # not required: a row may stay empty, and a star would say it may not
    what = forms.ChoiceField(
        label="Che cosa",
        choices=Tally.What.choices,
        required=False,
        widget=forms.Select(attrs={"data-row-decides": True}),
    )
    people = _choice("Chi", PeopleKind.choices, "Non segnato", "contatti")
    age_band = _choice("Età", AgeBand.choices, "Non segnata", "contatti")
    outcome = _choice("Esito", MediationOutcome.choices, "Non segnato", "mediazioni")

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("count") or "what" not in cleaned:
            return cleaned
        what = cleaned["what"]
        if not what:
            self.add_error("what", WHAT_MISSING)
            return cleaned
        if what != Tally.What.CONTACT and (
            cleaned.get("people") or cleaned.get("age_band")
        ):
            self.add_error("what", ONLY_CONTACTS)
        if what != Tally.What.MEDIATION and cleaned.get("outcome"):
            self.add_error("what", ONLY_MEDIATIONS)
        return cleaned


class ActForm(RowForm):
    line_of, decides = ActLine, "kind"
    most = MOST_ACTS
    count = _count("Quanti", MOST_ACTS)
    kind = forms.ChoiceField(
        label="Atto",
        choices=ActKind.choices,
        required=False,
        widget=forms.Select(attrs={"data-row-decides": True}),
    )
    protocol_number = forms.CharField(
        label="Numero di protocollo", required=False, max_length=40
    )
    notified_questore = _count(
        "Comunicati al questore",
        MOST_ACTS,
        **{"data-row-only": ActKind.REMOVAL.value},
    )
    notified_services = _count(
        "Comunicati ai servizi", MOST_ACTS, **{"data-row-only": ActKind.REMOVAL.value}
    )

    def clean_protocol_number(self):
        number = read_protocol(self.cleaned_data["protocol_number"])
        if number is None:
            raise forms.ValidationError(PROTOCOL_ONLY)
        return number

    def clean_notified_questore(self):
        return self.cleaned_data["notified_questore"] or 0

    def clean_notified_services(self):
        return self.cleaned_data["notified_services"] or 0

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("count") and cleaned.get("kind") == "":
            self.add_error("kind", WHAT_MISSING)
        is_removal = cleaned.get("kind") == ActKind.REMOVAL
        most = (cleaned.get("count") or 0) if is_removal else 0
        for name in NOTICES:
            if (cleaned.get(name) or 0) > most:
                self.add_error(name, ONLY_REMOVALS)
        return cleaned


class Rows(BaseFormSet):
    """Rows of one kind; ``lines`` are those with a number, the equal ones added up."""

    title = ""
    counts = ("count",)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = TAKE_OUT

    @classmethod
    def of(cls, data, lines, *, more=False, offered=None):
        """Return the rows typed in ``data``, or those of ``lines``; ``more`` adds an empty one.

        ``offered`` are the only choices of what a row is; None for all.
        """
        if data is not None and more:
            data = cls._with_one_more(data)
        initial = [line._asdict() for line in lines]
        return cls(
            data,
            initial=None if data else initial,
            prefix=cls.prefix_name,
            form_kwargs={
                "there": max((line.count for line in lines), default=0),
                "offered": offered,
            },
            error_messages={
                "too_many_forms": TOO_MANY_ROWS,
                "missing_management_form": ROWS_BROKEN,
            },
        )

    @classmethod
    def _with_one_more(cls, data):
        data, name = data.copy(), f"{cls.prefix_name}-TOTAL_FORMS"
        total = data.get(name, "")
        if total.isascii() and total.isdigit() and len(total) < 4:
            data[name] = str(min(int(total) + 1, MOST_ROWS))
        return data

    @property
    def blames(self):
        """Return [(id to go to, sentence that names the row)] of what was refused."""
        whole = [
            (self.prefix, f"{self.title}: {error}") for error in self.non_form_errors()
        ]
        return whole + [
            (
                form[name].id_for_label,
                f"{self.title}, riga {number}, “{form[name].label}”: {error}",
            )
            for number, form in enumerate(self.forms, start=1)
            for name, errors in form.errors.items()
            if not self._should_delete_form(form)
            for error in errors
        ]

    @property
    def lines(self):
        """Return the lines typed; call it on valid rows only."""
        added = {}
        for form in self.forms:
            line = None if self._should_delete_form(form) else form.line
            if line is not None:
                key = tuple(
                    value
                    for name, value in line._asdict().items()
                    if name not in self.counts
                )
                before = added.get(key)
                added[key] = line if before is None else self._sum(before, line)
        return list(added.values())

    def _sum(self, one, other):
        return one._replace(
            **{name: getattr(one, name) + getattr(other, name) for name in self.counts}
        )


def _rows(form, prefix, title, counts):
    rows = formset_factory(
        form,
        formset=Rows,
        extra=EMPTY_ROWS,
        max_num=MOST_ROWS,
        validate_max=True,
        can_delete=True,
        can_delete_extra=False,
        absolute_max=MOST_ROWS + 20,
    )
    rows.prefix_name, rows.counts = prefix, counts
    rows.title = title
    return rows


TallyRows = _rows(TallyForm, "tallies", "Contatti, mediazioni, controlli", ("count",))
ActRows = _rows(ActForm, "acts", "Atti", ("count", *NOTICES))
