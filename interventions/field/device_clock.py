"""The phone's clock beside ours: how wrong it is, and the times it wrote put right.

An hour that a person typed comes as the wall says it, and becomes an instant here, as in every form:
the phone may be set to another zone.
"""

from datetime import UTC, datetime, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from interventions.field.reader import NOT_UNDERSTOOD, YEARS, parsed
from interventions.record.bounds import IN_THE_FUTURE, LONGEST, TOO_LONG
from texts.hours import ENDS_BEFORE, HourRefused, instant

TOLERANCE = timedelta(minutes=2)  # a phone left alone drifts less than this
AHEAD = timedelta(
    minutes=10
)  # what may still be ahead of us once put right: more than a desk
FIRST = datetime(2024, 1, 1, tzinfo=UTC)  # the programme begins later

MAY_BE_TYPED = {"started_at", "ended_at"}

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
            wrong["ended_at"] = ENDS_BEFORE
        elif ended_at - started_at > LONGEST:
            wrong["ended_at"] = TOO_LONG
    return wrong


def read_times(reader, now):
    """Return the times of a document put right, and as the phone wrote them; {} if it has none."""
    written = {
        "started_at": reader.moment("started_at"),
        "ended_at": reader.moment("ended_at", optional=True),
    }
    device_now = reader.moment("device_now")
    typed = set(reader.items("typed", str, len(MAY_BE_TYPED)))
    if not typed <= MAY_BE_TYPED:
        reader.refuse("typed", NOT_UNDERSTOOD)
    if written["started_at"] is None or device_now is None:
        return {}
    skew = skew_of(device_now, now)
    right = dict(written)
    for name, moment in written.items():
        if moment is not None:
            right[name] = (
                _typed(reader, name, moment) if name in typed else moment - skew
            )
    for name, sentence in check_times(**right, now=now).items():
        reader.refuse(name, sentence)
    return right | {f"device_{name}": moment for name, moment in written.items()}


def _typed(reader, name, moment):
    """Return the instant of an hour typed; ``moment`` where the phone has kept no words of it."""
    wall = reader.data.get("wall")
    words = wall.get(name) if isinstance(wall, dict) else None
    if words is None:
        return moment
    said = words if isinstance(words, dict) else {}
    local, which = parsed(parse_datetime, said.get("at")), str(said.get("which"))
    if local is None or local.tzinfo or local.year not in YEARS:
        reader.refuse(name, NOT_UNDERSTOOD)
        return moment
    try:
        return instant(local.date(), local.time(), which)
    except HourRefused as refused:
        reader.refuse(name, str(refused))
        return moment
