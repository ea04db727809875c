"""How a person rests: outings close together are one shift, and a week has so many hours."""

from datetime import timedelta

from interventions.record.bounds import LONGEST
from texts.days import minutes_between

ONE_SHIFT = timedelta(
    hours=3
)  # less than this between two outings is a pause, not a rest


def is_worked(span):
    """Tell whether somebody worked a span: what lasts more than a day was never ended."""
    return span[1] - span[0] <= LONGEST


def shifts_of(spans):
    """Join the (start, end) spans less than three hours apart; return the shifts in order."""
    shifts = []
    for starts_at, ends_at in sorted(spans):
        if shifts and starts_at - shifts[-1][1] < ONE_SHIFT:
            first, last = shifts.pop()
            starts_at, ends_at = first, max(last, ends_at)
        shifts.append((starts_at, ends_at))
    return shifts


def shift_of(span, others):
    """Return the shift that ``span`` makes with those of ``others`` close to it."""
    return next(one for one in shifts_of([span, *others]) if one[1] >= span[1])


def rests_beside(span, others):
    """Return [(shift, rest)] for the shift before that of ``span`` and for the one after."""
    shifts = shifts_of([span, *others])
    own = shifts.index(shift_of(span, others))
    before = [(shifts[own - 1], shifts[own][0] - shifts[own - 1][1])] if own else []
    after = [(one, one[0] - shifts[own][1]) for one in shifts[own + 1 : own + 2]]
    return before + after


def minutes_of(spans):
    """Return how many minutes some spans last: one that is of two of them is one."""
    minutes, until = 0, None
    for starts_at, ends_at in sorted(spans):
        begins = max(starts_at, until) if until else starts_at
        until = max(begins, ends_at)
        minutes += minutes_between(begins, until)
    return minutes
