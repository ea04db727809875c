"""The filters of the list of interventions: a GET form, so that every selection has an address."""

from django import forms
from django.utils import timezone

from hotspots.fields import PlaceFilter
from interventions.models import Kind, Service, Status, service_of
from interventions.record.listing import INTERVENTIONS
from listing.filters import FilterForm, OrderField, SearchField
from texts.days import DayField


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
            found = found.visiting(wanted["place"])
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
