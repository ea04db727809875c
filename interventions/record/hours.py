"""The hours of an outing beside those planned: when it may begin, when it ends, or was
forgotten, and whether two are at the same time."""

from datetime import timedelta

from django.utils import timezone

from interventions.models import Status
from texts.days import hours_minutes, minutes_between

# the phone has the same two: static/js/field/plans.js
EARLIEST = timedelta(hours=2)  # sooner, one tap would begin it by mistake
FORGOTTEN = timedelta(minutes=30)  # after the end planned
LONG_MINUTES = 10 * 60  # a turn of any service is shorter
TOO_MUCH = 1.5  # times the hours planned
DOUBT = "Dura {lasts}{planned}: controlla l’orario prima di approvare."
OF_PLAN = ", ne erano previste {lasts}"


def may_begin(intervention, now=None):
    """Tell whether an outing goes on, or its plan is near enough to begin it."""
    now = now or timezone.now()
    if intervention.status != Status.PLANNED:
        return intervention.status == Status.RUNNING
    return intervention.starts_at - EARLIEST <= now < intervention.ends_at


def is_unregistered(intervention, now=None):
    """Tell whether a plan is over and nobody wrote how it went."""
    now = now or timezone.now()
    return intervention.status == Status.PLANNED and intervention.ends_at <= now


def is_forgotten(intervention, now=None):
    """Tell whether a running outing should have ended a while ago, as it was planned."""
    until = intervention.planned_until
    return (
        intervention.status == Status.RUNNING
        and until is not None
        and intervention.starts_at < until
        and until + FORGOTTEN <= (now or timezone.now())
    )


def end_of(intervention, now=None):
    """Return when an intervention ends; one going on lasts as planned, and at least until now."""
    if intervention.ends_at:
        return intervention.ends_at
    now = now or timezone.now()
    return max(intervention.planned_until or now, now, intervention.starts_at)


def overlap(one, other, now=None):
    """Tell whether two outings, or an outing and what has its hours, share a moment."""
    starts_at = max(one.starts_at, other.starts_at)
    return starts_at < min(end_of(one, now), end_of(other, now))


def doubt_about(intervention):
    """Say in a sentence that an ended outing lasts longer than it is likely to; "" if not."""
    planned = _minutes_planned(intervention)
    lasts = intervention.minutes
    if lasts <= LONG_MINUTES and not (planned and lasts > planned * TOO_MUCH):
        return ""
    words = OF_PLAN.format(lasts=hours_minutes(planned)) if planned else ""
    return DOUBT.format(lasts=hours_minutes(lasts), planned=words)


def _minutes_planned(intervention):
    if intervention.planned_from is None:
        return 0
    return minutes_between(intervention.planned_from, intervention.planned_until)
