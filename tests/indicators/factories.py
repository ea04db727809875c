"""Reports as the measures see them: a day, a place, a category, a state."""

from datetime import datetime, time, timedelta
from itertools import count

from django.utils import timezone

from indicators.models import DailyCount, Measure, Watermark
from reports.models import Category, Outcome, Report, Status
from tests.moments import ROME

NUMBERS = count(1)


def make_reports(
    number, *, on, hotspot=None, category="rifiuti", closed=True, **fields
):
    """Write ``number`` reports received on the day ``on`` and return them."""
    fields = {
        "status": Status.CLOSED if closed else Status.RECEIVED,
        "outcome": Outcome.SOLVED if closed else "",
        "due_on": on + timedelta(days=30),
    } | fields
    return Report.objects.bulk_create(
        Report(
            code=f"CR-2026-{next(NUMBERS):06}",
            key_hash="",
            category=make_category(category),
            latitude=45.135,
            longitude=10.023,
            cell=0,
            location_source=Report.LocationSource.MAP,
            hotspot=hotspot,
            occurred_on=on,
            received_at=datetime.combine(on, time(12), ROME),
            received_on=on,
            **fields,
        )
        for _ in range(number)
    )


def make_category(code):
    return Category.objects.get_or_create(
        code=code,
        defaults={
            "label": code.capitalize(),
            "label_en": code,
            "stop": Category.Stop.NEVER,
            "publication": Category.Publication.COUNT,
        },
    )[0]


def make_count(value, *, day, hotspot=None, category="", measure=Measure.REPORTS):
    return DailyCount.objects.create(
        measure=measure, day=day, hotspot=hotspot, category=category, value=value
    )


def make_watermark(*, at=None, version=1):
    at = at or timezone.now()
    return Watermark.objects.create(
        measure=Measure.REPORTS,
        seen_until=at,
        computed_at=at,
        first_day=DailyCount.objects.first_day(),
        version=version,
    )


def stored(measure=Measure.REPORTS):
    """Return {(day, place's slug or None, category): value} as the table has it."""
    rows = DailyCount.objects.filter(measure=measure)
    return {
        (day, slug, category): value
        for day, slug, category, value in rows.values_list(
            "day", "hotspot__slug", "category", "value"
        )
    }
