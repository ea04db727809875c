"""What is not a count of a day: states at its end, and the months that anybody may read.

``aperte``, ``in-ritardo`` and ``schede-da-approvare`` are states: each refresh overwrites today's
row, so that yesterday's row remains what was true at the end of yesterday.

``pubbliche`` and ``congiunti-pubblici`` are the numbers of a month and place that anybody may
read, on the month's first day. They are written once, and never again: a number that went from
12 to 11 would tell that one report was moved or judged otherwise (ADR 0009).

What a clock that was ahead wrote of a day to come, or of a month not yet over, is taken away.
"""

from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from hotspots.models import Hotspot
from indicators import periods
from indicators.measures import store
from indicators.models import PUBLIC_MONTHS, DailyCount, Measure, Watermark
from interventions.models import Intervention, Status
from reports.models import Category, Report

STATES = {
    Measure.REPORTS: (Measure.OPEN, Measure.LATE),
    Measure.OUTINGS: (Measure.SHEETS,),
}
SMALL = 5  # a month with fewer in a place is published as 0: "meno di 5"
TO_APPROVE = timedelta(
    days=7
)  # what the services have to approve the month's last sheets


def write_snapshots(source, today):
    """Overwrite today's rows of the states that belong to a source; return the rows written."""
    states = DailyCount.objects.filter(measure__in=STATES.get(source, ()))
    states.filter(day__gt=today).delete()
    if source == Measure.REPORTS:
        return _write_open_reports(today)
    if source == Measure.OUTINGS:
        return _write_open_sheets(today)
    return 0


def publish_months(source, now):
    """Store what the public reads of a source's last complete months, where it is not stored."""
    today = timezone.localdate(now)
    if source == Measure.REPORTS:
        counted = [row.pk for row in Category.objects.all() if row.is_counted]
        rows = DailyCount.objects.measure(Measure.REPORTS).filter(category__in=counted)
        _publish(Measure.PUBLIC, rows, periods.last_month(today), now)
    if source == Measure.OUTINGS:
        rows = DailyCount.objects.measure(Measure.JOINT).totals()
        month = periods.last_month(today - TO_APPROVE)
        _publish(Measure.PUBLIC_JOINT, rows, month, now)


def _write_open_reports(today):
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
    written = store.write(Measure.OPEN, opened, [today])
    return written + store.write(Measure.LATE, late, [today])


def _write_open_sheets(today):
    rows = (
        Intervention.objects.filter(status=Status.ENDED)
        .order_by()
        .values_list("hotspot_id")
        .annotate(waiting=Count("pk"))
    )
    sheets = {(today, hotspot, ""): waiting for hotspot, waiting in rows}
    return store.write(Measure.SHEETS, sheets, [today])


def _publish(measure, counted, last, now):
    """Write the public number of each place of the programme, once for each month up to ``last``.

    A month that ended while nothing ran is written at the next run; one before anything was
    counted never is.
    """
    DailyCount.objects.measure(measure).filter(day__gt=last.first).delete()
    months = _unpublished(measure, counted, periods.months_until(last, PUBLIC_MONTHS))
    if not months:
        return
    sums = {
        (hotspot, month): value
        for hotspot, month, value in counted.between(
            months[0].first, last.last
        ).by_month("hotspot")
    }
    places = list(Hotspot.objects.programme())
    DailyCount.objects.bulk_create(
        DailyCount(
            measure=measure,
            day=month.first,
            hotspot=hotspot,
            value=_without_small(sums.get((hotspot.pk, month.first), 0)),
        )
        for month in months
        for hotspot in places
    )
    Watermark.objects.update_or_create(measure=measure, defaults={"computed_at": now})


def _unpublished(measure, counted, months):
    rows = DailyCount.objects.measure(measure)
    stored = set(
        rows.between(months[0].first, months[-1].last).values_list("day", flat=True)
    )
    missing = [month for month in months if month.first not in stored]
    if not missing:
        return []
    first = counted.first_day()
    return [m for m in missing if m == months[-1] or (first and first <= m.last)]


def _without_small(value):
    return value if value >= SMALL else 0
