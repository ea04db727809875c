import pytest
from django.utils import dates, translation

from texts.days import weekday_choices


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
