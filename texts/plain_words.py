"""What a form of the staff says when a field is empty or out of its list: an order to follow.

Only Django's own sentences change; a field that has its own keeps it.
"""

from django import forms

from texts.days import ClockField, DayField

CHOOSE = "Scegli una voce dell’elenco."
EMPTY = [
    (DayField, "Scegli il giorno."),
    (ClockField, "Scrivi l’ora."),
    (forms.DateTimeField, "Scrivi il giorno e l’ora."),
    (forms.FileField, "Scegli il file."),
    (forms.ChoiceField, CHOOSE),
    (forms.ModelChoiceField, CHOOSE),
    (forms.Field, "Compila questo campo."),
]
UNLISTED = ("invalid_choice", "invalid_pk_value", "invalid_list")


class PlainWords:
    """Goes before ``forms.Form`` among the bases of a form."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _say(field, "required", _empty(field))
            for code in UNLISTED:
                if code in field.error_messages:
                    _say(field, code, CHOOSE)


def _empty(field):
    return next(words for kind, words in EMPTY if isinstance(field, kind))


def _say(field, code, words):
    """Write ``words`` where the field still says what Django says."""
    said = (
        kind.__dict__.get("default_error_messages", {}).get(code)
        for kind in type(field).__mro__
        if kind.__module__.startswith("django.")
    )
    if field.error_messages[code] in list(said):
        field.error_messages[code] = words
