"""A month of turns on one page: a row for each person, a column for each day."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from hotspots.models import ELSEWHERE_LABEL
from interventions.models import Availability, Intervention, Status
from interventions.planning.gaps import gaps_of_week
from interventions.planning.rest import minutes_of, shifts_of
from interventions.planning.week import days_from
from interventions.record.hours import end_of, is_unregistered
from texts.days import hours_between, last_of, midnight, monday_of
from texts.hours import instant

NIGHT = time(0), time(5)  # a turn that touches these hours is a night
USUAL_DAYS = 60
USUAL = 3


@dataclass(frozen=True)
class Turn:
    """One outing in the row of one of its people."""

    outing: Intervention
    initials: str
    starts_at: datetime
    ends_at: datetime
    is_tired: bool = False  # it begins a shift too soon after the one before

    @property
    def hours(self):
        return hours_between(self.starts_at, self.ends_at)

    @property
    def is_draft(self):
        return self.outing.status == Status.DRAFT

    @property
    def is_unregistered(self):
        return is_unregistered(self.outing)

    @property
    def is_night(self):
        dawn = timezone.localtime(self.ends_at).date()
        return any(
            self.starts_at < instant(day, NIGHT[1])
            and self.ends_at > instant(day, NIGHT[0])
            for day in (self.outing.day, dawn)
        )


@dataclass
class Cell:
    day: date
    turns: list = field(default_factory=list)
    said: tuple | None = (
        None  # (whether they can go out, in which hours if not all day)
    )


@dataclass
class Row:
    """A person: a cell a day; minutes and nights of the month, minutes of each of its weeks."""

    person: User
    cells: list
    minutes: int = 0
    nights: int = 0
    weeks: list = field(
        default_factory=list
    )  # (Monday, minutes, whether they are too many)

    @property
    def busy(self):
        """The days on which there is something to read."""
        return [cell for cell in self.cells if cell.turns or cell.said]


def mondays_of(first):
    """Return the Mondays of the weeks that a month touches."""
    weeks = (last_of(first) - monday_of(first)).days // 7 + 1
    return [monday_of(first) + timedelta(weeks=n) for n in range(weeks)]


def initials_of(places):
    """Return {place: two letters}, ``PR``; of two with the same, the second says ``PR2``.

    They are of its first and last word, or the first two of the only one: a day has no more room.
    """
    found, known = {}, Counter()
    for place in places:
        name = place.name if place else ELSEWHERE_LABEL
        words = [word for word in name.split() if word[0].isalnum()] or [name]
        first, last = words[0], words[-1]
        letters = (first[0] + last[0] if len(words) > 1 else first[:2]).upper()
        known[letters] += 1
        found[place] = f"{letters}{known[letters]}" if known[letters] > 1 else letters
    return found


def rows_of(first, people, outings, initials):
    """Return a ``Row`` for each of ``people``; ``outings`` are of the whole weeks of the month."""
    days = days_from(first, (last_of(first) - first).days + 1)
    mondays = mondays_of(first)
    turns, said = defaultdict(list), _availability(people, days)
    for outing in outings:
        turn = Turn(outing, initials[outing.hotspot], outing.starts_at, end_of(outing))
        for member in outing.crew.all():
            turns[member.person_id].append(turn)
    return [
        _row(person, days, mondays, turns[person.pk], said[person.pk])
        for person in people
    ]


def strays_of(first, people, outings):
    """Return a ``Turn`` for each draft of the month that is in the row of none of ``people``."""
    shown = {person.pk for person in people}
    return [
        Turn(outing, "", outing.starts_at, end_of(outing))
        for outing in outings
        if outing.status == Status.DRAFT
        and first <= outing.day <= last_of(first)
        and shown.isdisjoint(member.person_id for member in outing.crew.all())
    ]


def gaps_of_month(first, outings, needy):
    """Return {day: slugs of the places where presence lacks} of the days of a month."""
    found = defaultdict(set)
    for monday in mondays_of(first):
        week = [o for o in outings if monday_of(o.day) == monday]
        for slug, day in gaps_of_week(monday, week, needy):
            found[day].add(slug)
    return found


def usual_hours(service):
    """Return the hours, (starts, ends) of the clock, that a service planned most of late."""
    since = timezone.localdate() - timedelta(days=USUAL_DAYS)
    planned = Intervention.objects.filter(lead=service, day__gte=since).exclude(
        planned_from=None
    )
    found = Counter(
        (timezone.localtime(starts).time(), timezone.localtime(ends).time())
        for starts, ends in planned.values_list("planned_from", "planned_until")
    )
    return [hours for hours, _ in found.most_common(USUAL)]


def _row(person, days, mondays, turns, said):
    shifts = shifts_of((turn.starts_at, turn.ends_at) for turn in turns)
    rest = timedelta(hours=settings.REST_HOURS)
    tired = {
        after[0] for before, after in pairwise(shifts) if after[0] - before[1] < rest
    }
    turns = [replace(turn, is_tired=turn.starts_at in tired) for turn in turns]
    cells = [
        Cell(day, [t for t in turns if t.outing.day == day], said.get(day))
        for day in days
    ]
    mine = [turn for cell in cells for turn in cell.turns]
    weeks = []
    for monday in mondays:
        spans = [t for t in turns if monday_of(t.outing.day) == monday]
        minutes = _minutes(spans)
        weeks.append((monday, minutes, minutes > settings.WEEKLY_HOURS * 60))
    return Row(person, cells, _minutes(mine), sum(t.is_night for t in mine), weeks)


def _availability(people, days):
    """Return {person: {day: what a ``Cell`` says}}; who cannot has the last word."""
    found = defaultdict(dict)
    after = midnight(days[-1] + timedelta(days=1))
    rows = Availability.objects.between(midnight(days[0]), after)
    rows = rows.filter(person__in=[person.pk for person in people])
    for row in rows.order_by("-is_free", "pk"):
        for day in days:
            start, end = midnight(day), midnight(day + timedelta(days=1))
            if row.starts_at < end and row.ends_at > start:
                span = max(row.starts_at, start), min(row.ends_at, end)
                hours = "" if span == (start, end) else hours_between(*span)
                found[row.person_id][day] = row.is_free, hours
    return found


def _minutes(turns):
    return minutes_of((turn.starts_at, turn.ends_at) for turn in turns)
