"""The phone's clock beside ours: how wrong it is, and the times it wrote put right."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from interventions.record.bounds import BACKWARDS, IN_THE_FUTURE, LONGEST, TOO_LONG

TOLERANCE = timedelta(minutes=2)  # a phone left alone drifts less than this
AHEAD = timedelta(
    minutes=10
)  # what may still be ahead of us once put right: more than a desk
FIRST = datetime(2024, 1, 1, tzinfo=UTC)  # the programme begins later

TOO_OLD = "La data è prima del 2024: correggila."


def skew_of(device_now, server_now=None):
    """Return how far ahead the phone's clock is; zero within two minutes."""
    skew = device_now - (server_now or timezone.now())
    return skew if abs(skew) > TOLERANCE else timedelta(0)


def check_times(started_at, ended_at, *, now=None):
    """Return {field: sentence} of what cannot be true of an outing's times; empty when fine.

    ``ended_at`` is None while it goes on.
    """
    latest = (now or timezone.now()) + AHEAD
    wrong = {}
    for name, moment in [("started_at", started_at), ("ended_at", ended_at)]:
        if moment is not None and moment < FIRST:
            wrong[name] = TOO_OLD
        elif moment is not None and moment > latest:
            wrong[name] = IN_THE_FUTURE
    if ended_at is not None and not wrong:
        if ended_at <= started_at:
            wrong["ended_at"] = BACKWARDS
        elif ended_at - started_at > LONGEST:
            wrong["ended_at"] = TOO_LONG
    return wrong
