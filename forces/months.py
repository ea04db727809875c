"""A month as people and spreadsheets write it: 10/2026, ottobre 2026, ott-26, a date."""

import re
from datetime import date, datetime
from functools import cache

from django.conf import settings
from django.utils.dates import MONTHS
from django.utils.translation import override

FIRST_YEAR = 2000
APART = re.compile(r"[\s/.’'_\-\u2010-\u2015\u2212]+")
AN_HOUR = re.compile(r"[ t][0-9]{1,2}:[0-9]{2}(?::[0-9.]{2,9})?z?$")  # of a date
DAY, YEAR = r"(?:(?P<day>[0-9]{1,2})[°º]?-)?", r"(?P<year>[0-9]{4}|[0-9]{2})"
WRITTEN = [
    re.compile(rf"{DAY}(?P<month>[0-9]{{1,2}})-{YEAR}"),
    re.compile(rf"{DAY}(?P<name>[^\W\d_]{{3,}})-?{YEAR}"),
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2}))?"),
    re.compile(r"(?P<year>20[0-9]{2})(?P<month>[0-9]{2})"),
]


def read_month(cell):
    """Return the first day of the month that a text or a date says, or None."""
    if isinstance(cell, datetime | date):
        day = date(cell.year, cell.month, 1)
    else:
        day = _written(AN_HOUR.sub("", str(cell).strip().lower()))
    return day if day and FIRST_YEAR <= day.year <= 9998 else None


def _written(text):
    text = APART.sub("-", text)
    for pattern in WRITTEN:
        if match := pattern.fullmatch(text):
            return _day(match.groupdict())
    return None


def _day(said):
    """Return the first day of the month that these words say, or None."""
    year = int(said["year"])
    if len(said["year"]) == 2:
        # 10/11 is a day of November or a month of 2011: it says neither
        if year <= 12 and not said.get("name") and not said["day"]:
            return None
        year += 2000
    month = _called(said["name"]) if "name" in said else int(said["month"])
    try:
        date(year, month, int(said.get("day") or 1))
    except ValueError:
        return None
    return date(year, month, 1)


def _called(word):
    """Return the number of the month whose name begins so, 0 for none."""
    found = {number for name, number in _names() if name.startswith(word)}
    return found.pop() if len(found) == 1 else 0


@cache
def _names():
    """List the names of the months, in each language of the portal: a file is in any of them."""
    names = []
    for language, _ in settings.LANGUAGES:
        with override(language):
            names += [(name.lower(), number) for number, name in MONTHS.items()]
    return names
