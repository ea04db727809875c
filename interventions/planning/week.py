"""The calendar as tables and lists: the same outings by place and day, by week and by day."""

from calendar import Calendar
from dataclasses import dataclass, field
from datetime import date, timedelta

from interventions.planning.plans import programme_place
from texts.days import monday_of

WEEK, MONTH, LIST = "settimana", "mese", "elenco"  # in the address


@dataclass
class Cell:
    """One place on one day, or one day of a month."""

    day: date
    place: str = ""
    outings: list = field(default_factory=list)
    is_gap: bool = False
    is_outside: bool = False  # of the month before, or after


def days_from(first, count):
    return [first + timedelta(days=n) for n in range(count)]


def week_grid(monday, places, outings, gaps):
    """Return [(slug, name, cells)] of ``places`` (slug, name), Monday first."""
    rows = []
    for slug, name in places:
        cells = [
            Cell(
                day,
                slug,
                [o for o in outings if _is_at(o, slug) and o.day == day],
                (slug, day) in gaps,
            )
            for day in days_from(monday, 7)
        ]
        rows.append((slug, name, cells))
    return rows


def month_grid(first, outings):
    """Return the weeks of the month of ``first``, each seven ``Cell``."""
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    return [
        [
            Cell(
                day,
                outings=[o for o in outings if o.day == day],
                is_outside=day.month != first.month,
            )
            for day in week
        ]
        for week in weeks
    ]


def day_list(days, outings, gaps=(), names=()):
    """Return [(day, outings, names of the places where presence lacks)] for a phone."""
    return [
        (
            day,
            [o for o in outings if o.day == day],
            [name for slug, name in names if (slug, day) in gaps],
        )
        for day in days
    ]


def month_span(day):
    """Return the first and the last day drawn for the month of ``day``."""
    weeks = Calendar().monthdatescalendar(day.year, day.month)
    return weeks[0][0], weeks[-1][-1]


def neighbours(view, day):
    """Return the days that lead to the previous and to the next week or month."""
    if view == MONTH:
        first = day.replace(day=1)
        return (first - timedelta(days=1)).replace(day=1), _next_month(first)
    monday = monday_of(day)
    return monday - timedelta(days=7), monday + timedelta(days=7)


def _next_month(first):
    return (first + timedelta(days=32)).replace(day=1)


def _is_at(outing, slug):
    return programme_place(outing.hotspot) == slug
