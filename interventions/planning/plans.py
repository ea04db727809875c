"""What a planner asks for: hours, place, people; and the same on other days."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils import timezone

from hotspots.models import ELSEWHERE, Hotspot
from interventions.models import Status
from interventions.record.lifecycle import StepRefused
from texts.hours import HourRefused, span_again

MOST_OCCURRENCES = 26  # half a year of Fridays
TOO_MANY_DATES = f"Sono più di {MOST_OCCURRENCES} date: scegli una fine più vicina."


@dataclass(frozen=True)
class Plan:
    """An outing to plan; ``starts_at`` and ``ends_at`` are aware, ``people`` are Users."""

    starts_at: datetime
    ends_at: datetime
    hotspot: Hotspot | None
    kind: str
    lead: str
    aim: str = ""
    people: tuple = ()
    reports: tuple = ()
    is_draft: bool = False  # until its month is published

    @property
    def day(self):
        return timezone.localdate(self.starts_at)

    def on(self, day):
        """Return the same plan on another day, at the same hours of the clock on the wall.

        Raise ``StepRefused`` on the night when the clock goes forward and skips one of them.
        """
        try:
            starts_at, ends_at = span_again(day, self.starts_at, self.ends_at)
        except HourRefused as refused:
            raise StepRefused(str(refused)) from refused
        return replace(self, starts_at=starts_at, ends_at=ends_at)


def on_each(plan, days):
    """Return the plan on each day, and [(day, sentence)] of those that have no such hours."""
    plans, refused = [], []
    for day in days:
        try:
            plans.append(plan.on(day))
        except StepRefused as said:
            refused.append((day, str(said)))
    return plans, refused


def plan_of(intervention):
    """Return the plan of an intervention as it is now, with no end while none is known."""
    return Plan(
        starts_at=intervention.starts_at,
        ends_at=intervention.ends_at,
        hotspot=intervention.hotspot,
        kind=intervention.kind,
        lead=intervention.lead,
        aim=intervention.aim,
        people=tuple(member.person for member in intervention.crew.all()),
        reports=tuple(intervention.reports.all()),
        is_draft=intervention.status == Status.DRAFT,
    )


def days_of_series(first, weekdays, until):
    """Return the days from ``first`` to ``until`` that fall on ``weekdays`` (0 is Monday).

    ``first`` is always one of them. At most one more than ``MOST_OCCURRENCES`` come back: enough
    to tell that they are too many.
    """
    days, day = [first], first
    while day < until and len(days) <= MOST_OCCURRENCES:
        day += timedelta(days=1)
        if day.weekday() in weekdays:
            days.append(day)
    return days


def programme_place(hotspot):
    """Return the slug of the calendar's row a place belongs to."""
    if hotspot is None or hotspot.kind != Hotspot.Kind.PROGRAMME:
        return ELSEWHERE
    return hotspot.slug
