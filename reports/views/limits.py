"""The limits that refuse: of one address, never of a place, and always with the time to try again."""

from datetime import timedelta
from math import ceil

from django.utils import timezone
from django.utils.formats import date_format

from accounts import throttle
from reports.services.addresses import may_ask_at

HOUR, DAY = 3600, 24 * 3600


def time_of(scope, identity, *, window_seconds):
    """Say when somebody over a limit may try again: "19:30", "00:10 (01/12/2026)" of another day."""
    return said(throttle.free_at(scope, identity, window_seconds=window_seconds))


def said(free):
    """Say a moment as ``time_of`` does: of a minute begun, the next."""
    free = timezone.localtime(free + timedelta(minutes=1))
    time = date_format(free, "H:i")
    is_today = free.date() == timezone.localdate()
    return time if is_today else f"{time} ({date_format(free, 'd/m/Y')})"


def time_to_ask(request, report):
    """Say when this sender may have the address of ``report`` asked to confirm.

    Empty is now, and of a report whose address waits for nothing.
    """
    if not report.email or report.email_confirmed_at:
        return ""
    free = may_ask_at(report.email, sender=throttle.client_address(request))
    return said(free) if free > timezone.now() else ""


def seconds_left(scope, identity, *, window_seconds):
    """Return how many seconds are left until the limit is free, at least one."""
    free = throttle.free_at(scope, identity, window_seconds=window_seconds)
    return max(1, ceil((free - timezone.now()).total_seconds()))
