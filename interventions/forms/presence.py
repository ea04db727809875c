"""The filters of the presence: which days, which place, which outings."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from hotspots.fields import PlaceFilter
from hotspots.models import at_place
from interventions.models import Kind
from listing.filters import FilterForm
from texts.days import DayField

MONTHS = 12  # shown when nobody chose a period


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
