"""Which months and counts a cell says, and which it does not."""

from datetime import date

import pytest

from forces.words import Unreadable, count_of, month_of

OCTOBER = date(2026, 10, 1)


@pytest.fixture(autouse=True)
def now(stop_clock):
    stop_clock("2026-11-25 12:00")


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("1.234", 1234),
        ("1.234,00", 1234),
        ("1,234.0", 1234),
        ("1 234", 1234),
        ("12.0", 12),
        ("12,00", 12),
        ("007", 7),
        ("12.34", None),
        ("1.000", None),
        ("12,000", None),
        ("1.2.3", None),
        ("1 2", None),
        ("4 interventi", None),
        ("10-12", None),
        ("3/4", None),
        ("٣", None),
        ("99999", None),
    ],
)
def test_a_count_is_read_when_it_says_one_number(typed, count):
    if count is None:
        with pytest.raises(Unreadable):
            count_of(typed)
    else:
        assert count_of(typed) == count


@pytest.mark.parametrize(
    "typed",
    [
        "ott-26", "Ott-26", "ott 2026", "ott. 2026", "ott. '26", "OTTOBRE-2026", "Ottobre/2026",
        "ottobre2026", "10/26", "10-26", "10.2026", "10 2026", "10 / 2026", "10–2026", "1/10/26",
        "01-ott-26", "1° ottobre 2026", "2026/10", "202610", "2026-10-01 00:00:00",
        "2026-10-01T00:00:00.000", "01/10/2026 0:00", "Oct-26", "ottobre 2026",
    ],
)  # fmt: skip
def test_a_month_is_read_in_every_form_that_says_one(typed):
    assert month_of(typed) == OCTOBER


@pytest.mark.parametrize(
    "typed",
    [
        "26-ott", "ott", "2026", "10/11", "09/10", "31/9/2026", "45/10/2026", "10/13/2026", "m-26",
        "ma 2026", "xyz-26", "13/26", "0/2026", "10/1926", "-1", "10,2026", "1.5", "",
    ],
)  # fmt: skip
def test_what_says_no_month_is_not_guessed(typed):
    with pytest.raises(Unreadable):
        month_of(typed)
