"""What to print: three GET forms. Asked without saying which, a printout is that of now."""

import re
from calendar import monthrange
from datetime import date

from django import forms
from django.utils import timezone

from hotspots.models import ELSEWHERE, Hotspot, place_choices
from interventions.models import Service, service_of
from listing.filters import Addressed
from texts.days import FIRST_DAY, DayField

MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
WRITE_A_MONTH = "Scegli il mese, oppure scrivilo così: 2026-10."
FAR_MONTH = "Scegli un mese tra il 2000 e il {last}."


class MonthInput(forms.TextInput):
    """The browser's own choice of a month; elsewhere a text, hence the example."""

    input_type = "month"


class MonthField(forms.CharField):
    """Gives the first day of the month, or None when empty."""

    widget = MonthInput

    def __init__(self, **kwargs):
        super().__init__(max_length=7, **kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        if text in self.empty_values:
            return None
        found = MONTH.fullmatch(text)
        if not found or not 1 <= int(found[2]) <= 12:
            raise forms.ValidationError(WRITE_A_MONTH)
        last = timezone.localdate().year + 1
        if not FIRST_DAY.year <= int(found[1]) <= last:
            raise forms.ValidationError(FAR_MONTH.format(last=last))
        return date(int(found[1]), int(found[2]), 1)

    def run_validators(self, value):
        """The month is already whole: a length is no measure of a date."""


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
