"""Rows that were merged into another are one outing with it; ``stays`` of a row is which one."""

from dataclasses import replace
from functools import reduce

from interventions.models import Intervention, Merge, Status
from interventions.record.parts import NOTHING, from_json, read_parts, together

# what of an undo somebody may have put right since: then it stays
ONE_VALUE = ("aim", "started_at", "ended_at", "outcome", "follow_up_on")


def whole_of(row):
    """Return the keys of a row and of all that were merged into it; it asks the database."""
    keys, rows = {row.pk}, Intervention.objects.values_list("pk", flat=True)
    while found := set(rows.filter(merged_into__in=keys)) - keys:
        keys |= found
    return keys


def as_one(*rows):
    """Return the row that stays of some, the others, what the first holds and what it will."""
    kept, *gone = sorted(rows, key=_stays_first)
    before = read_parts(kept)
    return kept, gone, before, reduce(_both, map(read_parts, gone), before)


def own_of(kept):
    """Return what a row held before any other was merged into it, as JSON; {} when none is."""
    merges = Merge.objects.filter(absorbed__merged_into=kept).exclude(before={})
    return next(iter(merges.values_list("before", flat=True)), {})


def without(kept, gone):
    """Return what a row holds without one merged into it, in whatever order they came and go."""
    own, rows = from_json(own_of(kept)), kept.absorbed.order_by("pk")
    brought = [(row, read_parts(row)) for row in rows]
    after = reduce(_both, [parts for _, parts in brought], own)
    before = reduce(_both, [parts for row, parts in brought if row != gone], own)
    now = read_parts(kept)
    parts, _ = together(after, now, before)
    stays = [name for name in ONE_VALUE if getattr(now, name) != getattr(after, name)]
    if kept.status == Status.APPROVED and parts.ended_at is None:
        stays.append("ended_at")
    return replace(parts, **{name: getattr(now, name) for name in stays})


def _both(before, absorbed):
    """Return what two rows hold together; where the absorbed one was, its own row goes on saying."""
    after, _ = together(NOTHING, before, absorbed)
    return after


def _stays_first(row):
    return row.planned_from is None, row.starts_at, row.pk
