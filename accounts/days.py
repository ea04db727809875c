"""A day of the calendar: the instant it begins, and the field people choose it with."""

from datetime import datetime, time

from django import forms
from django.utils import timezone


def midnight(day):
    """Return the aware datetime at which ``day`` begins in the time zone of the portal."""
    return timezone.make_aware(datetime.combine(day, time.min))


class DayInput(forms.DateInput):
    """The browser's own calendar, which reads and writes only ISO dates."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")
