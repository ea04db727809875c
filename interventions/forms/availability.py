"""When a person can, or cannot, go out."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from texts.days import ClockField, DayField, midnight
from texts.fields import Choice
from texts.hours import ENDS_BEFORE, HourRefused, WhichField, blame, span

HOURS = ("first", "starts", "ends", "starts_which", "ends_which")
CAN, CANNOT = "posso", "non-posso"
ONE_HOUR = "Scrivi tutte e due le ore, oppure nessuna per il giorno intero."
TOO_LONG = "Scegli al massimo un anno."
ALL_PAST = "Questi giorni sono già passati."


class AvailabilityForm(forms.Form):
    """Days, with hours if not whole; the same hours hold from the first to the last moment."""

    is_free = Choice(
        label="In questi giorni",
        choices=[(CANNOT, "Non posso uscire"), (CAN, "Posso uscire")],
        widget=forms.RadioSelect,
    )
    first = DayField(label="Dal")
    last = DayField(
        label="Al", required=False, help_text="Se lo lasci vuoto vale un giorno solo."
    )
    starts = ClockField(
        label="Dalle", required=False, help_text="Vuoto: tutto il giorno."
    )
    ends = ClockField(label="Alle", required=False)
    starts_which = WhichField("Quale inizio")
    ends_which = WhichField("Quale fine")

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        first, last = cleaned["first"], cleaned["last"] or cleaned["first"]
        starts, ends = cleaned["starts"], cleaned["ends"]
        if (starts is None) != (ends is None):
            self.add_error("ends" if ends is None else "starts", ONE_HOUR)
            return cleaned
        if starts is None:
            cleaned["starts_at"] = midnight(first)
            cleaned["ends_at"] = midnight(last + timedelta(days=1))
        else:
            try:
                cleaned["starts_at"], cleaned["ends_at"] = span(
                    *(cleaned[name] for name in HOURS), last=last
                )
            except HourRefused as refused:
                blame(self, refused)
                return cleaned
        if cleaned["ends_at"] <= cleaned["starts_at"]:
            self.add_error("last" if last < first else "ends", ENDS_BEFORE)
        elif last - first > timedelta(days=366):
            self.add_error("last", TOO_LONG)
        elif cleaned["ends_at"] <= timezone.now():
            self.add_error("first", ALL_PAST)
        return cleaned

    @property
    def arguments(self):
        cleaned = self.cleaned_data
        return {
            "starts_at": cleaned["starts_at"],
            "ends_at": cleaned["ends_at"],
            "is_free": cleaned["is_free"] == CAN,
        }
