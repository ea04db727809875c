"""What the calendar shows: a GET form, so that every week and selection has an address."""

from django import forms
from django.db.models import Q
from django.utils import timezone

from hotspots.models import (
    ELSEWHERE,
    REST_OF_TOWN,
    Hotspot,
    at_place,
    place_choices,
)
from interventions.models import Service
from interventions.planning.plans import programme_place
from interventions.planning.week import LIST, MONTH, WEEK
from listing.filters import Addressed
from texts.days import DayField

VIEWS = [(WEEK, "Settimana"), (MONTH, "Mese"), (LIST, "Elenco")]
JOINT, ME = "congiunti", "me"


class CalendarForm(Addressed, forms.Form):
    """A value that cannot be read counts as not given: the page says so and shows the rest."""

    addresses = {
        "layout": "vista",
        "since": "dal",
        "place": "luogo",
        "service": "servizio",
        "person": "persona",
    }

    layout = forms.ChoiceField(
        required=False, choices=VIEWS, widget=forms.HiddenInput()
    )
    since = DayField(label="Dal giorno", required=False)
    place = forms.ChoiceField(label="Luogo", required=False)
    service = forms.ChoiceField(
        label="Servizio",
        required=False,
        choices=[
            ("", "Tutti e due"),
            *Service.choices,
            (JOINT, "Solo interventi congiunti"),
        ],
    )
    person = forms.ChoiceField(
        label="Chi esce", required=False, choices=[("", "Tutti"), (ME, "Solo le mie")]
    )

    def __init__(self, data=None, *, user):
        super().__init__(data, auto_id="filtro-%s")
        self.user = user
        places = list(Hotspot.objects.programme())
        self.places = place_choices(places)
        self.archived = {place.slug for place in places if place.archived_on}
        self.fields["place"].choices = [("", "Tutti"), *self.places]

    @property
    def view(self):
        return self._value("layout") or WEEK

    @property
    def day(self):
        return self._value("since") or timezone.localdate()

    def rows(self, outings):
        """Return the places (slug, name) with a row: an archived one, only if somebody went."""
        empty = self.archived - {programme_place(outing.hotspot) for outing in outings}
        return [
            (slug, self._heading(slug, name))
            for slug, name in self.places
            if slug not in empty
        ]

    def _heading(self, slug, name):
        if slug == ELSEWHERE:
            return REST_OF_TOWN
        return f"{name} (archiviato)" if slug in self.archived else name

    @property
    def narrows(self):
        """Tell whether some outings are left out."""
        return any(self._value(name) for name in ("place", "service", "person"))

    def filter(self, interventions):
        """Return the interventions of the chosen place, service and person."""
        if place := self._value("place"):
            if place == ELSEWHERE:
                elsewhere = ~Q(hotspot__kind=Hotspot.Kind.PROGRAMME)
                interventions = interventions.filter(elsewhere | Q(hotspot=None))
            else:
                interventions = interventions.filter(at_place(place))
        service = self._value("service")
        if service == JOINT:
            interventions = interventions.joint()
        elif service:
            interventions = interventions.of_service(service)
        if self._value("person"):
            interventions = interventions.with_person(self.user)
        return interventions

    def address(self, **changes):
        """Return the parameters of the same selection with some changed, without empty ones."""
        kept = {name: self._value(name) for name in self.fields} | changes
        return {
            self.add_prefix(name): str(value) for name, value in kept.items() if value
        }

    def _value(self, name):
        return self.cleaned_data.get(name) if self.is_bound else None
