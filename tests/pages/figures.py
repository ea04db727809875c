"""Stored figures for the pages: what the tasks of indicators would have left."""

from datetime import timedelta

from django.utils import timezone

from hotspots.models import Hotspot
from indicators.models import DailyCount, Measure, Watermark


def count_last_month(slug, value, category="rifiuti"):
    """Store ``value`` reports of one category on the last day of last month."""
    day = timezone.localdate().replace(day=1) - timedelta(days=1)
    hotspot = Hotspot.objects.get(slug=slug)
    for code in ["", category]:
        DailyCount.objects.create(
            measure=Measure.REPORTS,
            day=day,
            hotspot=hotspot,
            category=code,
            value=value,
        )
    now = timezone.now()
    Watermark.objects.update_or_create(
        measure=Measure.REPORTS, defaults={"seen_until": now, "computed_at": now}
    )
