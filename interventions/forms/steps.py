"""What a person says with a step of an intervention: each field is named as the verb's argument."""

from operator import attrgetter

from django import forms

from actions.page import SeenForm
from hotspots.models import place_name
from hotspots.shared_text import SharedText, digest_of
from interventions.models import Outcome, Status, Tally
from interventions.record.bounds import END_MISSING, OUTCOME_MISSING, WITHOUT_A_DAY
from interventions.record.doubts import could_be, doubts_of, in_full, said_two
from interventions.record.hours import is_forgotten
from interventions.record.merged import as_one
from interventions.record.writing import may_answer
from interventions.services.merging import told_two
from texts.days import DayField, closing, day_and_hours, day_of_closing
from texts.fields import VersionField

OTHER_MISSING = "Scegli l’altra uscita."
REASON_MISSING = "Scrivi perché sono due uscite."
BECOMES = (
    "Diventano una sola uscita, {code}: {place}, {hours}, con {crew}; {contacts} contatti. "
    "{but}Se è giusto, premi di nuovo «Unisci in una sola uscita»."
)
ENDS_TOO = "Quella ancora in corso risulta finita."

YES, NO = "previsto", "adesso"
ALL, ALL_OF_THEM = "tutte", "Tutte queste: sono una sola uscita"


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
    """The other outing is one of ``others``, chosen by its code; where it is one, it is that."""

    other = forms.ChoiceField(
        label="L’altra uscita",
        widget=forms.RadioSelect,
        error_messages={"required": OTHER_MISSING, "invalid_choice": OTHER_MISSING},
    )

    def __init__(self, data=None, **more):
        super().__init__(data, **more)
        self.others = {row.code: row for row in self.find_others(self.user, self.row)}
        other = self.fields["other"]
        other.choices = [(code, in_full(row)) for code, row in self.others.items()]
        if len(self.others) == 1:
            self.initial["other"] = next(iter(self.others))
            if doubted(self.user, self.row):  # its page has just named it
                other.widget = forms.HiddenInput()

    def clean_other(self):
        return self.others[self.cleaned_data["other"]]


def doubted(user, row):
    """Return the outings in doubt with ``row`` of which ``user`` may say if they are the same."""
    others = [doubt.other for doubt in doubts_of(row)]
    return [other for other in others if may_answer(user, row, other)]


def mergeable(user, row):
    """Return the outings that ``user`` may merge with ``row``: those in doubt, while there are."""
    others = doubted(user, row) or could_be(row)
    return [other for other in others if may_answer(user, row, other)]


class MergeForm(OtherOutingForm):
    """Asked twice: the second time with what the two become; ``sure`` says that it was read."""

    sure = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)
    find_others = staticmethod(mergeable)

    def __init__(self, data=None, **more):
        super().__init__(data, **more)
        if len(doubted(self.user, self.row)) > 1:
            self.fields["other"].choices += [(ALL, ALL_OF_THEM)]

    @property
    def arguments(self):
        despite = [said.reason for said in said_of(self.row, self.chosen)]
        wanted = {"others": self.chosen, "despite": despite}
        return wanted | {"seen": super().arguments["seen"]}

    @property
    def chosen(self):
        """The outings to merge with this one: [] when none is chosen yet."""
        other = self.cleaned_data.get("other")
        return list(self.others.values()) if other == ALL else [other] if other else []

    def clean_other(self):
        return ALL if self.cleaned_data["other"] == ALL else super().clean_other()

    def clean(self):
        if self.chosen:
            told = becomes(self.row, self.chosen)
            if self.cleaned_data.get("sure") != digest_of(told):
                self.add_error(None, told)

    def let_send_again(self, row):
        super().let_send_again(row)
        if self.chosen:
            self.data["sure"] = digest_of(becomes(row, self.chosen))


def said_of(row, others):
    """Return what somebody said of one outing and some others: why they are two."""
    return [said for other in others if (said := said_two(row, other))]


def becomes(row, others):
    """Say what some outings become, and who said that they are not one."""
    rows = [row, *others]
    kept, _, _, after = as_one(*rows)
    people = {str(m.person) for one in rows for m in one.crew.all()}
    counted = after.tallies.items()
    contacts = sum(count for (what, *_), count in counted if what == Tally.What.CONTACT)
    but = [told_two(said) for said in said_of(row, others)]
    if after.ended_at and Status.RUNNING in {one.status for one in rows}:
        but.insert(0, ENDS_TOO)
    return BECOMES.format(
        place=place_name(kept.hotspot),
        hours=day_and_hours(after.started_at, after.ended_at),
        crew=", ".join(sorted(people)),
        contacts=contacts,
        but="".join(f"{sentence} " for sentence in but),
        code=kept.code,
    )


class KeepApartForm(OtherOutingForm):
    reason = SharedText(
        label="Perché sono due",
        where="Nel motivo",
        longest=200,
        help_text="Per esempio: ha cambiato pattuglia a metà turno. Mai nomi.",
        error_messages={"required": REASON_MISSING},
    )
    find_others = staticmethod(doubted)
