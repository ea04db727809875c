"""The form that plans an outing, or plans it again."""

import uuid
from datetime import timedelta

from django import forms
from django.utils import timezone

from hotspots.fields import CHOOSE
from hotspots.models import ELSEWHERE, Hotspot, place_choices, place_name, place_slug
from interventions.forms.crew import FREE, NOT_FREE, CrewField
from interventions.forms.report_boxes import ReportBoxes, report_choices
from interventions.forms.report_codes import LONGEST_CODES, reports_of_codes
from interventions.forms.shift import ShiftForm
from interventions.models import Availability, Kind, Service, Status
from interventions.permissions import InterventionPermission
from interventions.planning.plans import (
    MOST_OCCURRENCES,
    TOO_MANY_DATES,
    Plan,
    days_of_series,
)
from interventions.record.crew import may_lead
from reports.models import Report
from reports.permissions import ReportPermission
from texts.days import DayField, weekday_choices
from texts.fields import Choice, VersionField
from texts.hours import HourRefused, WhichField, blame, span, which_of

TOO_LONG = "Dura più di 16 ore: controlla la fine."
LONGEST_PLAN = timedelta(hours=16)
UNTIL_MISSING = "Scrivi fino a quando si ripete."
UNTIL_BEFORE = "La fine della ripetizione viene prima del giorno dell’intervento."
NOT_OFFERED = "Il luogo richiesto non è più disponibile: scegline un altro."
DRAFT_ANSWERS = "Un turno che risponde a una segnalazione non resta in bozza: togli la spunta, o le segnalazioni."
RELOAD = "Il modulo è incompleto: apri di nuovo la pagina e riprova."
MOST_OFFERED_REPORTS = 40  # the newest open ones, to choose from
HOURS = ("day", "starts", "ends", "starts_which", "ends_which")
THIS, FOLLOWING = "questo", "prossimi"
SCOPES = [(THIS, "Solo questo"), (FOLLOWING, "Questo e i prossimi della serie")]


class PlanForm(ShiftForm):
    """Choices are lists already read, so that no value typed reaches a query.

    Who does not decide for the lead service finds every field but the crew closed; who does not
    read the reports links none, and those linked stay. ``client_id`` is the UUID of the form: the
    same form sent twice plans once.
    """

    field_order = ["place", "day"]

    day = DayField(label="Giorno")
    starts_which = WhichField("Quale inizio")
    ends_which = WhichField("Quale fine")
    crew = CrewField(label="Equipaggio", required=False)
    reports = forms.MultipleChoiceField(
        label="Segnalazioni aperte",
        required=False,
        widget=ReportBoxes,
    )
    report_codes = forms.CharField(
        label="Segnalazioni a cui risponde, per codice",
        required=False,
        max_length=LONGEST_CODES,
        help_text="Uno o più codici, separati da uno spazio.",
    )
    repeat = forms.BooleanField(label="Si ripete ogni settimana", required=False)
    weekdays = forms.MultipleChoiceField(
        label="Nei giorni",
        required=False,
        choices=weekday_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Se non ne scegli, vale il giorno scritto sopra.",
    )
    until = DayField(
        label="Fino al",
        required=False,
        help_text=f"Al massimo {MOST_OCCURRENCES} date.",
    )
    scope = Choice(
        label="Che cosa cambi",
        choices=SCOPES,
        initial=THIS,
        widget=forms.RadioSelect,
    )
    draft = forms.BooleanField(
        label="Tieni in bozza fino alla pubblicazione del mese",
        required=False,
        help_text="Lo vede solo chi coordina: chi esce lo legge quando pubblichi il mese.",
    )
    version = VersionField()
    client_id = forms.UUIDField(
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid": RELOAD},
    )

    def __init__(self, data=None, *, user, intervention=None, initial=None):
        first = {"client_id": uuid.uuid4(), **(initial or {})}
        super().__init__(data, initial=first, auto_id="piano-%s")
        self.user = user
        self.intervention = intervention
        here = [intervention.hotspot] if intervention else []
        spots = Hotspot.objects.on_offer(also=here)
        self.spots = {spot.slug: spot for spot in spots}
        self._lay_places()
        self._lay_leads()
        self._lay_reports()
        members = intervention.crew.all() if intervention else []
        now = [member.person for member in members]
        self.fields["crew"].offer(user, now=now, marks=self._marks())
        self._close_what_is_not_theirs()

    @property
    def may_lead(self):
        return self.intervention is None or may_lead(self.user, self.intervention.lead)

    def clean_report_codes(self):
        return reports_of_codes(self.cleaned_data["report_codes"], self.user)

    def clean(self):
        cleaned = super().clean()
        self.hours = self._hours(cleaned)
        if "repeat" in self.fields and cleaned.get("repeat"):
            self._clean_series(cleaned)
        if cleaned.get("draft") and self._reports():
            # the page of the report would say of it what nobody may know yet
            self.add_error("draft", DRAFT_ANSWERS)
        return cleaned

    def plan(self):
        """Return the ``Plan`` of a valid form, or as much of it as can be read; None without hours."""
        if self.hours is None:
            return None
        value = self.cleaned_data.get
        starts_at, ends_at = self.hours
        return Plan(
            starts_at=starts_at,
            ends_at=ends_at,
            hotspot=self.spots.get(value("place")),
            kind=value("kind") or Kind.PRESENCE,
            lead=value("lead") or Service.POLICE,
            aim=value("aim") or "",
            people=self.fields["crew"].people(value("crew") or []),
            reports=self._reports(),
            is_draft=bool(value("draft")),
        )

    def _reports(self):
        if "reports" not in self.fields:
            return tuple(self.intervention.reports.all()) if self.intervention else ()
        value = self.cleaned_data.get
        chosen = [self.open_reports[code] for code in value("reports") or []]
        typed = value("report_codes") or []
        return tuple({report.pk: report for report in [*chosen, *typed]}.values())

    def series_days(self):
        """Return the days of the repetition, or [] when it happens once."""
        value = self.cleaned_data.get
        if not value("repeat") or not value("until") or self.hours is None:
            return []
        day = value("day")
        weekdays = {int(n) for n in value("weekdays") or [day.weekday()]}
        return days_of_series(day, weekdays, value("until"))

    def _lay_places(self):
        choices = place_choices(self.spots.values())
        if self.initial.get("place", ELSEWHERE) not in dict(choices):
            # of an address kept: nothing else is chosen in its stead
            self.fields["place"].help_text = NOT_OFFERED
            choices = [("", CHOOSE), *choices]
        self.fields["place"].choices = choices

    def _lay_leads(self):
        leads = [service for service in Service if may_lead(self.user, service)]
        if self.intervention and self.intervention.lead not in leads:
            leads.append(Service(self.intervention.lead))
        self.fields["lead"].choices = [(lead.value, lead.label) for lead in leads]

    def _lay_reports(self):
        self.open_reports = {}
        is_draft = self.intervention and self.intervention.status == Status.DRAFT
        if is_draft or not self.user.may(ReportPermission.READ):
            del self.fields["reports"], self.fields["report_codes"]
            return
        reports = Report.objects.visible_to(self.user).select_related(
            "category", "hotspot"
        )
        newest = (
            reports.open()
            .unfolded()
            .order_by("-received_at", "-pk")[:MOST_OFFERED_REPORTS]
        )
        linked = reports.filter(interventions=self.intervention)
        rows = [*newest, *(linked if self.intervention else [])]
        self.open_reports = {report.code: report for report in rows}
        self.fields["reports"].choices = report_choices(self.open_reports.values())
        place = self["place"].value() or self.fields["place"].choices[0][0]
        self.fields["reports"].widget.near = place_name(self.spots.get(place))

    def _close_what_is_not_theirs(self):
        if self.intervention is None:
            del self.fields["scope"], self.fields["version"]
            if not self.user.may(InterventionPermission.PLAN_ALL):
                del self.fields["draft"]
            return
        for name in ("repeat", "weekdays", "until", "client_id", "draft"):
            del self.fields[name]
        if self.intervention.series is None:
            del self.fields["scope"]
        if not self.may_lead:
            for name in self.fields.keys() - {"crew", "scope", "version"}:
                self.fields[name].disabled = True

    def _marks(self):
        """Write beside the names who said they can, or cannot, go out in these hours."""
        try:
            starts_at, ends_at = span(
                *(self.fields[name].clean(self[name].value()) for name in HOURS)
            )
        except (forms.ValidationError, HourRefused):
            return {}
        marks = {}
        rows = Availability.objects.between(starts_at, ends_at)
        for row in rows.order_by("-is_free"):  # who cannot has the last word
            if not row.is_free:
                marks[row.person_id] = NOT_FREE
            elif row.starts_at <= starts_at and row.ends_at >= ends_at:
                marks[row.person_id] = FREE
        return marks

    def _hours(self, cleaned):
        day, starts, ends = (cleaned.get(name) for name in ("day", "starts", "ends"))
        if day is None or starts is None or ends is None:
            return None
        try:
            starts_at, ends_at = span(*(cleaned.get(name) for name in HOURS))
        except HourRefused as refused:
            blame(self, refused)
            return None
        if ends_at - starts_at > LONGEST_PLAN:
            self.add_error("ends", TOO_LONG)
            return None
        return starts_at, ends_at

    def _clean_series(self, cleaned):
        day, until = cleaned.get("day"), cleaned.get("until")
        if not until:
            if "until" not in self.errors:
                self.add_error("until", UNTIL_MISSING)
        elif day and until < day:
            self.add_error("until", UNTIL_BEFORE)
        elif len(self.series_days()) > MOST_OCCURRENCES:
            self.add_error("until", TOO_MANY_DATES)


def initial_of(intervention):
    """Return what the form shows of an intervention as it is."""
    starts = timezone.localtime(intervention.starts_at)
    ends = timezone.localtime(intervention.ends_at) if intervention.ends_at else None
    return {
        "place": place_slug(intervention.hotspot),
        "day": intervention.day,
        "starts": starts.time(),
        "ends": ends.time() if ends else None,
        "starts_which": which_of(intervention.starts_at),
        "ends_which": which_of(intervention.ends_at),
        "kind": intervention.kind,
        "lead": intervention.lead,
        "aim": intervention.aim,
        "crew": [str(member.person_id) for member in intervention.crew.all()],
        "reports": [report.code for report in intervention.reports.all()],
        "version": intervention.version,
    }
