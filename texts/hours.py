"""A day and an hour read on a wall, and the instant they mean: the one way from these to that.

Two nights a year the clock on the wall is moved: an hour is skipped, and refused with a sentence;
another comes twice, and is asked which. Instants are in UTC, so that to subtract them is to count
the minutes between.
"""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from django import forms
from django.utils import timezone

from texts.refusals import Refused

FIRST, SECOND = "prima", "seconda"
WHICH = {
    FIRST: "Prima del cambio dell’ora",
    SECOND: "Dopo il cambio dell’ora",
}
NO_SUCH_HOUR = (
    "Il {moment:%d/%m/%Y} le {moment:%H:%M} non esistono: quella notte l’orologio va avanti "
    "di un’ora. Scrivi un’altra ora."
)
COMES_TWICE = (
    "Il {moment:%d/%m/%Y} le {moment:%H:%M} ci sono due volte: quella notte l’orologio torna "
    "indietro di un’ora. Scegli quale delle due."
)
ENDS_BEFORE = "La fine deve venire dopo l’inizio."
DAY = timedelta(days=1)


class HourRefused(Refused):
    """An hour that cannot be taken as it is; ``name``, if any, says which of two: "starts", "ends"."""

    name = ""


class WhichHour(HourRefused):
    """An hour that comes twice, and nobody said which."""


def instants(day, hour):
    """Return the instants at which a wall says this hour: one, or none, or two in their order."""
    typed = datetime.combine(day, hour.replace(second=0, microsecond=0, fold=0))
    zone = timezone.get_current_timezone()
    read = {typed.replace(tzinfo=zone, fold=n).astimezone(UTC) for n in (0, 1)}
    return sorted(one for one in read if timezone.make_naive(one) == typed)


def instant(day, hour, which=""):
    """Return the instant of an hour; ``which`` is one of ``WHICH``, read only if it comes twice."""
    return _only_one(instants(day, hour), day, hour, which)


def span(day, starts, ends, starts_which="", ends_which="", last=None):
    """Return the instants of hours that begin on a day and end on ``last``.

    Without it on the same day, or on the next one where the end does not come after the start.
    Raise ``HourRefused`` with the ``name`` of the hour to put right, "starts" or "ends".
    """
    with _of("starts"):
        starts_at = instant(day, starts, starts_which)
    with _of("ends"):
        if last not in (None, day):
            return starts_at, instant(last, ends, ends_which)
        there = instants(day, ends)
        after = [one for one in there if one > starts_at]
        if after or (ends > starts and not there):
            return starts_at, _only_one(after, day, ends, ends_which)
        if ends < starts:
            return starts_at, instant(day + DAY, ends, ends_which)
        raise HourRefused(ENDS_BEFORE)


def span_again(day, starts_at, ends_at):
    """Return the same hours on the wall on another day, as long as they were where one comes twice.

    Raise ``HourRefused`` for an hour that day does not have.
    """
    (first, starts), (last, ends) = wall(starts_at), wall(ends_at)
    last = day + (last - first)
    possible = [
        (start, end)
        for start in instants(day, starts)
        for end in instants(last, ends)
        if end > start
    ]
    if not possible:
        for on, hour in ((day, starts), (last, ends)):
            if not instants(on, hour):
                raise HourRefused(
                    NO_SUCH_HOUR.format(moment=datetime.combine(on, hour))
                )
        raise HourRefused(ENDS_BEFORE)
    was = starts_at.astimezone(UTC), ends_at.astimezone(UTC)
    length = was[1] - was[0]
    return min(
        possible,
        key=lambda two: (abs(two[1] - two[0] - length), two != was),
    )


def which_of(moment):
    """Return which of the two an aware moment is, "" when its hour comes once."""
    if moment is None:
        return ""
    both = instants(*wall(moment))
    if len(both) < 2:
        return ""
    return FIRST if moment < both[1] else SECOND


def wall(moment):
    """Return the day and the hour, without its seconds, that a wall says at an aware moment."""
    local = timezone.make_naive(moment)
    return local.date(), local.time().replace(second=0, microsecond=0, fold=0)


def _only_one(found, day, hour, which):
    if not found:
        raise HourRefused(NO_SUCH_HOUR.format(moment=datetime.combine(day, hour)))
    if len(found) == 1:
        return found[0]
    if which not in WHICH:
        raise WhichHour(COMES_TWICE.format(moment=datetime.combine(day, hour)))
    return found[which == SECOND]


@contextmanager
def _of(name):
    try:
        yield
    except HourRefused as refused:
        refused.name = name
        raise


class WhichField(forms.ChoiceField):
    """Which of the two, beside an hour: on the page only when that comes twice."""

    def __init__(self, label):
        choices = [("", "Scegli"), *WHICH.items()]
        super().__init__(label=label, choices=choices, required=False)


def blame(form, refused, name=""):
    """Write why an hour is refused beside its field, or beside the choice that is to be made."""
    name = name or refused.name
    asks = isinstance(refused, WhichHour)
    form.add_error(f"{name}_which" if asks else name, str(refused))
