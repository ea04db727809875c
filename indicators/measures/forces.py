"""The other forces' monthly counts, as the day of the month's beginning."""

from collections import Counter

from django.db.models import Q

from forces.models import ForceCount, ForceImport
from indicators.models import Measure


def changed_days(since):
    """Return None, all of them, when a count or an import changed after ``since``; else nothing.

    They are few, and an import taken back deletes rows: counting all costs less than knowing.
    """
    imports = ForceImport.objects.filter(Q(at__gt=since) | Q(undone_at__gt=since))
    counts = ForceCount.objects.filter(updated_at__gt=since)
    return None if imports.exists() or counts.exists() else []


def count(days):
    """Return the interventions by month, place and force; one query, always every month."""
    found = Counter()
    for month, hotspot, force, value in ForceCount.objects.order_by().values_list(
        "month", "hotspot_id", "force", "count"
    ):
        found[month, hotspot, force] += value
        found[month, hotspot, ""] += value
    return {Measure.FORCES: {key: value for key, value in found.items() if value}}
