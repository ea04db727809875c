"""The clock of the tests: where it starts, who it leaves alone, what it is asked to draw."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from tests import moments
from tests.moments import MOMENTS, ROME, TODAY, clock_at, clock_of, draw, moment

HOUR = timedelta(hours=1)


def marked(*names):
    """Return what pytest says of a test with these marks."""
    return SimpleNamespace(get_closest_marker=lambda name: name in names)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2027-03-28T01:30", datetime(2027, 3, 28, 0, 30, tzinfo=UTC)),
        ("2027-10-31T02:30", datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        ("2027-10-31T02:30+01:00", datetime(2027, 10, 31, 1, 30, tzinfo=UTC)),
        (datetime(2027, 7, 1, tzinfo=UTC), datetime(2027, 7, 1, tzinfo=UTC)),
    ],
)
def test_a_moment_is_in_rome_the_first_of_two_unless_it_says_otherwise(said, meant):
    read = moment(said)

    assert read.timestamp() == meant.timestamp()
    assert read.tzinfo is ROME


def test_a_test_begins_at_the_moment_asked_and_its_clock_goes_on(monkeypatch):
    monkeypatch.setenv("TEST_MOMENT", "2027-03-28T01:30")

    with clock_of(marked()):
        start, later = timezone.now(), timezone.now()

    assert start - moment("2027-03-28T01:30") < timedelta(minutes=1)
    assert later > start


@pytest.mark.parametrize("mark", ["browser", "server"])
def test_who_talks_to_other_processes_has_their_clock(monkeypatch, mark):
    monkeypatch.setenv("TEST_MOMENT", "2099-01-01T12:00")

    with clock_of(marked(mark)):
        assert timezone.localdate().year < 2099


def test_a_stopped_clock_stands_on_top_of_the_moment_asked(monkeypatch):
    monkeypatch.setenv("TEST_MOMENT", "2099-01-01T12:00")

    with clock_of(marked()):
        with clock_at("2026-11-20 19:00"):
            assert timezone.now() == timezone.now() == moment("2026-11-20 19:00")
        assert timezone.localdate().year == 2099


@pytest.mark.parametrize("drawn", MOMENTS)
def test_what_is_drawn_can_be_asked_for(monkeypatch, drawn):
    monkeypatch.setattr(moments.random, "choice", lambda among: drawn)

    start = moment(draw())

    if drawn == TODAY:
        assert abs(start - timezone.now()) < HOUR
    else:
        assert start == moment(drawn)
