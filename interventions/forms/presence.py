"""The filters of the presence: which days, which place, which outings."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from accounts.days import DayField
from hotspots.models import Hotspot
from interventions.models import Kind
from reports.models import ELSEWHERE

ENDS_BEFORE = "Il periodo finisce prima di cominciare: cambia una delle due date."
MONTHS = 12  # shown when nobody chose a period


class PresenceForm(forms.Form):
    """Choices are lists already read, so that no value typed in the address reaches a query."""

    since = DayField(label="Dal", required=False)
    until = DayField(label="Al", required=False)
    place = forms.ChoiceField(label="Luogo", required=False)
    kind = forms.ChoiceField(
        label="Tipo di uscita", required=False, choices=[("", "Tutti"), *Kind.choices]
    )
    joint = forms.BooleanField(label="Solo uscite insieme", required=False)

    def __init__(self, data=None):
        super().__init__(data, auto_id="filtro-%s")
        self.places = dict(Hotspot.objects.values_list("slug", "name"))
        self.fields["place"].choices = [
            ("", "Tutti"),
            *self.places.items(),
            (ELSEWHERE, "Altro luogo in città"),
        ]

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", ENDS_BEFORE)
        return cleaned

    def filter(self, interventions):
        """Return those that match, of any day and state; call it on a valid form only."""
        wanted = self.cleaned_data
        if wanted["place"] == ELSEWHERE:
            interventions = interventions.filter(hotspot=None)
        elif wanted["place"]:
            interventions = interventions.filter(hotspot__slug=wanted["place"])
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

    def used(self):
        """Return the names of the filters in use, without their values."""
        return sorted(name for name in self.fields if self.cleaned_data.get(name))
