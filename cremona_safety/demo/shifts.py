"""Invented templates of a shift, and when the invented people can go out or cannot."""

import random
from datetime import time, timedelta

from cremona_safety.demo.stage import mark, moment_of
from interventions.models import Kind, Service
from interventions.services.availability import mark_availability
from interventions.services.shift_templates import save_template

# name, place by position, kind, lead, hours, how many of each service
TEMPLATES = [
    ("Presidio del pomeriggio", 0, Kind.PRESENCE, Service.POLICE, (15, 18), (2, 0)),
    ("Venerdì sera congiunto", 1, Kind.JOINT_PATROL, Service.POLICE, (19, 23), (2, 1)),
    ("Educatori nel verde", 2, Kind.CONTACT, Service.EDUCATION, (16, 19), (0, 2)),
]  # fmt: skip
DAYS_AHEAD = 21
HOUR = timedelta(hours=1)


def put_shifts(stage, *, seed=1924):
    """Put on the stage who writes three templates and who says when to go out, an hour ago."""
    chance = random.Random(seed)
    stage.add(_templates(stage))
    for person in stage.crews:
        for ahead in sorted(chance.sample(range(2, DAYS_AHEAD), 4)):
            day, is_free = stage.today + timedelta(days=ahead), chance.random() < 0.6
            stage.add(_availability(person, day, is_free, stage))


def _templates(stage):
    now = yield stage.now - HOUR
    for name, position, kind, lead, (starts, ends), wanted in TEMPLATES:
        people = [
            person
            for service, how_many in zip(Service, wanted, strict=True)
            for person in stage.of_service(service)[:how_many]
        ]
        template = save_template(
            None,
            name=name,
            hotspot=stage.places[position % len(stage.places)],
            kind=kind,
            aim="",
            lead=lead,
            starts=time(starts),
            ends=time(ends),
            people=people,
            by=stage.having("coordinator")[0],
            now=now,
        )
        mark(template)


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
