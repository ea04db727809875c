"""Fields of ours: a choice to make, text that people type freely, the version they had seen."""

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from texts.tidy import tidy_text

CHOOSE = "Scegli una voce dell’elenco."


def _grouped(number):
    return number_format(number, use_l10n=True, force_grouping=True)


class Choice(forms.ChoiceField):
    """A choice that nobody may leave out: what Django says of any empty field orders to write."""

    default_error_messages = {"required": CHOOSE}


class TypedField(forms.CharField):
    """A text of at most ``longest`` characters, counted as people see them.

    The browser is given no ``maxlength``: it would cut a pasted text in silence.
    """

    default_error_messages = {
        "too_long": _(
            "Hai scritto %(count)s caratteri: il massimo è %(limit)s. Accorcia il testo."
        )
    }

    def __init__(self, *, longest, multiline=False, **kwargs):
        self.longest, self.multiline = longest, multiline
        if multiline:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 6}))
        super().__init__(strip=False, **kwargs)

    def to_python(self, value):
        return tidy_text(super().to_python(value), multiline=self.multiline)

    def validate(self, value):
        super().validate(value)
        if len(value) > self.longest:
            counted = {"count": _grouped(len(value)), "limit": _grouped(self.longest)}
            sentence = self.error_messages["too_long"] % counted
            raise forms.ValidationError(sentence, code="too_long")


class WriterField(forms.CharField):
    """Who a form was opened by, hidden: what it holds is signed by that person or by nobody.

    A form that does not say it, as those of a program, is of who sends it.
    """

    widget = forms.HiddenInput
    default_error_messages = {
        "another": "Questa pagina l’ha aperta un’altra persona: il testo non è stato salvato e resta "
        "qui. Salva chi l’ha scritto, dopo essere entrato con il suo indirizzo; per scrivere il tuo, "
        "apri di nuovo la pagina."
    }

    def __init__(self):
        super().__init__(required=False)

    def open_for(self, person):
        self.initial = str(person.pk)

    def clean(self, value):
        if value and value != self.initial:
            raise forms.ValidationError(self.error_messages["another"], "another")
        return self.initial


class VersionField(forms.IntegerField):
    """The version of a record that a person had on the screen, to tell who changed it meanwhile.

    A hidden number within what a database keeps.
    """

    widget = forms.HiddenInput

    def __init__(self, *, required=False):
        super().__init__(required=required, min_value=0, max_value=2**31 - 1)
