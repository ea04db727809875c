"""Invented templates of a shift, and when the invented people can go out or cannot."""

import random
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from interventions.models import (
    Availability,
    Kind,
    Service,
    ShiftTemplate,
    service_of,
)

# name, place by position, kind, lead, hours, how many of each service
TEMPLATES = [
    ("Presidio del pomeriggio", 0, Kind.PRESENCE, Service.POLICE, (15, 18), (2, 0)),
    ("Venerdì sera insieme", 1, Kind.JOINT_PATROL, Service.POLICE, (19, 23), (2, 1)),
    ("Educatori nel verde", 2, Kind.CONTACT, Service.EDUCATION, (16, 19), (0, 2)),
]  # fmt: skip
DAYS_AHEAD = 21


def make_shifts(places, people, *, today, seed=1924):
    """Write three templates and three weeks of availability."""
    chance = random.Random(seed)
    for name, position, kind, lead, (starts, ends), wanted in TEMPLATES:
        template = ShiftTemplate.objects.create(
            name=name,
            hotspot=places[position % len(places)],
            kind=kind,
            lead=lead,
            starts=time(starts),
            ends=time(ends),
            is_demo=True,
        )
        for service, how_many in zip(Service, wanted, strict=True):
            own = [person for person in people if service_of(person) == service]
            template.people.add(*own[:how_many])
    Availability.objects.bulk_create(_availability(people, today, chance))


def _availability(people, today, chance):
    zone = ZoneInfo(settings.TIME_ZONE)
    for person in people:
        if service_of(person) is None:
            continue
        for ahead in sorted(chance.sample(range(2, DAYS_AHEAD), 4)):
            day = today + timedelta(days=ahead)
            free = chance.random() < 0.6
            starts, ends = (time(14), time(20)) if free else (time(7), time(13))
            yield Availability(
                person=person,
                starts_at=datetime.combine(day, starts, zone),
                ends_at=datetime.combine(day, ends, zone),
                is_free=free,
            )
