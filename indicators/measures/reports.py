"""Counts of citizens' reports."""

from collections import Counter

from django.db.models import Count

from indicators.models import Measure
from reports.models import Report


def changed_days(since):
    """Return the days of receipt of the reports changed after ``since``."""
    return list(
        Report.objects.filter(updated_at__gt=since)
        .order_by()
        .values_list("received_on", flat=True)
        .distinct()
    )


def count(days):
    """Return the reports of ``days`` (None: all) by day, place and category; one query."""
    reports = Report.objects.order_by()
    if days is not None:
        reports = reports.filter(received_on__in=days)
    groups = reports.values_list("received_on", "hotspot_id", "category_id")
    counts, totals = {}, Counter()
    for day, hotspot, category, value in groups.annotate(value=Count("*")):
        counts[day, hotspot, category] = value
        totals[day, hotspot, ""] += value
    counts.update(totals)
    return {Measure.REPORTS: counts}
