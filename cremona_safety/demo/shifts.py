"""When the invented people can go out or cannot."""

import random
from datetime import time, timedelta

from cremona_safety.demo.stage import moment_of
from interventions.services.availability import mark_availability

DAYS_AHEAD = 21
HOUR = timedelta(hours=1)


def put_shifts(stage, *, seed=1924):
    """Put on the stage who says when to go out, or not, an hour ago."""
    chance = random.Random(seed)
    for person in stage.crews:
        for ahead in sorted(chance.sample(range(2, DAYS_AHEAD), 4)):
            day, is_free = stage.today + timedelta(days=ahead), chance.random() < 0.6
            stage.add(_availability(person, day, is_free, stage))


def _availability(person, day, is_free, stage):
    starts, ends = (time(14), time(20)) if is_free else (time(7), time(13))
    now = yield stage.now - HOUR
    mark_availability(
        starts_at=moment_of(day, starts),
        ends_at=moment_of(day, ends),
        is_free=is_free,
        by=person,
        now=now,
    )
