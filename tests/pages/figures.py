"""Stored figures for the pages: what the tasks of indicators would have left."""

from datetime import timedelta

from django.utils import timezone

from hotspots.models import Hotspot
from indicators import measures
from tests.indicators.factories import make_reports


def count_last_month(values):
    """Receive so many reports in each place, {slug: number}, last month, and refresh."""
    day = timezone.localdate().replace(day=1) - timedelta(days=1)
    for slug, number in values.items():
        make_reports(number, on=day, hotspot=Hotspot.objects.get(slug=slug))
    measures.refresh()
