"""Which backups stay, on made-up days."""

from datetime import datetime, timedelta

from cremona_safety.backups.keeping import to_drop

RULE = {"days": 7, "weeks": 5, "months": 12}
LAST = datetime(2026, 11, 30, 2, 10)


def nights(count, last=LAST):
    return [last - timedelta(days=night) for night in range(count)]


def kept(moments, **rule):
    dropped = to_drop(moments, **(RULE | rule))
    return sorted((m for m in moments if m not in dropped), reverse=True)


def test_a_week_of_nights_stays_whole():
    assert kept(nights(7)) == nights(7)


def test_after_two_years_days_weeks_and_months_stay():
    stay = [f"{moment:%Y-%m-%d}" for moment in kept(nights(730))]

    assert stay == [
        *[f"2026-11-{day}" for day in (30, 29, 28, 27, 26, 25, 24)],
        *["2026-11-22", "2026-11-15", "2026-11-08"],  # Sundays
        *["2026-10-31", "2026-09-30", "2026-08-31", "2026-07-31", "2026-06-30"],
        *["2026-05-31", "2026-04-30", "2026-03-31", "2026-02-28", "2026-01-31"],
        "2025-12-31",
    ]


def test_every_backup_of_a_day_that_stays_stays():
    moments = [LAST, LAST - timedelta(hours=1), LAST - timedelta(days=1)]

    assert kept(moments, days=1, weeks=0, months=0) == moments[:2]


def test_a_year_without_backups_throws_nothing_away():
    old = nights(7, last=datetime(2025, 6, 1, 2, 10))

    assert kept([LAST, *old]) == [LAST, *old[:6]]


def test_a_clock_that_was_ten_years_ahead_for_a_night_throws_no_night_away():
    wrong = LAST.replace(year=2036)

    assert kept([wrong, *nights(6)]) == [wrong, *nights(6)]


def test_weeks_are_told_apart_around_new_year():
    around = [datetime(2027, 1, 3), datetime(2026, 12, 28), datetime(2026, 12, 27)]

    assert kept(around, days=0, weeks=2, months=0) == [around[0], around[2]]


def test_no_backup_is_dropped_when_there_is_none():
    assert to_drop([], **RULE) == []
