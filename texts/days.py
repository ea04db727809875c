"""A day of the calendar: when it begins, its week, its hours and minutes, the fields to choose them with."""

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS

FIRST_DAY = date(2000, 1, 1)
MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
WRITE_A_MONTH = "Scegli il mese, oppure scrivilo così: 2026-10."
FAR_MONTH = "Scegli un mese tra il 2000 e il {last}."


def midnight(day):
    """Return the aware datetime at which ``day`` begins in the time zone of the portal."""
    return timezone.make_aware(datetime.combine(day, time.min))


def moment_said(text):
    """Say a moment that was stored as text in ISO format: ``01/12/2026 03:10``."""
    return f"{timezone.localtime(datetime.fromisoformat(text)):%d/%m/%Y %H:%M}"


def last_of(first):
    return first.replace(day=monthrange(first.year, first.month)[1])


def monday_of(day):
    return day - timedelta(days=day.weekday())


def months_before(moment, months):
    """Return the same day and time ``months`` earlier, or the last day of a shorter month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def months_after(moment, months):
    """Return the same day and time ``months`` later, or the last day of a shorter month."""
    return months_before(moment, -months)


def minutes_between(start, end):
    """Return the minutes from one aware datetime to another, each cut to its whole minute.

    They are instants, not hours on the wall: the night the clock falls back has an hour more.
    Cut so, the parts of an outing add up to it.
    """
    return int(end.timestamp() // 60 - start.timestamp() // 60)


def closing(moment):
    """Write when some hours end: ``22:30``, and ``24:00`` for the midnight that ends a day.

    ``moment`` is an aware datetime, or an hour of the day.
    """
    at = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    return f"{at:%H:%M}".replace("00:00", "24:00")


def day_of_closing(moment):
    """Return the day that an aware datetime ends: midnight ends the day before."""
    return timezone.localdate(moment - timedelta(microseconds=1))


def ending(moment):
    """Write when something ends, with the day that it ends: ``22/11/2026 24:00``."""
    return f"{day_of_closing(moment):%d/%m/%Y} {closing(moment)}"


def hours_between(start, end):
    """Write some hours: ``19:00-21:00``, or ``dalle 19:00`` while the end is not known."""
    starts = f"{timezone.localtime(start):%H:%M}"
    return f"dalle {starts}" if end is None else f"{starts}-{closing(end)}"


def day_and_hours(start, end):
    """Write ``20/11/2026, 19:00-23:00``: the day is the one they begin."""
    return f"{timezone.localdate(start):%d/%m/%Y}, {hours_between(start, end)}"


def hours_minutes(minutes):
    """Write a length in minutes as people say it: ``45 min``, ``2 h``, ``2 h 30 min``."""
    hours, minutes = divmod(minutes, 60)
    parts = [f"{hours} h" if hours else "", f"{minutes} min" if minutes else ""]
    return " ".join(filter(None, parts)) or "0 min"


def weekday_choices():
    """Return ("0", "lunedì") and the others, in the page's language."""
    return [(str(number), str(name)) for number, name in WEEKDAYS.items()]


class DayInput(forms.DateInput):
    """The browser's own calendar, which reads and writes only ISO dates."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day near ours: the first and the last of the calendar have no day before or after."""

    widget = DayInput
    default_error_messages = {
        "required": "Scegli il giorno.",
        "invalid": "Scrivi la data così: 22/11/2026.",
        "far": "Scrivi una data tra il 2000 e il {last}.",
    }

    def validate(self, value):
        super().validate(value)
        last = timezone.localdate().year + 1
        if value and not FIRST_DAY <= value <= date(last, 12, 31):
            sentence = self.error_messages["far"].format(last=last)
            raise forms.ValidationError(sentence, code="far")


class ClockField(forms.TimeField):
    """An hour and a minute, in the browser's own input."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    default_error_messages = {
        "required": "Scrivi l’ora.",
        "invalid": "Scrivi l’ora così: 19:30.",
    }


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
