"""A day and an hour become one instant, in the two nights when the clock is moved too."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.conf import settings

from tests.moments import moment
from texts.hours import (
    FIRST,
    SECOND,
    HourRefused,
    WhichHour,
    instant,
    instants,
    span,
    span_again,
    wall,
    which_of,
)

SKIPPED = [date(2026, 3, 29), date(2027, 3, 28)]
TWICE = [date(2026, 10, 25), date(2027, 10, 31)]
HALF_PAST_TWO = time(2, 30)


@pytest.mark.parametrize("day", SKIPPED)
@pytest.mark.parametrize("hour", [time(2), HALF_PAST_TWO, time(2, 59)])
def test_an_hour_that_does_not_exist_is_refused(day, hour):
    assert instants(day, hour) == []
    with pytest.raises(HourRefused, match="non esistono"):
        instant(day, hour)


@pytest.mark.parametrize("day", SKIPPED)
def test_the_hours_beside_it_exist_once_and_are_a_minute_apart(day):
    before, after = instant(day, time(1, 59)), instant(day, time(3))

    assert after - before == timedelta(minutes=1)


@pytest.mark.parametrize("day", TWICE)
def test_an_hour_that_comes_twice_asks_which(day):
    with pytest.raises(WhichHour, match="due volte"):
        instant(day, HALF_PAST_TWO)

    first, second = (instant(day, HALF_PAST_TWO, one) for one in (FIRST, SECOND))
    assert second - first == timedelta(hours=1)
    assert [which_of(first), which_of(second)] == [FIRST, SECOND]
    assert wall(first) == wall(second) == (day, HALF_PAST_TWO)


def test_an_hour_of_any_other_day_asks_nothing_and_comes_back_as_it_was():
    at = instant(date(2026, 11, 20), time(19, 30, 45), SECOND)

    assert at == datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
    assert which_of(at) == "" and wall(at) == (date(2026, 11, 20), time(19, 30))


def lasts(day, starts, ends, *which):
    start, end = span(day, time.fromisoformat(starts), time.fromisoformat(ends), *which)
    return (end - start) / timedelta(minutes=1)


@pytest.mark.parametrize(
    ("starts", "ends", "which", "minutes"),
    [
        ("22:00", "01:00", [], 180),
        ("20:00", "00:00", [], 240),
        ("01:30", "02:30", ["", FIRST], 60),
        ("01:30", "02:30", ["", SECOND], 120),
        ("02:30", "05:00", [FIRST], 210),
        ("02:30", "05:00", [SECOND], 150),
        ("02:40", "02:20", [FIRST], 40),  # the end can only be the second
        ("02:30", "02:30", [FIRST], 60),
        ("02:10", "02:50", [SECOND], 40),
        ("02:40", "02:20", [SECOND], 23 * 60 + 40),
        ("01:00", "04:00", [], 240),
    ],
)
def test_hours_last_what_passed_between_them(starts, ends, which, minutes):
    assert lasts(TWICE[0], starts, ends, *which) == minutes


@pytest.mark.parametrize(
    ("starts", "ends", "name"),
    [
        ("02:30", "05:00", "starts"),
        ("01:30", "02:30", "ends"),
        ("19:00", "19:00", "ends"),
    ],
)
def test_what_is_refused_says_which_of_the_two(starts, ends, name):
    with pytest.raises(HourRefused) as refused:
        lasts(SKIPPED[1], starts, ends)

    assert refused.value.name == name


def test_a_night_into_the_skipped_hour_is_refused_too():
    with pytest.raises(HourRefused) as refused:
        lasts(SKIPPED[1] - timedelta(days=1), "23:00", "02:15")

    assert refused.value.name == "ends"


@pytest.mark.parametrize(
    ("starts", "ends", "again"),
    [
        # the hours of the wall, and the length where one of them comes twice
        ("2027-10-24T01:30", "2027-10-24T02:30", "2027-10-31T02:30+02:00"),
        ("2027-10-24T20:00", "2027-10-25T02:30", "2027-11-01T02:30+01:00"),
    ],
)
def test_the_same_hours_on_another_day(starts, ends, again):
    starts, ends = moment(starts), moment(ends)

    start, end = span_again(wall(starts)[0] + timedelta(days=7), starts, ends)

    assert end == moment(again).astimezone(UTC)
    assert wall(start)[1] == wall(starts)[1]


def test_the_same_hours_on_the_same_day_are_the_same_instants():
    both = moment("2027-10-31T02:10+01:00"), moment("2027-10-31T02:50+01:00")

    assert span_again(TWICE[1], *both) == tuple(one.astimezone(UTC) for one in both)


def test_the_same_hours_where_one_is_skipped_are_refused():
    starts, ends = moment("2027-03-21T02:30"), moment("2027-03-21T05:00")

    with pytest.raises(HourRefused, match="Il 28/03/2027 le 02:30 non esistono"):
        span_again(SKIPPED[1], starts, ends)
    assert span_again(date(2027, 4, 4), starts, ends)[0] == moment("2027-04-04T02:30")


# what makes an instant of words, and the only places that may
MAKER = re.compile(r"make_aware|\bfold=|tzinfo=(?!None|UTC)|\.localize\(")
MAY_MAKE = {
    "texts/hours.py",
    "texts/days.py",  # the midnight of a day
    "cremona_safety/demo/stage.py",  # nobody types there
}


def test_nobody_else_makes_an_instant_of_a_day_and_an_hour():
    makers = {
        str(path.relative_to(settings.BASE_DIR))
        for app in [*settings.OUR_APPS, *settings.GROUND]
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if MAKER.search(path.read_text())
    }

    assert makers == MAY_MAKE


def test_on_the_phone_too_the_wall_is_read_in_one_place():
    zoned = re.compile(
        r"Intl\.DateTimeFormat|toLocale|getTimezone|\.(get|set)(Hours|Date|Day)"
    )
    folder = settings.BASE_DIR / "static" / "js" / "field"

    readers = {
        path.name for path in folder.glob("*.js") if zoned.search(path.read_text())
    }

    assert readers == {"wall.js", "clock.js"}
