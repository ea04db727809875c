"""Fields of the citizens' forms alone: the trap for programs, the photos, the count of characters."""

from django import forms
from django.utils.translation import gettext as _


class TrapField(forms.CharField):
    """A field no person sees: whoever fills it is a program."""

    def __init__(self):
        super().__init__(
            required=False,
            label="",
            widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
        )

    def clean(self, value):
        if value:
            raise forms.ValidationError(
                _("Qualcosa non ha funzionato: ricarica la pagina e riprova.")
            )
        return ""


class PhotosInput(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Any number of files: what they hold is for ``reports.photos`` to judge."""

    widget = PhotosInput

    def clean(self, data, initial=None):
        return data or []


def count_characters(field):
    """Give wizard-counter.js the limit of a text and its sentences."""
    field.widget.attrs |= {
        "data-counter": str(field.longest),
        "data-say-left": _("Restano %s caratteri"),
        "data-say-over": _("%s caratteri di troppo"),
    }
