from datetime import date

import pytest

from indicators import periods
from indicators.periods import Period, week_label


@pytest.mark.parametrize(
    ("start", "label"),
    [
        (date(2026, 11, 16), "16-22 novembre 2026"),
        (date(2026, 11, 30), "30 novembre - 6 dicembre 2026"),
        (date(2025, 12, 29), "29 dicembre 2025 - 4 gennaio 2026"),
    ],
)
def test_a_week_is_written_without_repeating_month_and_year(start, label):
    assert week_label(start) == label


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 1), date(2025, 12, 29)),  # ISO week 1 of 2026
        (date(2027, 1, 3), date(2026, 12, 28)),  # ISO week 53 of 2026
        (date(2026, 11, 22), date(2026, 11, 16)),
        (date(2026, 11, 23), date(2026, 11, 23)),
    ],
)
def test_a_week_starts_on_monday_also_across_years(day, expected):
    assert periods.monday(day) == expected


def test_the_last_four_weeks_are_whole():
    period = periods.last_weeks(4, date(2026, 11, 25))

    assert period == Period(date(2026, 10, 26), date(2026, 11, 22))
    assert period.mondays() == [
        date(2026, 10, 26),
        date(2026, 11, 2),
        date(2026, 11, 9),
        date(2026, 11, 16),
    ]
    assert periods.last_weeks(4, date(2026, 11, 22)).last == date(2026, 11, 15)


def test_a_comparison_has_the_same_days_and_weekdays():
    period, previous = periods.choose(
        "4", periods.PREVIOUS, today=date(2026, 11, 25), since=date(2024, 1, 1)
    )
    _, year_before = periods.choose(
        "4", periods.YEAR_BEFORE, today=date(2026, 11, 25), since=date(2024, 1, 1)
    )

    assert previous == Period(date(2026, 9, 28), date(2026, 10, 25))
    assert year_before == Period(date(2025, 10, 27), date(2025, 11, 23))
    assert previous.days == year_before.days == period.days == 28
    assert previous.first.weekday() == year_before.first.weekday() == 0


def test_the_whole_period_starts_with_the_first_week_and_has_no_before():
    period, compared = periods.choose(
        periods.ALL, periods.PREVIOUS, today=date(2026, 11, 25), since=date(2026, 1, 1)
    )

    assert period == Period(date(2025, 12, 29), date(2026, 11, 25))
    assert compared is None


def test_the_last_complete_month_crosses_the_year():
    assert periods.last_month(date(2026, 1, 31)) == Period(
        date(2025, 12, 1), date(2025, 12, 31)
    )
    assert periods.last_month(date(2024, 3, 1)).last == date(2024, 2, 29)
