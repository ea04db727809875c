"""What to read: the printouts, each of now when nobody says which; the filters of list and presence.

And the turn that a click puts in the month.
"""

from calendar import monthrange
from datetime import timedelta

from django import forms
from django.utils import timezone

from desk.listing import INTERVENTIONS
from hotspots.fields import PlaceFilter
from hotspots.models import ELSEWHERE, Hotspot, at_place, place_choices
from interventions.forms.planning import LONGEST_PLAN, TOO_LONG
from interventions.forms.shift import ShiftForm
from interventions.models import Kind, Service, Status, service_of
from interventions.planning.plans import Plan
from interventions.record.crew import people_of
from listing.filters import Addressed, FilterForm, OrderField, SearchField
from texts.days import DayField, MonthField
from texts.hours import HourRefused, span

MONTHS = 12  # of presence, shown when nobody chose a period


class WeekPdfForm(Addressed, forms.Form):
    addresses = {"day": "dal"}

    day = DayField(
        label="Un giorno della settimana",
        required=False,
        help_text="La settimana va da lunedì a domenica.",
    )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, auto_id="settimana-%s")
        self.fields["day"].initial = timezone.localdate

    def clean_day(self):
        return self.cleaned_data["day"] or timezone.localdate()


class DayPdfForm(Addressed, forms.Form):
    addresses = {"day": "giorno", "place": "luogo"}

    day = DayField(label="Giorno", required=False)
    place = forms.ChoiceField(label="Luogo", required=False)

    def __init__(self, data=None, **kwargs):
        super().__init__(data, auto_id="giorno-%s")
        self.places = {place.slug: place for place in Hotspot.objects.all()}
        self.fields["day"].initial = timezone.localdate
        self.fields["place"].choices = [
            ("", "Tutti i luoghi"),
            *place_choices(self.places.values()),
        ]

    def clean_day(self):
        return self.cleaned_data["day"] or timezone.localdate()

    def where(self):
        """Return the arguments of ``day_data`` that choose the place."""
        slug = self.cleaned_data["place"]
        return {"hotspot": self.places.get(slug), "elsewhere": slug == ELSEWHERE}


class MonthPdfForm(Addressed, forms.Form):
    addresses = {"month": "mese", "service": "servizio"}

    month = MonthField(label="Mese", required=False)
    service = forms.ChoiceField(
        label="Servizio", required=False, choices=Service.choices
    )

    def __init__(self, data=None, *, user, **kwargs):
        super().__init__(data, auto_id="mese-%s")
        self.own = service_of(user) or Service.POLICE
        self.fields["month"].initial = f"{timezone.localdate():%Y-%m}"
        self.fields["service"].initial = self.own

    def clean_month(self):
        return self.cleaned_data["month"] or timezone.localdate().replace(day=1)

    def clean_service(self):
        return self.cleaned_data["service"] or self.own

    def days(self):
        """Return the first and the last day of the month."""
        first = self.cleaned_data["month"]
        return first, first.replace(day=monthrange(first.year, first.month)[1])


class PresenceForm(FilterForm):
    since = DayField(label="Dal", required=False)
    until = DayField(label="Al", required=False)
    place = PlaceFilter()
    kind = forms.ChoiceField(
        label="Tipo di uscita", required=False, choices=[("", "Tutti"), *Kind.choices]
    )
    joint = forms.BooleanField(label="Solo uscite congiunte", required=False)

    def filter(self, interventions):
        """Return those that match, of any day and state; call it on a valid form only."""
        wanted = self.cleaned_data
        if wanted["place"]:
            interventions = interventions.filter(at_place(wanted["place"]))
        if wanted["kind"]:
            interventions = interventions.filter(kind=wanted["kind"])
        return interventions.joint() if wanted["joint"] else interventions

    def period(self):
        """Return (first, last) day: chosen, or the last twelve months with the current one."""
        last = self.cleaned_data["until"] or timezone.localdate()
        first = last.replace(day=1)
        for _ in range(MONTHS - 1):
            first = (first - timedelta(days=1)).replace(day=1)
        return self.cleaned_data["since"] or first, last


class ListForm(FilterForm):
    q = SearchField(label="Cerca per codice, scopo o nota condivisa")
    place = PlaceFilter()
    status = forms.ChoiceField(
        label="Stato", required=False, choices=[("", "Tutti"), *Status.choices]
    )
    kind = forms.ChoiceField(
        label="Tipo", required=False, choices=[("", "Tutti"), *Kind.choices]
    )
    joint = forms.ChoiceField(
        label="Uscite congiunte",
        required=False,
        choices=[
            ("", "Tutte le uscite"),
            ("si", "Solo congiunte"),
            ("no", "Solo di un servizio"),
        ],
    )
    service = forms.ChoiceField(
        label="Servizio", required=False, choices=[("", "Tutti"), *Service.choices]
    )
    since = DayField(label="Dal", required=False)
    until = DayField(label="Fino al", required=False)
    future = forms.BooleanField(label="Anche i prossimi", required=False)
    mine = forms.BooleanField(label="Solo quelli in cui esco io", required=False)
    acts = forms.BooleanField(label="Solo con atti", required=False)
    waiting = forms.BooleanField(label="Solo da approvare da me", required=False)
    order = OrderField(INTERVENTIONS)

    def __init__(self, data=None, *, user):
        super().__init__(data)
        self.user, self.own_service = user, service_of(user)
        if self.own_service is None:
            del self.fields["mine"], self.fields["waiting"]

    def filter(self, interventions):
        """Return the interventions that match; call it on a valid form only."""
        wanted = self.cleaned_data
        until = timezone.localdate() if self.ends_today else wanted["until"]
        found = interventions.on_days(wanted["since"], until)
        if wanted["q"]:
            found = found.search(wanted["q"])
        if wanted["place"]:
            found = found.filter(at_place(wanted["place"]))
        if wanted["status"]:
            found = found.filter(status=wanted["status"])
        elif not wanted["q"]:  # by its code also what was merged is found
            found = found.exclude(status=Status.MERGED)
        if wanted["kind"]:
            found = found.filter(kind=wanted["kind"])
        if wanted["service"]:
            found = found.of_service(wanted["service"])
        if wanted["acts"]:
            found = found.with_acts()
        return self._of_mine(self._joint(found, wanted["joint"]))

    @property
    def ends_today(self):
        """Tell whether what is still to come is left out: until asked for, in one way or another."""
        wanted = self.cleaned_data
        asked = ("future", "since", "until", "q")
        return wanted["status"] != Status.PLANNED and not any(map(wanted.get, asked))

    def _joint(self, found, joint):
        if joint == "si":
            return found.joint()
        return found.not_joint() if joint == "no" else found

    def _of_mine(self, found):
        if self.cleaned_data.get("mine"):
            found = found.with_person(self.user)
        if self.cleaned_data.get("waiting"):
            found = found.awaiting(self.own_service)
        return found


class CellField(forms.CharField):
    """A cell of the month, "12_2026-12-03": who, and on which day; None when none was pressed."""

    default_error_messages = {
        "invalid": "Questa casella non c’è più: apri di nuovo la pagina e riprova."
    }

    def clean(self, value):
        pk, _, day = super().clean(value).partition("_")
        if not pk:
            return None
        person = next((one for one in people_of() if str(one.pk) == pk), None)
        if person is None:
            raise forms.ValidationError(self.error_messages["invalid"])
        return person, DayField().clean(day)


class TurnForm(Addressed, ShiftForm):
    """The turn that the month’s “+” puts in draft, the same for each until it is changed."""

    addresses = {
        "place": "luogo",
        "starts": "dalle",
        "ends": "alle",
        "kind": "tipo",
        "cell": "casella",
    }
    lead = aim = None
    cell = CellField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, **kwargs):
        super().__init__(data, auto_id="turno-%s", **kwargs)
        self.places = {place.slug: place for place in Hotspot.objects.on_offer()}
        self.fields["place"].choices = place_choices(self.places.values())
        self.fields["ends"].help_text = ""  # there is no room for it in one line

    def clean(self):
        cleaned = super().clean()
        if not self.errors and cleaned["cell"]:
            cleaned["hours"] = self._hours(cleaned)
        return cleaned

    def _hours(self, cleaned):
        try:
            starts_at, ends_at = span(
                cleaned["cell"][1], cleaned["starts"], cleaned["ends"]
            )
        except HourRefused as refused:
            return self.add_error(refused.name or "starts", str(refused))
        if ends_at - starts_at > LONGEST_PLAN:
            self.add_error("ends", TOO_LONG)
        return starts_at, ends_at

    def plan(self):
        """Return the draft ``Plan`` of the cell pressed; call it on a valid form with a cell only."""
        said = self.cleaned_data
        person, _ = said["cell"]
        starts_at, ends_at = said["hours"]
        return Plan(
            starts_at=starts_at,
            ends_at=ends_at,
            hotspot=self.places.get(said["place"]),
            kind=said["kind"],
            lead=service_of(person),
            people=(person,),
            is_draft=True,
        )

    def query(self):
        """Return what of the address keeps the turn as it was typed."""
        names = ("place", "starts", "ends", "kind")
        return {self.add_prefix(name): self[name].value() for name in names}
