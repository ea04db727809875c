"""What to print: three GET forms. A paper asked without saying which is that of now."""

import re
from calendar import monthrange
from datetime import date

from django import forms
from django.utils import timezone

from hotspots.models import ELSEWHERE, Hotspot, place_choices
from interventions.models import Service, service_of
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


class WeekPdfForm(forms.Form):
    dal = DayField(
        label="Un giorno della settimana",
        required=False,
        help_text="La settimana va da lunedì a domenica.",
    )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, auto_id="settimana-%s")
        self.fields["dal"].initial = timezone.localdate

    def clean_dal(self):
        return self.cleaned_data["dal"] or timezone.localdate()


class DayPdfForm(forms.Form):
    giorno = DayField(label="Giorno", required=False)
    luogo = forms.ChoiceField(label="Luogo", required=False)

    def __init__(self, data=None, **kwargs):
        super().__init__(data, auto_id="giorno-%s")
        self.places = {place.slug: place for place in Hotspot.objects.all()}
        self.fields["giorno"].initial = timezone.localdate
        self.fields["luogo"].choices = [
            ("", "Tutti i luoghi"),
            *place_choices(self.places.values()),
        ]

    def clean_giorno(self):
        return self.cleaned_data["giorno"] or timezone.localdate()

    def place(self):
        """Return the arguments of ``day_data`` that choose the place."""
        slug = self.cleaned_data["luogo"]
        return {"hotspot": self.places.get(slug), "elsewhere": slug == ELSEWHERE}


class MonthPdfForm(forms.Form):
    mese = MonthField(label="Mese", required=False)
    servizio = forms.ChoiceField(
        label="Servizio", required=False, choices=Service.choices
    )

    def __init__(self, data=None, *, user, **kwargs):
        super().__init__(data, auto_id="mese-%s")
        self.own = service_of(user) or Service.POLICE
        self.fields["mese"].initial = f"{timezone.localdate():%Y-%m}"
        self.fields["servizio"].initial = self.own

    def clean_mese(self):
        return self.cleaned_data["mese"] or timezone.localdate().replace(day=1)

    def clean_servizio(self):
        return self.cleaned_data["servizio"] or self.own

    def days(self):
        """Return the first and the last day of the month."""
        first = self.cleaned_data["mese"]
        return first, first.replace(day=monthrange(first.year, first.month)[1])
