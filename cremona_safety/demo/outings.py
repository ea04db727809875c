"""The rhythm of the invented outings: which shift comes back when, and who goes."""

import random
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from cremona_safety.demo.roster import Roster
from cremona_safety.demo.stage import moment_of
from interventions.models import Kind, Service, Trigger, service_of
from reports.models import Report
from texts.days import minutes_between

AHEAD = 21  # days already planned
WORKDAYS, EVERY_DAY = range(5), range(7)
FIRST_JOINT, LAST_JOINT = 0.05, 0.55  # share of outings with both services
AUGUST = 8
ANSWERS_WITHIN = timedelta(days=10)
SPOT_HOURS = [9, 10, 11, 14, 15, 16, 17, 17, 18, 18, 19, 20, 21, 22]


@dataclass(frozen=True)
class Shift:
    """A shift of the week; ``place`` is a position in the programme's list of places."""

    days: tuple
    starts: time
    minutes: int
    place: int
    kind: Kind
    service: Service
    people: int
    often: float = 0.95  # in how many of its weeks it is planned


SHIFTS = [
    Shift((1, 3, 5), time(10), 90, 1, Kind.FOOT, Service.POLICE, 1),
    Shift(WORKDAYS, time(15, 30), 150, 0, Kind.PRESENCE, Service.POLICE, 2),
    Shift((5,), time(16), 120, 0, Kind.PRESENCE, Service.POLICE, 2),
    Shift((1, 3), time(16, 30), 150, 1, Kind.CONTACT, Service.EDUCATION, 2),
    Shift((5,), time(17), 120, 2, Kind.MEDIATION, Service.EDUCATION, 2, 0.7),
    Shift((0, 2), time(17, 30), 120, 2, Kind.FOOT, Service.POLICE, 2),
    Shift((4,), time(19), 240, 1, Kind.CHECK, Service.POLICE, 2),
    Shift((3,), time(20, 30), 150, 0, Kind.FORCES, Service.POLICE, 3, 0.25),
]  # fmt: skip
TODAYS = Shift(EVERY_DAY, time(17), 120, 0, Kind.PRESENCE, Service.POLICE, 2)


@dataclass
class Outing:
    """One outing before it is written: when, where, why, who."""

    start: datetime
    end: datetime
    place: object
    kind: str
    trigger: str
    people: list
    series: UUID | None = None
    promised: bool = False  # never called off

    @property
    def day(self):
        return timezone.localdate(self.start)

    @property
    def minutes(self):
        return minutes_between(self.start, self.end)

    @property
    def lead(self):
        """The service of the first of the crew, who begins it."""
        return service_of(self.people[0])

    @property
    def services(self):
        there = {service_of(person) for person in self.people}
        return [service for service in Service if service in there]


def answered_by(outing):
    """Return the last report received at its place before, if it is recent, or None."""
    recent = outing.start - ANSWERS_WITHIN, outing.start
    reports = Report.objects.filter(hotspot=outing.place, received_at__range=recent)
    return reports.order_by("received_at", "pk").last()


class Planner:
    """Draw the outings of a stretch of days, in order of time."""

    def __init__(self, stage, *, days, chance):
        self.places, self.now, self.today = stage.places, stage.now, stage.today
        self.days, self.chance = days, chance
        rest = timedelta(hours=settings.REST_HOURS)
        self.roster = Roster(stage.crews, chance, rest=rest)
        officers, educators = (self.roster.of[service] for service in Service)
        self.first = [*officers[:2], *educators[:1]]  # who a visitor signs in as
        self.second = [*officers[2:3], *educators[1:2]]
        # whoever tries to plan an outing today finds somebody free
        self.spared = [*officers[4:], *educators[3:]]

    def outings(self):
        drawn = []
        for ahead in range(-self.days, AHEAD + 1):
            day = self.today + timedelta(days=ahead)
            drawn += self._promised(day)
            drawn += filter(None, [self._planned(s, day) for s in self._shifts(day)])
            if day < self.today:
                drawn += filter(None, [self._on_the_spot(day)])
        return sorted(drawn, key=lambda outing: outing.start)

    def _promised(self, day):
        """Return what a demonstration must have: something going on, today and tomorrow."""
        ahead = (day - self.today).days
        if ahead not in (0, 1):
            return []
        promised = [self._outing(TODAYS, day, self.places[0], self.first)]
        if ahead == 0 and 8 <= timezone.localtime(self.now).hour < 23:
            start = self.now.replace(second=0, microsecond=0) - timedelta(minutes=35)
            going_on = self._outing(TODAYS, day, self.places[-1], self.second)
            going_on.start, going_on.end = start, start + timedelta(minutes=120)
            promised.append(going_on)
        for outing in promised:
            outing.promised = True
            self.roster.take(outing.people, outing.start, outing.end)
        return promised

    def _shifts(self, day):
        quiet = 0.6 if day.month == AUGUST else 1
        return [
            shift
            for shift in SHIFTS
            if day.weekday() in shift.days
            and self.chance.random() < shift.often * quiet
        ]

    def _planned(self, shift, day):
        start = moment_of(day, shift.starts)
        end = start + timedelta(minutes=shift.minutes)
        spared = self.spared if abs((day - self.today).days) <= 1 else ()
        people = self.roster.pick(
            shift.service, shift.people, start, end, without=spared
        )
        if self._is_joint(day):
            other = next(service for service in Service if service != shift.service)
            how_many = self.chance.choice([1, 1, 2])
            people = people + self.roster.pick(
                other, how_many, start, end, without=spared
            )
        if not people:
            return None
        self.roster.take(people, start, end)
        outing = self._outing(shift, day, self._place(shift), people)
        week = f"{SHIFTS.index(shift)} {day.weekday()} {day:%Y} {day.month // 4}"
        outing.series = UUID(int=random.Random(week).getrandbits(128))
        return outing

    def _outing(self, shift, day, place, people):
        start = moment_of(day, shift.starts)
        return Outing(
            start=start,
            end=start + timedelta(minutes=shift.minutes),
            place=place,
            kind=_kind_of(shift, people),
            trigger=Trigger.PLANNED,
            people=people,
        )

    def _on_the_spot(self, day):
        """Return an outing nobody had planned, for a report or a call, one day in four."""
        if self.chance.random() > 0.25:
            return None
        hour = self.chance.choice(SPOT_HOURS)
        start = moment_of(day, time(hour, self.chance.randrange(60)))
        end = start + timedelta(minutes=self.chance.randrange(20, 65))
        people = self.roster.pick(Service.POLICE, 2, start, end)
        if not people:
            return None
        self.roster.take(people, start, end)
        return Outing(
            start=start,
            end=end,
            place=self.chance.choice([*self.places, None]),
            kind=self.chance.choice([Kind.CHECK, Kind.CHECK, Kind.ASSISTANCE]),
            trigger=self.chance.choice([Trigger.REPORT, Trigger.CALL]),
            people=people,
        )

    def _is_joint(self, day):
        passed = min(1, 1 - (self.today - day).days / self.days)
        return self.chance.random() < FIRST_JOINT + (LAST_JOINT - FIRST_JOINT) * passed

    def _place(self, shift):
        if self.chance.random() < 0.85:
            return self.places[shift.place % len(self.places)]
        return self.chance.choice(self.places)


def _kind_of(shift, people):
    services = {service_of(person) for person in people}
    patrols = {Kind.PRESENCE, Kind.FOOT, Kind.CHECK}
    if len(services) > 1 and shift.kind in patrols:
        return Kind.JOINT_PATROL
    return shift.kind
