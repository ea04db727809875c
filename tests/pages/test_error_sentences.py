"""The list of errors names the field of each sentence that could be of any field."""

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils import translation

from texts.days import ClockField, DayField
from texts.fields import Choice, TypedField

COUNT = {"min_value": 1, "max_value": 9}
OF_ANY = [  # a field, what is typed
    (forms.CharField, {}, ""),
    (forms.CharField, {"max_length": 3}, "lungo"),
    (forms.IntegerField, COUNT, "dieci"),
    (forms.IntegerField, COUNT, "10"),
    (forms.IntegerField, COUNT, "0"),
    (forms.DecimalField, {"max_digits": 4, "decimal_places": 2}, "1,234"),
    (forms.EmailField, {}, "anna@"),
    (forms.URLField, {"assume_scheme": "https"}, "x y"),
    (forms.ChoiceField, {"choices": [("a", "A")]}, "b"),
    (forms.MultipleChoiceField, {"choices": [("a", "A")]}, "b"),
    (forms.FileField, {}, ""),
    (DayField, {}, ""),
    (DayField, {}, "ieri"),
    (DayField, {}, "1999-12-31"),
    (ClockField, {}, "25:61"),
    (Choice, {"choices": [("a", "A")]}, ""),
    (TypedField, {"longest": 3}, "lungo"),
]


def listed(field, typed, **more):
    class OneField(forms.Form):
        seen = field

        def clean_seen(self):
            if more.get("refusal"):
                raise forms.ValidationError(**more["refusal"])

    form = OneField({"seen": typed}, {})
    page = render_to_string("components/error_summary.html", {"form": form})
    return form.errors["seen"][0], page


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize(("kind", "options", "typed"), OF_ANY)
def test_a_sentence_of_any_field_is_named(kind, options, typed, language):
    with translation.override(language):
        said, page = listed(kind(label="Primo", **options), typed)

    assert f">“Primo”: {said}</a>" in page


@pytest.mark.parametrize(
    ("kind", "code", "typed"),
    [
        (forms.CharField, "required", ""),
        (forms.EmailField, "invalid", "anna@"),
        (DayField, "required", ""),
        (DayField, "far", "1999-12-31"),
        (TypedField, "too_long", "lungo"),
    ],
)
def test_a_sentence_that_the_form_gives_its_field_stands_alone(kind, code, typed):
    options = {"longest": 3} if kind is TypedField else {}

    _, page = listed(kind(error_messages={code: "Scrivi il nome."}, **options), typed)

    assert ">Scrivi il nome.</a>" in page


def test_a_sentence_that_the_form_says_stands_alone():
    refusal = {"message": "Questo nome c’è già."}

    _, page = listed(forms.CharField(label="Primo"), "a", refusal=refusal)

    assert ">Questo nome c’è già.</a>" in page
