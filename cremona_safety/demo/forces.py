"""Invented monthly counts of the other forces, each month from a file of its own."""

import hashlib
import random
from datetime import time, timedelta

from cremona_safety.demo.stage import moment_of
from forces.models import Force, ForceCount
from forces.rows import Line
from forces.services import import_counts
from interventions.models import ActKind, Kind

MONTHS = 24
KINDS = {Kind.CHECK: 5, Kind.FORCES: 1, ActKind.FINE: 2, ActKind.PREFECT: 1}
HOW_OFTEN = {Force.STATE_POLICE: 1.3, Force.CARABINIERI: 1.1, Force.FINANCE: 0.4}


def put_force_counts(stage, *, seed=1924):
    """Put on the stage the imports of 24 months, up to the last whole one."""
    chance = random.Random(seed)
    first = stage.today.replace(day=1)
    for _ in range(MONTHS):
        imported = min(moment_of(first, time(8, 40)), stage.now)
        first = (first - timedelta(days=1)).replace(day=1)
        stage.add(_lived(_lines(first, stage.places, chance), imported, stage))


def _lines(month, places, chance):
    counts = [
        (force, place and place.pk, kind, often * mean)
        for force, often in HOW_OFTEN.items()
        for place in [*places, None]
        for kind, mean in KINDS.items()
    ]
    return [
        Line(row, force, place, month, kind, max(0, round(chance.gauss(mean, 1.2))))
        for row, (force, place, kind, mean) in enumerate(counts, 2)
    ]


def _lived(lines, at, stage):
    month = lines[0].month
    name = f"conteggi-{month:%Y-%m}-dimostrazione.csv"
    digest = hashlib.sha256(name.encode()).hexdigest()
    by = stage.having("coordinator")[0]
    now = yield at
    import_counts(lines, by=by, file_name=name, digest=digest, now=now)
    ForceCount.objects.filter(month=month).update(is_demo=True)
