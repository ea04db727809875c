"""What a value of a programme file may be: the type TOML gives it, and the words that refuse it."""

from datetime import date, datetime

from django import forms
from django.core.validators import RegexValidator, URLValidator
from django.db.models import URLField

from hotspots.rings import NOT_A_RING

TEXT = 'scrivi un testo tra virgolette: "…".'
WHOLE = "scrivi un numero intero, senza il punto delle migliaia e senza virgolette: 25."
NUMBER = "scrivi un numero, con il punto per i decimali: 44.12."
DAY = "scrivi la data così, senza virgolette: 2026-11-30."
YES_OR_NO = "scrivi true o false, senza virgolette."
A_LIST = 'scrivi un elenco di testi tra virgolette: ["…", "…"].'
A_SLUG = "scrivi solo lettere senza accento, cifre e trattini: largo-tigli."
MISSING = "manca: scrivilo."
ONLY_HTTPS = "l’indirizzo deve cominciare con https://."
TOO_LONG = "«%(text)s…» è troppo lungo: al massimo {limit} caratteri."


class Texts(forms.Field):
    """A list of short texts."""

    def __init__(self, *, longest, **kwargs):
        self.longest = longest
        super().__init__(**kwargs)

    def clean(self, value):
        texts = super().clean(value) or []
        if not all(isinstance(text, str) and text.strip() for text in texts):
            raise forms.ValidationError(A_LIST)
        for text in texts:
            if len(text) > self.longest:
                limit = TOO_LONG.format(limit=self.longest)
                raise forms.ValidationError(limit, params={"text": text[:30]})
        return texts


# kind of field, the most precise first: what TOML must give, and what refuses the rest
KINDS = [
    (forms.BooleanField, bool, YES_OR_NO),
    (forms.JSONField, list, NOT_A_RING),
    ((Texts, forms.ModelMultipleChoiceField), list, A_LIST),
    (forms.DateField, (date, str), DAY),
    ((forms.FloatField, forms.DecimalField), (int, float, str), NUMBER),
    (forms.IntegerField, (int, str), WHOLE),
    (forms.Field, str, TEXT),
]


def form_of(model, *without):
    """Return the form of a table whose keys are the fields of ``model``, some left out."""
    return forms.modelform_factory(
        model, exclude=without, formfield_callback=_field_of_column
    )


def wrong_type(field, value):
    """Return why ``value`` is not of the type of ``field``, or None."""
    types, words = _kind(field)
    if isinstance(value, datetime):  # a date to Python, an hour too many to us
        return words
    if isinstance(value, types) and (types is bool or not isinstance(value, bool)):
        return None
    return words


def pattern(regex, words):
    """Return a validator of a text, whose refusal says how it is written."""
    return RegexValidator(regex, words)


def _field_of_column(column, **kwargs):
    if isinstance(column, URLField):
        kwargs["assume_scheme"] = "https"  # Django 5.2 warns while this is left unsaid
    field = column.formfield(**kwargs)
    if field is None:
        return None
    field.error_messages["required"] = MISSING
    if isinstance(field, forms.ChoiceField):
        codes = ", ".join(value for value, _ in column.choices)
        field.error_messages["invalid_choice"] = f"puoi usare {codes}."
    elif isinstance(field, (forms.DateField, forms.IntegerField)):
        field.error_messages["invalid"] = _kind(field)[1]
    elif isinstance(field, forms.SlugField):
        field.error_messages["invalid"] = A_SLUG
    elif isinstance(field, forms.URLField):
        field.validators.append(
            URLValidator(schemes=["https"], message=ONLY_HTTPS, code="http")
        )
    return field


def _kind(field):
    return next(
        (types, words) for kind, types, words in KINDS if isinstance(field, kind)
    )
