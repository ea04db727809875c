"""From the raw rows of the other apps to the stored figures.

Each source (``sources.py``) says which days its rows touched since the last time and counts
whole days with grouped queries; ``refresh`` and ``recompute`` do the same with all of them.
What is a state and not a count of a day, and what is published once, is in ``moments.py``.
"""

import logging

from django.db import transaction
from django.utils import timezone

from indicators.measures import store
from indicators.measures.moments import publish_months, write_snapshots
from indicators.measures.sources import SOURCES

logger = logging.getLogger(__name__)


def refresh():
    """Bring into the figures what changed since the last time; return the rows written.

    Counts again the whole days touched by a changed row, all places and categories, and writes
    only the rows that differ: running it twice, or two at once, gives the same figures.
    """
    return sum(_refresh(source) for source in SOURCES)


def recompute():
    """Count everything again; return (rows that differed, rows nobody expected to differ).

    A day with a row changed since the last refresh is expected to differ; any other difference
    means that a change escaped the refresh, and is logged as a warning.
    """
    found = [_recompute(source) for source in SOURCES]
    return sum(every for every, _ in found), sum(odd for _, odd in found)


@transaction.atomic
def _refresh(source):
    watermark, started = store.lock(source.name), timezone.now()
    days = _changed_days(source, watermark, started)
    written = 0
    if days is None or days:
        for measure, fresh in source.count(days).items():
            written += store.write(measure, fresh, days)
    return _close(source, watermark, started, written)


@transaction.atomic
def _recompute(source):
    watermark, started = store.lock(source.name), timezone.now()
    days = _changed_days(source, watermark, started)
    expected = None if days is None else set(days)
    every, odd, written = 0, [], 0
    for measure, fresh in source.count(None).items():
        differences = store.differences(fresh, store.stored(measure, None))
        every += len(differences)
        if expected is not None:
            odd += [key for key in differences if key[0] not in expected]
        written += store.apply(measure, differences, fresh)
    _close(source, watermark, started, written)
    if odd:
        days = sorted({key[0] for key in odd})
        logger.warning(
            "recompute: %s rows differed unexpectedly, days %s to %s",
            len(odd),
            days[0],
            days[-1],
        )
    return every, len(odd)


def _changed_days(source, watermark, started):
    """Return the days to count again; None for all: at the first time, and after a clock that was
    ahead, which saw nobody's changes until a time to come."""
    seen = watermark.seen_until
    if seen is None or seen > started + store.OVERLAP:
        return None
    return source.changed_days(seen - store.OVERLAP)


def _close(source, watermark, started, written):
    """Write the states of today and the public months of a source; move its watermark."""
    written += write_snapshots(source.name, timezone.localdate(started))
    store.advance(watermark, started, written)
    publish_months(source.name, started)
    return written
