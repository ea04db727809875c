"""What a person says with a step of an intervention: each field is named as the verb's argument."""

from operator import attrgetter

from django import forms

from actions.page import SeenForm
from interventions.models import Outcome
from interventions.record.bounds import OUTCOME_MISSING, WITHOUT_A_DAY
from texts.days import DayField
from texts.fields import VersionField


class StepForm(SeenForm):
    version = VersionField()
    version_of = staticmethod(attrgetter("version"))


class EndForm(StepForm):
    outcome = forms.ChoiceField(
        label="Com’è andata",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": OUTCOME_MISSING},
    )
    follow_up_on = DayField(
        label="Da ricontrollare entro il",
        required=False,
        help_text=WITHOUT_A_DAY,
    )
