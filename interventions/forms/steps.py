"""What a person says with a step of an intervention: each field is named as the verb's argument."""

from operator import attrgetter

from django import forms

from actions.page import SeenForm
from interventions.models import Outcome
from interventions.record.bounds import END_MISSING, OUTCOME_MISSING, WITHOUT_A_DAY
from interventions.record.hours import is_forgotten
from texts.days import DayField, closing, day_of_closing
from texts.fields import VersionField

YES, NO = "previsto", "adesso"


class StepForm(SeenForm):
    version = VersionField()
    version_of = staticmethod(attrgetter("version"))


class EndForm(StepForm):
    """Who ends late what should have ended is asked when it did: the answer is never taken for them."""

    as_planned = forms.TypedChoiceField(
        label="Quando è finito",
        coerce=YES.__eq__,
        empty_value=False,
        widget=forms.RadioSelect,
        error_messages={"required": END_MISSING},
    )
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

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        if not is_forgotten(self.row):
            del self.fields["as_planned"]
            return
        until = self.row.planned_until
        planned = (
            f"Alle {closing(until)} del {day_of_closing(until):%d/%m/%Y}, come previsto"
        )
        self.fields["as_planned"].choices = [(YES, planned), (NO, "Adesso")]
