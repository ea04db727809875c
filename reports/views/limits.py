"""The limits that refuse: of one address, never of a place, and always with the time to try again."""

from django.utils import timezone
from django.utils.formats import date_format

from accounts import throttle

HOUR, DAY = 3600, 24 * 3600


def time_of(scope, identity, *, window_seconds):
    """Say when somebody over a limit may try again: "19:30", with the day when it is another."""
    free = timezone.localtime(
        throttle.free_at(scope, identity, window_seconds=window_seconds)
    )
    time = date_format(free, "H:i")
    is_today = free.date() == timezone.localdate()
    return time if is_today else f"{date_format(free, 'd/m/Y')}, {time}"
