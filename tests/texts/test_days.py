from django.utils import translation

from texts.days import weekday_choices


def test_the_days_of_the_week_are_those_of_the_page_s_language():
    assert weekday_choices()[0] == ("0", "lunedì")

    with translation.override("en"):
        assert weekday_choices()[6] == ("6", "Sunday")
