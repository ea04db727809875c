"""How much the two services were in a place: one computation for pages, files and indicators.

*Day*: a local date with at least one approved outing at the place; an outing over midnight is
of the day it began. *Turn*: one person in one outing. *Hours*: the time in which somebody was
there; where two outings at one place overlap, that time counts once, on the outing that began
first. Person-hours of a service are another thing: three people for two hours are six.

Only approved outings count. Averages are over the days of the period, those without an outing
too. The presence published in 2025, 490 turns and 597 hours over 199 days, gives 3.0 hours and
2.5 turns a day.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from django.db.models import Sum

from interventions.models import Act, Service, Tally
from texts.days import minutes_between

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Spell:
    """What one approved outing adds to the presence at its place (None: elsewhere in town).

    ``minutes`` are those in which nobody of an earlier outing was already there.
    """

    hotspot_id: int | None
    day: date
    minutes: int
    officers: int
    educators: int
    officer_minutes: int
    educator_minutes: int

    @property
    def month(self):
        """The first day of its month."""
        return self.day.replace(day=1)

    @property
    def is_joint(self):
        return self.officers > 0 and self.educators > 0

    @property
    def turns(self):
        return self.officers + self.educators

    def turns_of(self, service):
        """How many people of a ``Service`` were there."""
        of = {Service.POLICE: self.officers, Service.EDUCATION: self.educators}
        return of[service]

    def minutes_of(self, service):
        """The person-minutes of a ``Service``."""
        of = {
            Service.POLICE: self.officer_minutes,
            Service.EDUCATION: self.educator_minutes,
        }
        return of[service]


@dataclass(frozen=True)
class Presence:
    """Totals of some spells; ``period_days`` are the days the averages are over."""

    days: int = 0
    period_days: int = 0
    outings: int = 0
    joint: int = 0
    officer_turns: int = 0
    educator_turns: int = 0
    minutes: int = 0
    officer_minutes: int = 0
    educator_minutes: int = 0

    @property
    def turns(self):
        return self.officer_turns + self.educator_turns

    @property
    def hours(self):
        return self.minutes / 60

    @property
    def officer_hours(self):
        return self.officer_minutes / 60

    @property
    def educator_hours(self):
        return self.educator_minutes / 60

    @property
    def hours_a_day(self):
        """Hours of presence a day of the period, or None when it has no days."""
        return self.hours / self.period_days if self.period_days else None

    @property
    def turns_a_day(self):
        return self.turns / self.period_days if self.period_days else None

    @property
    def joint_share(self):
        """The part of the outings with both services, 0 to 1, or None without outings."""
        return self.joint / self.outings if self.outings else None


def presence(interventions, *, first=None, last=None):
    """Return the ``Presence`` of the approved among a QuerySet of interventions, in one query.

    ``first`` and ``last`` (dates, included) cut the outings and are the days of the averages;
    without them, the period is from the first day with an outing to the last.
    """
    return total(spells(interventions, first=first, last=last), first=first, last=last)


def spells(interventions, *, first=None, last=None):
    """Return the ``Spell`` of each approved intervention of the period, in one query.

    They add up: those of some days, months or places give the same totals as all together.
    """
    # last night's outing may still be there when today's begins
    read_from = first - DAY if first else None
    found = _in_order_of_place(interventions.counted().on_days(read_from, last))
    return [spell for spell in found if first is None or spell.day >= first]


def total(found, *, first=None, last=None):
    """Return the ``Presence`` that some spells make together, over the days of the period."""
    found = list(found)
    days = {spell.day for spell in found}
    first, last = first or min(days, default=None), last or max(days, default=None)
    return Presence(
        days=len(days),
        period_days=max(0, (last - first).days + 1) if first and last else 0,
        outings=len(found),
        joint=sum(spell.is_joint for spell in found),
        officer_turns=sum(map(attrgetter("officers"), found)),
        educator_turns=sum(map(attrgetter("educators"), found)),
        minutes=sum(map(attrgetter("minutes"), found)),
        officer_minutes=sum(map(attrgetter("officer_minutes"), found)),
        educator_minutes=sum(map(attrgetter("educator_minutes"), found)),
    )


def grouped(found, *names):
    """Return {values of the named fields: [spells]}: ``grouped(found, "month", "hotspot_id")``."""
    groups, read = defaultdict(list), attrgetter(*names)
    for spell in found:
        groups[read(spell)].append(spell)
    return dict(groups)


def contacts(interventions):
    """Return {kind of people, "" not noted: contacts} of the approved interventions."""
    return _tallied(interventions, Tally.What.CONTACT, "people")


def contacts_by_age(interventions):
    """Return {age band, "" not noted: contacts} of the approved interventions."""
    return _tallied(interventions, Tally.What.CONTACT, "age_band")


def mediations(interventions):
    """Return {outcome, "" not noted: mediations} of the approved interventions."""
    return _tallied(interventions, Tally.What.MEDIATION, "outcome")


def checks(interventions):
    """Return how many checks the approved interventions made."""
    return sum(_tallied(interventions, Tally.What.CHECK, "what").values())


def acts(interventions):
    """Return {kind of act: how many} of the approved interventions."""
    rows = Act.objects.filter(intervention__in=interventions.counted().values("pk"))
    return Counter(dict(rows.order_by().values_list("kind").annotate(sum=Sum("count"))))


def _tallied(interventions, what, field):
    rows = Tally.objects.filter(
        what=what, intervention__in=interventions.counted().values("pk")
    )
    return Counter(dict(rows.order_by().values_list(field).annotate(sum=Sum("count"))))


def _in_order_of_place(interventions):
    """Yield the spells, each place's outings in the order they began."""
    until = {}  # place: up to when somebody is known to have been there
    rows = interventions.order_by("hotspot_id", "starts_at", "pk").values_list(
        "hotspot_id",
        "day",
        "starts_at",
        "ends_at",
        "officers",
        "educators",
        "officer_minutes",
        "educator_minutes",
    )
    for hotspot_id, day, starts_at, ends_at, *people in rows:
        # elsewhere in town is no single place: two outings there do not overlap
        covered = until.get(hotspot_id) if hotspot_id else None
        begins = max(starts_at, covered) if covered else starts_at
        minutes = max(0, minutes_between(begins, ends_at))
        until[hotspot_id] = max(ends_at, covered) if covered else ends_at
        yield Spell(hotspot_id, day, minutes, *people)
