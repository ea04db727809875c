"""What follows a report: the code that opens it, and what its author adds."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotspots.models import Municipality
from reports.codes import parts_of_link
from reports.forms.fields import count_characters
from texts.codes import LONGEST_TYPED, tidy_code
from texts.fields import TypedField


class MessageForm(forms.Form):
    text = TypedField(
        longest=2000,
        multiline=True,
        label=gettext_lazy("Aggiungi qualcosa"),
        help_text=gettext_lazy(
            "Al massimo 2.000 caratteri. Lo legge solo chi si occupa della segnalazione."
        ),
        error_messages={"required": gettext_lazy("Scrivi qualcosa prima di inviare.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        count_characters(self.fields["text"])
        self.fields["text"].widget.attrs["rows"] = 4


class AddressForm(forms.Form):
    email = forms.EmailField(
        max_length=254,
        label=gettext_lazy("Email"),
        error_messages={
            "required": gettext_lazy("Scrivi l’indirizzo."),
            "invalid": gettext_lazy("L’indirizzo email non è completo: controllalo."),
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["autocomplete"] = "email"


class FollowForm(forms.Form):
    code = TypedField(
        longest=LONGEST_TYPED,
        label=gettext_lazy("Codice della segnalazione, o tutto il collegamento"),
        error_messages={"required": gettext_lazy("Scrivi il codice.")},
    )
    key = TypedField(
        longest=LONGEST_TYPED,
        required=False,
        label=gettext_lazy("Chiave"),
        help_text=gettext_lazy(
            "Le 26 lettere e cifre alla fine del tuo collegamento. Senza, vedi solo lo stato "
            "delle segnalazioni pubbliche."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        prefix = Municipality.objects.values_list("province_code", flat=True).first()
        self.fields["code"].help_text = _("Per esempio %(prefix)s-2026-7F3K9Q.") % {
            "prefix": prefix or ""
        }
        for field in self.fields.values():
            field.widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}

    def clean_code(self):
        typed = self.cleaned_data["code"]
        code, _key = parts_of_link(typed) or (tidy_code(typed), "")
        if not code:
            raise forms.ValidationError(
                _(
                    "Questo non è un codice intero: controlla che ci siano le lettere, "
                    "l’anno e sei lettere o cifre."
                )
            )
        return code

    def clean(self):
        """Take code and key out of a whole link, pasted in either field."""
        cleaned = super().clean()
        for name in self.fields:
            if link := parts_of_link(self.data.get(name, "")):
                cleaned["code"], key = link
                cleaned["key"] = key or cleaned.get("key", "")
                self.errors.pop("code", None)
        return cleaned
