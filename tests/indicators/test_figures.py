from datetime import date, timedelta

import pytest
from django.utils import timezone

from hotspots.models import Hotspot
from indicators import figures, measures
from indicators.figures import Figure
from indicators.models import Measure
from indicators.periods import Period
from reports.models import Category
from tests.hotspots.factories import HotspotFactory
from tests.indicators.factories import (
    make_category,
    make_count,
    make_reports,
    make_watermark,
    stored,
)

MONDAY = date(2026, 11, 16)


@pytest.fixture
def now(stop_clock):
    stop_clock("2026-11-23 12:00")


def by_slug(found):
    return {place.slug: value for place, value in found.items()}


def test_the_places_are_the_programmes_and_the_rest_of_the_city(programme):
    lodi = HotspotFactory(slug="piazza-lodi", kind=Hotspot.Kind.COMPARISON)

    *places, rest = figures.places()

    assert [place.slug for place in places] == [
        "piazza-roma",
        "piazza-marconi",
        "via-orti-romani",
    ]
    assert rest.slug == "altro"
    assert set(rest.hotspot_ids) == {None, lodi.pk}


@pytest.mark.engine
def test_weeks_sum_their_days_from_monday_to_sunday(roma):
    make_count(2, day=MONDAY - timedelta(days=1), hotspot=roma)
    make_count(3, day=MONDAY, hotspot=roma)
    make_count(4, day=MONDAY + timedelta(days=6), hotspot=roma)
    make_count(1, day=MONDAY + timedelta(days=3))
    make_count(50, day=MONDAY, hotspot=roma, category="rifiuti")
    make_count(60, day=MONDAY, hotspot=roma, measure=Measure.OPEN)

    series = by_slug(
        figures.weekly(
            figures.places(), Period(date(2026, 11, 9), MONDAY + timedelta(days=6))
        )
    )

    assert series["piazza-roma"] == [2, 7]
    assert series["piazza-marconi"] == [0, 0]
    assert series["altro"] == [0, 1]


@pytest.mark.engine
def test_a_week_across_two_years_is_one_week(roma):
    make_count(2, day=date(2025, 12, 31), hotspot=roma)
    make_count(3, day=date(2026, 1, 1), hotspot=roma)

    period = Period(date(2025, 12, 29), date(2026, 1, 11))

    assert by_slug(figures.weekly(figures.places(), period))["piazza-roma"] == [5, 0]


def test_totals_compare_two_periods(roma):
    make_count(12, day=MONDAY, hotspot=roma)
    make_count(19, day=MONDAY - timedelta(days=7), hotspot=roma)
    week = Period(MONDAY, MONDAY + timedelta(days=6))

    counts = by_slug(
        figures.totals(figures.places(), week, week.before(timedelta(days=7)))
    )

    assert counts["piazza-roma"] == Figure(12, 19)
    assert counts["altro"] == Figure(0, 0)


@pytest.mark.parametrize(
    ("figure", "change", "sentence"),
    [
        (
            Figure(12, 19),
            "−7",
            "Erano 19. Fra −78 e +71 %: "
            "non distinguibile dal caso con numeri così piccoli.",
        ),
        (
            Figure(36, 91),
            "−55",
            "Erano 91. Fra −77 e −34 %: difficile che sia solo caso.",
        ),
        (Figure(3, 1), "+2", "Era 1: troppo poche per confrontare."),
        (Figure(0, 0), "=", "Prima nessuna: troppo poche per confrontare."),
        (Figure(20, 0), "+20", "Prima nessuna: difficile che sia solo caso."),
        (
            Figure(20, 2),
            "+18",
            "Erano 2. Da +80 a oltre +1.000 %: difficile che sia solo caso.",
        ),
        (Figure(13, 13), "=", "Erano 13: nessuna differenza."),
        (
            Figure(3000, 1500),
            "+1.500",
            "Erano 1.500. Fra +84 e +117 %: difficile che sia solo caso.",
        ),
        (Figure(8), "", ""),
    ],
)
def test_a_figure_says_the_fact_then_how_sure_it_is(figure, change, sentence):
    assert figure.change_text == change
    assert figure.sentence == sentence


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-11-23 05:00:00+00:00", "alle 06:00 di oggi"),
        ("2026-11-22 22:59:00+00:00", "alle 23:59 di ieri"),
        ("2026-11-20 05:00:00+00:00", "alle 06:00 del 20/11/2026"),
    ],
)
def test_the_time_of_the_figures_is_said_in_words(db, now, at, words):
    make_watermark(at=timezone.datetime.fromisoformat(at))

    assert str(figures.as_of()) == words


def test_figures_older_than_ten_minutes_are_stale(db, now):
    mark = make_watermark(at=timezone.now() - timedelta(minutes=10))
    assert not figures.as_of().is_stale

    mark.computed_at -= timedelta(seconds=1)
    mark.save()
    assert figures.as_of().is_stale


def test_figures_never_computed_are_stale_and_have_no_time(db):
    assert figures.as_of().at is None
    assert figures.as_of().is_stale


def test_a_place_shows_its_categories_the_most_frequent_first(roma):
    make_category("alcol")
    make_count(2, day=MONDAY, hotspot=roma, category="alcol")
    make_count(5, day=MONDAY, hotspot=roma, category="rifiuti")
    make_count(5, day=MONDAY, category="rifiuti")
    make_count(4, day=MONDAY - timedelta(days=7), hotspot=roma, category="verde")
    week = Period(MONDAY, MONDAY + timedelta(days=6))
    place = figures.places()[0]

    rows = figures.categories(place, week, week.before(timedelta(days=7)))

    assert [(figure.value, figure.before) for _, figure in rows] == [
        (5, 0),
        (2, 0),
        (0, 4),
    ]
    assert rows[0][0].startswith("Rifiuti")


def public_count(hotspot):
    return figures.public_months([hotspot])[hotspot.pk][-1]


def test_the_public_count_is_that_of_the_last_complete_month(roma, now):
    make_reports(4, on=date(2026, 10, 1), hotspot=roma, category="rifiuti")
    make_reports(3, on=date(2026, 10, 31), hotspot=roma, category="alcol")
    make_reports(9, on=date(2026, 11, 1), hotspot=roma, category="rifiuti")
    make_reports(9, on=date(2026, 9, 30), hotspot=roma, category="rifiuti")
    measures.refresh()

    count = public_count(roma)

    assert (count.value, count.month) == (7, date(2026, 10, 1))
    assert (str(count), count.as_of) == ("7", timezone.now())


@pytest.mark.parametrize("value", [0, 1, 4])
def test_a_public_count_under_five_is_stored_and_read_as_zero_is(roma, now, value):
    make_reports(value, on=date(2026, 10, 2), hotspot=roma)
    measures.refresh()

    assert str(public_count(roma)) == "meno di 5"
    assert stored(Measure.PUBLIC)[date(2026, 10, 1), "piazza-roma", ""] == 0


def test_a_public_count_of_five_is_shown(roma, now):
    make_reports(5, on=date(2026, 10, 2), hotspot=roma)
    measures.refresh()

    assert public_count(roma).value == 5


@pytest.mark.parametrize(
    ("publication", "expected"),
    [("mai", 6), ("mensile", 6), ("conteggio", 15), ("moderata", 15)],
)
def test_the_policy_of_a_category_says_if_its_number_is_read_by_place(
    roma, now, publication, expected
):
    Category.objects.filter(code="spaccio").update(publication=publication)
    make_reports(6, on=date(2026, 10, 2), hotspot=roma, category="rifiuti")
    make_reports(9, on=date(2026, 10, 2), hotspot=roma, category="spaccio")
    measures.refresh()

    assert public_count(roma).value == expected


@pytest.mark.parametrize("again", [measures.refresh, measures.recompute])
@pytest.mark.parametrize("change", [{"hotspot": None}, {"category_id": "furto"}])
def test_a_published_month_stays_after_a_triage_or_a_move(roma, now, change, again):
    reports = make_reports(6, on=date(2026, 10, 2), hotspot=roma)
    measures.refresh()
    published = public_count(roma)

    for report in reports[:2]:
        for name, value in change.items():
            setattr(report, name, value)
        report.save()
    make_reports(8, on=date(2026, 10, 3), hotspot=roma)
    again()

    assert published.value == 6
    assert public_count(roma) == published


def test_a_month_is_published_at_the_first_run_after_its_end(roma, stop_clock):
    make_reports(6, on=date(2026, 11, 30), hotspot=roma)
    stop_clock("2026-11-30 23:59")
    measures.refresh()
    stop_clock("2026-12-01 00:00:30")
    assert public_count(roma).value is None

    measures.refresh()

    assert public_count(roma).value == 6


def test_a_public_count_never_computed_is_not_a_zero(roma):
    count = public_count(roma)

    assert (count.value, count.as_of) == (None, None)
    assert str(count) == "dato non ancora disponibile"


@pytest.mark.engine
def test_stored_weeks_equal_the_raw_reports(roma, now):
    for back in range(40):
        make_reports(
            back % 3 + 1, on=date(2026, 11, 23) - timedelta(days=back), hotspot=roma
        )
    measures.refresh()
    period = Period(date(2026, 10, 19), date(2026, 11, 23))

    series = by_slug(figures.weekly(figures.places(), period))["piazza-roma"]
    total = by_slug(figures.totals(figures.places(), period))["piazza-roma"].value

    raw = [0] * 6
    for back in range(36):
        day = date(2026, 11, 23) - timedelta(days=back)
        raw[(day - period.first).days // 7] += back % 3 + 1
    assert series == raw
    assert total == sum(raw)


def test_a_month_that_ended_while_nothing_ran_is_published_at_the_next_run(
    roma, stop_clock
):
    make_reports(6, on=date(2026, 6, 10), hotspot=roma)
    make_reports(2, on=date(2026, 8, 10), hotspot=roma)
    stop_clock("2026-11-02 10:00")

    measures.refresh()

    months = figures.public_months([roma])[roma.pk]
    assert [(count.month.month, count.value) for count in months[-6:]] == [
        (5, None),  # before anything was counted
        (6, 6),
        (7, 0),
        (8, 0),
        (9, 0),
        (10, 0),
    ]
    assert len(months) == 12
