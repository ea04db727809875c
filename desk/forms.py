"""What to print: three GET forms. Asked without saying which, a printout is that of now."""

from calendar import monthrange

from django import forms
from django.utils import timezone

from hotspots.models import ELSEWHERE, Hotspot, place_choices
from interventions.models import Service, service_of
from listing.filters import Addressed
from texts.days import DayField, MonthField


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
