"""From the raw rows to the stored figures: the only code that reads across apps.

The measure ``segnalazioni`` counts reports by the day the Comune received them, the place and
the category. Every report received counts once and for ever, also one that an officer merged
into another or closed as unfounded: it measures how many times citizens spoke, and a figure
already read by somebody must not fall because the office tidied its desk.

``aperte`` and ``in-ritardo`` are states, not counts of a day: each refresh overwrites today's
row, so that yesterday's row remains what was true at the end of yesterday.

``pubbliche`` is the number of a month and place that anybody may read, on the month's first day.
It is written once, at the first run after the month's end, and never again: a number that went
from 12 to 11 would tell that one report was moved or judged otherwise.
"""

import logging
from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone

from hotspots.models import Hotspot
from indicators import periods
from indicators.models import DailyCount, Measure, Watermark
from reports.models import Category, Report

logger = logging.getLogger(__name__)

# A transaction that was open at the last refresh may commit rows dated before it.
OVERLAP = timedelta(minutes=5)
BATCH = 1000
SMALL = 5  # a month with fewer reports in a place is published as 0: "meno di 5"


@transaction.atomic
def refresh():
    """Bring into the figures what changed since the last time; return the rows written.

    Counts again the whole days touched by a changed report, all places and categories, with
    one grouped query, and writes only the rows that differ: running it twice, or two at once,
    gives the same figures.
    """
    watermark, started = _lock(), timezone.now()
    days = None if watermark.seen_until is None else _changed_days(watermark.seen_until)
    written = 0
    if days is None or days:
        written += _write(Measure.REPORTS, _count_reports(days), days)
    written += _write_snapshot(timezone.localdate(started))
    _advance(watermark, started, written)
    _publish_month(started)
    return written


@transaction.atomic
def recompute():
    """Count everything again; return (rows that differed, rows nobody expected to differ).

    A day with a report changed since the last refresh is expected to differ; any other
    difference means that a change escaped the refresh, and is logged as a warning.
    """
    watermark, started = _lock(), timezone.now()
    known = watermark.seen_until is not None
    fresh = _count_reports(None)
    differences = _differences(fresh, _stored(Measure.REPORTS, None))
    expected = set(_changed_days(watermark.seen_until)) if known else None
    unexpected = [key for key in differences if known and key[0] not in expected]
    written = _apply(Measure.REPORTS, differences, fresh)
    written += _write_snapshot(timezone.localdate(started))
    _advance(watermark, started, written)
    _publish_month(started)
    if unexpected:
        days = sorted({key[0] for key in unexpected})
        logger.warning(
            "recompute: %s rows differed unexpectedly, days %s to %s",
            len(unexpected),
            days[0],
            days[-1],
        )
    return len(differences), len(unexpected)


def _lock():
    """Return the watermark, locked until the end of the transaction."""
    Watermark.objects.get_or_create(measure=Measure.REPORTS)
    return Watermark.objects.select_for_update().get(measure=Measure.REPORTS)


def _advance(watermark, started, written):
    watermark.seen_until = watermark.computed_at = started
    if written:
        watermark.version += 1
        watermark.first_day = (
            DailyCount.objects.measure(Measure.REPORTS).totals().first_day()
        )
    watermark.save()


def _changed_days(seen_until):
    """Days of receipt of the reports changed since the watermark, less the overlap."""
    return list(
        Report.objects.filter(updated_at__gt=seen_until - OVERLAP)
        .order_by()
        .values_list("received_on", flat=True)
        .distinct()
    )


def _count_reports(days):
    """Return {(day, hotspot id, category): reports}, with "" for all the categories.

    ``days`` None means every day.
    """
    reports = Report.objects.order_by()
    if days is not None:
        reports = reports.filter(received_on__in=days)
    groups = reports.values_list("received_on", "hotspot_id", "category_id")
    counts, totals = {}, Counter()
    for day, hotspot, category, value in groups.annotate(value=Count("*")):
        counts[day, hotspot, category] = value
        totals[day, hotspot, ""] += value
    counts.update(totals)
    return counts


def _write_snapshot(today):
    """Overwrite today's rows of the open and the late reports; return the rows written."""
    rows = (
        Report.objects.open()
        .order_by()
        .values_list("hotspot_id")
        .annotate(open=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    )
    opened, late = {}, {}
    for hotspot, open_count, late_count in rows:
        opened[today, hotspot, ""] = open_count
        if late_count:
            late[today, hotspot, ""] = late_count
    return _write(Measure.OPEN, opened, [today]) + _write(Measure.LATE, late, [today])


def _publish_month(now):
    """Store what the public reads of the last complete month, unless it is already stored."""
    month = periods.last_month(timezone.localdate(now))
    public = DailyCount.objects.measure(Measure.PUBLIC)
    if public.between(month.first, month.first).exists():
        return
    counted = [
        category.pk for category in Category.objects.all() if category.is_counted
    ]
    sums = dict(
        DailyCount.objects.measure(Measure.REPORTS)
        .between(*month)
        .filter(category__in=counted)
        .order_by()
        .values_list("hotspot")
        .annotate(sum=Sum("value"))
    )
    rows = []
    for hotspot in Hotspot.objects.programme():
        value = sums.get(hotspot.pk, 0)
        if value < SMALL:
            value = 0
        rows.append(
            DailyCount(
                measure=Measure.PUBLIC, day=month.first, hotspot=hotspot, value=value
            )
        )
    DailyCount.objects.bulk_create(rows)
    Watermark.objects.update_or_create(
        measure=Measure.PUBLIC, defaults={"computed_at": now}
    )


def _write(measure, fresh, days):
    return _apply(measure, _differences(fresh, _stored(measure, days)), fresh)


def _stored(measure, days):
    """Return {(day, hotspot id, category): value} as the table has it now."""
    rows = DailyCount.objects.measure(measure).order_by()
    if days is not None:
        rows = rows.filter(day__in=days)
    return {
        (day, hotspot, category): value
        for day, hotspot, category, value in rows.values_list(
            "day", "hotspot_id", "category", "value"
        )
    }


def _differences(fresh, stored):
    """Return the keys whose value is not the same on both sides."""
    if fresh == stored:
        return set()
    return {key for key, _ in fresh.items() ^ stored.items()}


def _apply(measure, differences, fresh):
    """Make the table equal to ``fresh`` on the keys that differ; return how many."""
    if not differences:
        return 0
    days = {day for day, _, _ in differences}
    gone, changed, new = [], [], differences & fresh.keys()
    for row in DailyCount.objects.measure(measure).filter(day__in=days):
        key = (row.day, row.hotspot_id, row.category)
        if key in new:
            row.value = fresh[key]
            changed.append(row)
            new.discard(key)
        elif key in differences:
            gone.append(row.pk)
    DailyCount.objects.filter(pk__in=gone).delete()
    DailyCount.objects.bulk_update(changed, ["value"], batch_size=BATCH)
    DailyCount.objects.bulk_create(
        [
            DailyCount(
                measure=measure,
                day=day,
                hotspot_id=hotspot,
                category=category,
                value=fresh[day, hotspot, category],
            )
            for day, hotspot, category in new
        ],
        batch_size=BATCH,
    )
    return len(differences)
