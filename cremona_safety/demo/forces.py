"""Invented monthly counts of the other forces, and the file the last month came from."""

import hashlib
import random
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from forces.models import Force, ForceChange, ForceCount, ForceImport
from interventions.models import ActKind, Kind

MONTHS = 24
KINDS = {Kind.CHECK: 5, Kind.FORCES: 1, ActKind.FINE: 2, ActKind.PREFECT: 1}
HOW_OFTEN = {Force.STATE_POLICE: 1.3, Force.CARABINIERI: 1.1, Force.FINANCE: 0.4}


def make_force_counts(places, by, *, today, seed=1924):
    """Write 24 months of counts up to the last whole one; return how many."""
    chance = random.Random(seed)
    counts = [
        ForceCount(
            force=force,
            hotspot=place,
            month=month,
            kind=kind,
            count=max(0, round(chance.gauss(often * mean, 1.2))),
            updated_by=by,
            is_demo=True,
        )
        for month in _whole_months(today)
        for force, often in HOW_OFTEN.items()
        for place in [*places, None]
        for kind, mean in KINDS.items()
    ]
    ForceCount.objects.bulk_create(counts, batch_size=500)
    last = max(count.month for count in counts)
    _import([count for count in counts if count.month == last], by, today=today)
    return len(counts)


def _whole_months(today):
    first = today.replace(day=1)
    for _ in range(MONTHS):
        first = (first - timedelta(days=1)).replace(day=1)
        yield first


def _import(counts, by, *, today):
    month = counts[0].month
    name = f"conteggi-{month:%Y-%m}-dimostrazione.csv"
    batch = ForceImport.objects.create(
        file_name=name,
        digest=hashlib.sha256(name.encode()).hexdigest(),
        by=by,
        at=_morning(max(date(today.year, today.month, 1), today - timedelta(days=3))),
        rows=len(counts),
    )
    ForceChange.objects.bulk_create(
        ForceChange(
            batch=batch,
            force=count.force,
            hotspot=count.hotspot,
            month=count.month,
            kind=count.kind,
            after=count.count,
        )
        for count in counts
    )


def _morning(day):
    return datetime.combine(day, time(8, 40), ZoneInfo(settings.TIME_ZONE))
