"""The limits that refuse: of one address, never of a place, and always with the time to try again."""

from datetime import timedelta
from math import ceil

from django.utils import timezone
from django.utils.formats import date_format

from accounts import throttle

HOUR, DAY = 3600, 24 * 3600


def time_of(scope, identity, *, window_seconds):
    """Say when somebody over a limit may try again: "19:30", "00:10 (01/12/2026)" of another day."""
    free = throttle.free_at(scope, identity, window_seconds=window_seconds)
    free = timezone.localtime(
        free + timedelta(minutes=1)
    )  # of a minute begun, the next
    time = date_format(free, "H:i")
    is_today = free.date() == timezone.localdate()
    return time if is_today else f"{time} ({date_format(free, 'd/m/Y')})"


def seconds_left(scope, identity, *, window_seconds):
    """Return how many seconds are left until the limit is free, at least one."""
    free = throttle.free_at(scope, identity, window_seconds=window_seconds)
    return max(1, ceil((free - timezone.now()).total_seconds()))
