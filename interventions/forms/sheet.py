"""The sheet as people type it: one form, and the rows of what was counted."""

from django import forms
from django.utils import timezone

from hotspots.models import Hotspot, place_choices, place_slug
from hotspots.shared_text import SharedText
from interventions.forms.report_codes import LONGEST_CODES, reports_of_codes
from interventions.forms.rows import ActRows, TallyRows
from interventions.models import (
    Kind,
    Outcome,
    Service,
    Status,
    Trigger,
    does_police_work,
    service_of,
)
from interventions.record.bounds import END_MISSING, NOTE_LENGTH, WITHOUT_A_DAY
from interventions.record.crew import may_put, people_of
from interventions.record.rows import offered_to
from interventions.record.sheet import Sheet, read_sheet
from reports.permissions import ReportPermission
from texts.days import ClockField, DayField
from texts.fields import Choice, VersionField
from texts.hours import HourRefused, WhichField, blame, instant, span, wall, which_of

HOURS = {"day", "starts", "ends", "starts_which", "ends_which"}


class SheetForm(forms.Form):
    """Everything of the sheet but its rows; lists are already read when a choice is compared."""

    version = VersionField()
    place = Choice(label="Luogo")
    day = DayField(label="Giorno")
    starts = ClockField(
        label="Dalle", error_messages={"required": "Scrivi a che ora inizia."}
    )
    ends = ClockField(
        label="Alle",
        required=False,
        help_text="Se è dopo mezzanotte, è del giorno dopo.",
    )
    starts_which = WhichField("Quale inizio")
    ends_which = WhichField("Quale fine")
    kind = Choice(label="Tipo", choices=Kind.choices)
    trigger = Choice(label="Origine", choices=Trigger.choices)
    aim = SharedText(label="Scopo", where="Nello scopo", required=False, longest=200)
    people = forms.MultipleChoiceField(
        label="Equipaggio", required=False, widget=forms.CheckboxSelectMultiple
    )
    outcome = forms.ChoiceField(
        label="Com’è andata",
        required=False,
        choices=Outcome.choices,
        widget=forms.RadioSelect,
    )
    shared_note = SharedText(
        label="Nota condivisa",
        where="Nella nota condivisa",
        required=False,
        longest=NOTE_LENGTH,
        multiline=True,
        help_text="La leggono agenti ed educatori. Luoghi e situazioni: niente nomi, targhe, recapiti.",
    )
    follow_up_on = DayField(
        label="Da ricontrollare entro il",
        required=False,
        help_text=WITHOUT_A_DAY,
    )
    reports = forms.CharField(
        label="Segnalazioni a cui risponde",
        required=False,
        max_length=LONGEST_CODES,
        help_text="Uno o più codici, separati da uno spazio.",
        widget=forms.TextInput(attrs={"autocapitalize": "characters"}),
    )

    def __init__(self, data=None, *, intervention, user, places, **kwargs):
        super().__init__(data, auto_id="scheda-%s", **kwargs)
        self.intervention, self.places = intervention, {p.slug: p for p in places}
        self.fields["place"].choices = place_choices(places)
        self._offer_people(user)
        self.user = user
        if not user.may(ReportPermission.READ):  # what is linked stays linked
            del self.fields["reports"]

    def _offer_people(self, user):
        """Offer those ``user`` may put or take out; the others of the crew stay in it."""
        if self.intervention.crew_frozen_at:
            del self.fields["people"]
            self.kept = []
            return
        self.offered = {str(p.pk): p for p in people_of() if may_put(user, p)}
        crew = [member.person for member in self.intervention.crew.all()]
        self.kept = [p for p in crew if str(p.pk) not in self.offered]
        self.fields["people"].choices = [
            (service.label, mine)
            for service in Service
            if (
                mine := [
                    (pk, person.full_name)
                    for pk, person in self.offered.items()
                    if service_of(person) == service
                ]
            )
        ]
        if self.kept:
            names = ", ".join(map(str, self.kept))
            self.fields["people"].help_text = f"Restano, dell’altro servizio: {names}."

    def clean_reports(self):
        return reports_of_codes(self.cleaned_data["reports"], self.user)

    def clean(self):
        cleaned = super().clean()
        if cleaned.keys() >= HOURS:
            try:
                cleaned["starts_at"], cleaned["ends_at"] = self._hours(cleaned)
            except HourRefused as refused:
                blame(self, refused, refused.name or "starts")
        return cleaned

    def _hours(self, typed):
        """Return the instants typed; hours that nobody changed stay as they were, to the second."""
        now, day = self.intervention, typed["day"]
        starts, ends = typed["starts"], typed["ends"]
        starts_which, ends_which = typed["starts_which"], typed["ends_which"]
        is_same = _is_hour(now.starts_at, starts, starts_which)
        if is_same := is_same and day == wall(now.starts_at)[0]:
            starts_which = which_of(now.starts_at)
        if ends is None:
            if now.status != Status.RUNNING:
                self.add_error("ends", END_MISSING)
            starts_at, ends_at = instant(day, starts, starts_which), None
        elif is_same and now.ends_at and _is_hour(now.ends_at, ends, ends_which):
            return now.starts_at, now.ends_at
        else:
            starts_at, ends_at = span(day, starts, ends, starts_which, ends_which)
        return (now.starts_at if is_same else starts_at), ends_at


class SheetEntry:
    """The form and its rows as one: ``is_valid``, ``sheet``, ``errors`` of all of it.

    ``acts`` is None for who draws up none: those of the others stay as they are.
    """

    def __init__(self, data=None, *, intervention, user, more=()):
        places = list(Hotspot.objects.on_offer(also=[intervention.hotspot]))
        now = read_sheet(intervention)
        self.linked = now.reports
        self.form = SheetForm(
            data,
            intervention=intervention,
            user=user,
            places=places,
            initial=_initial(intervention, now),
        )
        self.tallies = TallyRows.of(
            data,
            now.tallies,
            more="tallies" in more,
            offered=offered_to(user, there={line.what for line in now.tallies}),
        )
        self.acts, self.kept_acts = None, now.acts
        if does_police_work(user):
            self.acts = ActRows.of(data, now.acts, more="acts" in more)

    @property
    def row_sets(self):
        return [self.tallies, self.acts] if self.acts else [self.tallies]

    @property
    def row_blames(self):
        """Return [(id to go to, sentence)] of the refused rows."""
        return [blame for rows in self.row_sets for blame in rows.blames]

    def is_valid(self):
        # all three, so that every reason is said at once
        valid = [part.is_valid() for part in (self.form, *self.row_sets)]
        return all(valid)

    @property
    def seen(self):
        return self.form.cleaned_data.get("version")

    @property
    def sheet(self):
        """Return the ``Sheet`` that was typed; call it on a valid entry only."""
        form, typed = self.form, self.form.cleaned_data
        people = None
        if "people" in form.fields:
            people = [form.offered[pk] for pk in typed["people"]] + form.kept
        return Sheet(
            hotspot=form.places.get(typed["place"]),
            people=people,
            tallies=self.tallies.lines,
            acts=self.acts.lines if self.acts else self.kept_acts,
            reports=typed.get("reports", self.linked),
            **{
                name: typed[name]
                for name in (
                    "starts_at",
                    "ends_at",
                    "kind",
                    "trigger",
                    "aim",
                    "outcome",
                    "shared_note",
                    "follow_up_on",
                )
            },
        )

    def keep_for_another_try(self, version):
        """Let who has read why it was refused send the same again."""
        self.form.data = self.form.data.copy()
        self.form.data["version"] = version


def _initial(intervention, now):
    return {
        "version": intervention.version,
        "place": place_slug(now.hotspot),
        "day": timezone.localdate(now.starts_at),
        "starts": _hour(now.starts_at),
        "ends": _hour(now.ends_at),
        "starts_which": which_of(now.starts_at),
        "ends_which": which_of(now.ends_at),
        "people": [str(person.pk) for person in now.people],
        "reports": " ".join(report.code for report in now.reports),
        **{
            name: getattr(now, name)
            for name in (
                "kind",
                "trigger",
                "aim",
                "outcome",
                "shared_note",
                "follow_up_on",
            )
        },
    }


def _hour(moment):
    return moment and wall(moment)[1]


def _is_hour(moment, hour, which):
    """Tell whether a moment is at an hour; of one that comes twice, unless the other is meant."""
    return wall(moment)[1] == hour and which in ("", which_of(moment))
