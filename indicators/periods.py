"""Weeks and periods as the dashboard speaks of them. Pure dates, no database."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format

WEEK = timedelta(days=7)
YEAR = 52 * WEEK  # the same weekdays, one year before
LENGTHS = {"4": 4, "13": 13, "26": 26, "52": 52}
ALL = "tutto"
PREVIOUS, YEAR_BEFORE = "precedente", "anno-prima"


@dataclass(frozen=True)
class Period:
    """Days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def __iter__(self):
        return iter((self.first, self.last))

    def __str__(self):
        return f"dal {date_format(self.first)} al {date_format(self.last)}"

    @property
    def days(self):
        return (self.last - self.first).days + 1

    def before(self, distance):
        """The period of the same length and weekdays, ``distance`` earlier."""
        return Period(self.first - distance, self.last - distance)

    def mondays(self):
        """The Monday of each ISO week that the period touches."""
        count = (monday(self.last) - monday(self.first)).days // 7 + 1
        return [monday(self.first) + number * WEEK for number in range(count)]


def monday(day):
    """The Monday of the ISO week of ``day``."""
    return day - timedelta(days=day.weekday())


def week_label(start):
    """Write a week as Italian does: ``16-22 novembre 2026``, months and years only once."""
    end = start + timedelta(days=6)
    if start.year != end.year:
        first = date_format(start, "j F Y")
    elif start.month != end.month:
        first = date_format(start, "j F")
    else:
        return f"{start.day}-{date_format(end, 'j F Y')}"
    return f"{first} - {date_format(end, 'j F Y')}"


def last_weeks(number, today):
    """The last ``number`` whole ISO weeks before ``today``; the one in progress is not."""
    this_week = monday(today)
    return Period(this_week - number * WEEK, this_week - timedelta(days=1))


def last_month(today):
    """The last complete calendar month."""
    last = today.replace(day=1) - timedelta(days=1)
    return Period(last.replace(day=1), last)


def months_until(last, number):
    """The ``number`` calendar months that end with the month ``last``, oldest first."""
    months = [last]
    while len(months) < number:
        months.append(last_month(months[-1].first))
    return months[::-1]


def choose(length, comparison, *, today, since):
    """Return (period, period to compare with or None) for the choices of the form.

    ``since`` is the first day that has figures, or None. The period compared has the same
    number of days and the same weekdays. Only the whole period holds the week in progress.
    """
    if length == ALL:
        return Period(monday(since or today), today), None
    weeks = LENGTHS[length]
    period = last_weeks(weeks, today)
    return period, period.before(YEAR if comparison == YEAR_BEFORE else weeks * WEEK)
