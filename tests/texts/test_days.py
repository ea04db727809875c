from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import dates, translation

from texts.days import (
    closing,
    day_and_hours,
    day_of_closing,
    hours_between,
    weekday_choices,
)


def test_the_days_of_the_week_are_those_of_the_page_s_language():
    assert weekday_choices()[0] == ("0", "lunedì")

    with translation.override("en"):
        assert weekday_choices()[6] == ("6", "Sunday")


@pytest.mark.parametrize(
    "names",
    ["WEEKDAYS", "WEEKDAYS_ABBR", "MONTHS", "MONTHS_3", "MONTHS_AP", "MONTHS_ALT"],
)
def test_italian_days_and_months_take_no_capital(names):
    written = [str(name) for name in getattr(dates, names).values()]

    assert written == [name.lower() for name in written]


@pytest.mark.parametrize(
    ("moment", "words", "day"),
    [
        (datetime(2026, 11, 30, 23, tzinfo=UTC), "24:00", date(2026, 11, 30)),
        (datetime(2026, 7, 31, 22, tzinfo=UTC), "24:00", date(2026, 7, 31)),
        (datetime(2026, 11, 30, 21, 30, tzinfo=UTC), "22:30", date(2026, 11, 30)),
        (datetime(2026, 11, 30, 23, 1, tzinfo=UTC), "00:01", date(2026, 12, 1)),
    ],
)
def test_the_midnight_that_ends_a_day_is_of_that_day(moment, words, day):
    assert (closing(moment), day_of_closing(moment)) == (words, day)


def test_an_hour_of_a_template_ends_at_midnight_too():
    assert (closing(time(0)), closing(time(19, 30))) == ("24:00", "19:30")


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ((18, 20), "19:00-21:00"),
        ((18, 23), "19:00-24:00"),
        ((21, 24), "22:00-01:00"),
        ((18, None), "dalle 19:00"),
    ],
)
def test_hours_are_written_in_one_way_with_and_without_their_day(hours, words):
    midnight = datetime(2026, 11, 20, tzinfo=UTC)
    moments = [hour and midnight + timedelta(hours=hour) for hour in hours]

    assert hours_between(*moments) == words
    assert day_and_hours(*moments) == f"20/11/2026, {words}"
