"""Figures after a clock that was a day ahead: no day of tomorrow, no month published too early."""

from datetime import date

import pytest

from indicators import measures
from indicators.models import DailyCount, Measure
from tests.indicators.factories import make_reports, stored

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
LAST = date(2026, 11, 30)
NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def seen_from_december(roma, stop_clock):
    """A refresh of the last day of November, then one with the clock a day ahead, now put back."""
    stop_clock("2026-11-30 12:00")
    make_reports(7, on=LAST, hotspot=roma, closed=False)
    measures.refresh()
    stop_clock("2026-12-01 12:00")
    measures.refresh()
    stop_clock("2026-11-30 12:10")


def test_what_changes_afterwards_is_counted_at_the_next_refresh(
    seen_from_december, roma
):
    make_reports(1, on=LAST, hotspot=roma)

    measures.refresh()

    assert stored()[LAST, "piazza-roma", ""] == 8


def test_no_state_is_stored_of_a_day_to_come(seen_from_december):
    states = DailyCount.objects.measure(Measure.OPEN)
    assert states.filter(day__gt=LAST).exists()

    measures.refresh()

    assert not states.filter(day__gt=LAST).exists()


def test_a_month_published_before_its_end_is_published_again_when_it_is_over(
    seen_from_december, roma, stop_clock
):
    assert stored(Measure.PUBLIC)[NOVEMBER, "piazza-roma", ""] == 7

    measures.refresh()
    assert (NOVEMBER, "piazza-roma", "") not in stored(Measure.PUBLIC)
    make_reports(2, on=LAST, hotspot=roma)
    stop_clock("2026-12-01 00:01")
    measures.refresh()

    assert stored(Measure.PUBLIC)[NOVEMBER, "piazza-roma", ""] == 9
