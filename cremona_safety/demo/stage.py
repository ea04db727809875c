"""Where the invented lives are played in the order of time, through the verbs of the portal.

A *life* is a generator: it yields the moment of its next act, is resumed with it, and does the
act by calling a verb with that ``now``. What would come after the present never happens.
"""

import heapq
from datetime import UTC, datetime, time, timedelta
from itertools import count

from django.conf import settings
from django.utils import timezone

from interventions.models import Service, service_of
from interventions.retention import freeze_crews
from jobs.models import Outbox
from texts.days import midnight

# what is older is written by ``demo.past``: its reports are closed, its outings approved
LIVED = timedelta(days=60)
SETTLED = timedelta(days=5)  # by then who went out has approved
NIGHT = time(3, 10)


class Stage:
    """The invented people and places, the present (aware), and the lives still to play."""

    def __init__(self, places, people, *, now, lived=LIVED):
        self.places, self.people, self.now = places, people, now.astimezone(UTC)
        self.today = timezone.localdate(now)
        named = timedelta(days=settings.CREW_NAME_DAYS) + SETTLED
        self.first_day = self.today - max(lived, named)
        self.since = midnight(self.first_day)
        self._numbers, self._waiting = count(), []

    def having(self, *roles):
        """Return the people who have one of some roles."""
        return [person for person in self.people if person.role_id in roles]

    def of_service(self, service):
        return [person for person in self.people if service_of(person) == service]

    @property
    def crews(self):
        """Return who goes out, the officers first."""
        return [person for service in Service for person in self.of_service(service)]

    def add(self, life):
        """Put on the stage a life that has not begun; also while others are played."""
        self._wait_for(life, next(life, None))

    def play(self):
        """Play all the lives up to the present; their mails were delivered in their time."""
        last = Outbox.objects.values_list("pk", flat=True).first() or 0
        self.add(self._nights())
        while self._waiting and self._waiting[0][0] <= self.now:
            moment, _, life = heapq.heappop(self._waiting)
            self._wait_for(life, _next_moment(life, moment))
        Outbox.objects.filter(pk__gt=last).update(
            done_at=self.now, payload={}, open_key=None
        )

    def _wait_for(self, life, moment):
        if moment is not None:
            heapq.heappush(self._waiting, (moment, next(self._numbers), life))

    def _nights(self):
        """Let the names of the crews go when their time is over, as every night."""
        for ahead in range((self.today - self.first_day).days + 1):
            now = yield moment_of(self.first_day + timedelta(days=ahead), NIGHT)
            freeze_crews(now)


def moment_of(day, clock):
    """Return the moment in which the clock on the wall says ``clock``.

    It is in UTC, like all the moments of the demonstration: to add minutes to it is to wait for
    them, also in the nights when the clock on the wall is moved.
    """
    return timezone.make_aware(datetime.combine(day, clock)).astimezone(UTC)


def mark(row, **fields):
    """Say of a row that a verb has just written that it is invented; return it.

    ``fields`` are what no verb lets one choose: the code.
    """
    row.is_demo = True
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=["is_demo", *fields])
    return row


def one_of(weighted, chance):
    """Draw from [(what, weight)]."""
    return chance.choices([what for what, _ in weighted], [w for _, w in weighted])[0]


def _next_moment(life, moment):
    try:
        return life.send(moment)
    except StopIteration:
        return None
