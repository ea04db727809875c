"""What a field says when it is empty or out of its list: an order to follow, in our words."""

import pytest
from django import forms
from django.utils import translation

from accounts.models import User
from texts.days import ClockField, DayField
from texts.fields import CHOOSE, Choice, TypedField

DAYS = [("lun", "Lunedì")]


def refusal_of(field, value):
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(value)
    return refused.value.messages


@pytest.mark.parametrize(
    ("field", "said"),
    [
        (Choice(choices=DAYS), CHOOSE),
        (DayField(), "Scegli il giorno."),
        (ClockField(), "Scrivi l’ora."),
        (TypedField(longest=9), "Compila questo campo."),
        (forms.IntegerField(), "Compila questo campo."),
        (Choice(choices=DAYS, error_messages={"required": "Quando?"}), "Quando?"),
    ],
)
def test_an_empty_field_says_what_to_do(field, said):
    assert refusal_of(field, "") == [said]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (Choice(choices=DAYS), "mar"),
        (forms.MultipleChoiceField(choices=DAYS), ["mar"]),
        (forms.MultipleChoiceField(choices=DAYS), "mar"),
        (forms.ModelChoiceField(User.objects), "999"),
        (forms.ModelMultipleChoiceField(User.objects), ["999"]),
        (forms.ModelMultipleChoiceField(User.objects), ["uno"]),
    ],
)
def test_what_is_not_in_a_list_is_to_be_chosen_from_it(db, field, value):
    assert refusal_of(field, value) == [CHOOSE]


def test_in_english_django_keeps_its_own_words():
    with translation.override("en"):
        assert refusal_of(forms.CharField(), "") == ["This field is required."]
