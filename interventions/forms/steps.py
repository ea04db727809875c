"""What a person says with a step of an intervention: each field is named as the verb's argument."""

from operator import attrgetter

from django import forms

from actions.page import SeenForm
from hotspots.shared_text import SharedText
from interventions.models import Outcome
from interventions.record.bounds import END_MISSING, OUTCOME_MISSING, WITHOUT_A_DAY
from interventions.record.doubts import could_be, doubts_of, in_words
from interventions.record.hours import is_forgotten
from texts.days import DayField, closing, day_of_closing
from texts.fields import VersionField

OTHER_MISSING = "Scegli l’altra uscita."
REASON_MISSING = "Scrivi perché sono due uscite."

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


class OtherOutingForm(StepForm):
    """The other outing is one of ``others``, chosen by its code."""

    other = forms.ChoiceField(
        label="L’altra uscita",
        widget=forms.RadioSelect,
        error_messages={"required": OTHER_MISSING, "invalid_choice": OTHER_MISSING},
    )

    def __init__(self, data=None, **more):
        super().__init__(data, **more)
        self.others = {row.code: row for row in self.find_others()}
        self.fields["other"].choices = [
            (code, in_words(row)) for code, row in self.others.items()
        ]
        if len(self.others) == 1:
            self.initial["other"] = next(iter(self.others))

    def clean_other(self):
        return self.others[self.cleaned_data["other"]]


class MergeForm(OtherOutingForm):
    def find_others(self):
        doubted = [doubt.other for doubt in doubts_of(self.row)]
        return dict.fromkeys([*doubted, *could_be(self.row)])


class KeepApartForm(OtherOutingForm):
    reason = SharedText(
        label="Perché sono due",
        where="Nel motivo",
        longest=200,
        help_text="Per esempio: ha cambiato pattuglia a metà turno. Mai nomi.",
        error_messages={"required": REASON_MISSING},
    )

    def find_others(self):
        return [doubt.other for doubt in doubts_of(self.row)]
