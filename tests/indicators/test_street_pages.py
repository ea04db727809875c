"""What the services did, on the dashboard."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from indicators.models import DailyCount, Measure
from tests.indicators.factories import make_count, make_watermark

TODAY = date(2026, 11, 23)
OCTOBER = date(2026, 10, 1)
STREET = [measure for measure in Measure if measure != Measure.REPORTS]
PLACE = "/cruscotto/piazza-roma/"


@pytest.fixture
def assessore(client_as, stop_clock):
    stop_clock("2026-11-30 12:00")
    return client_as("assessore")


@pytest.fixture
def done(roma, assessore):
    """A joint outing of the last whole week, a sheet to approve, the other forces' October."""
    for measure, value in [
        (Measure.PRESENCE, 750),
        (Measure.TURNS, 30),
        (Measure.OUTINGS, 9),
        (Measure.JOINT, 6),
    ]:
        make_count(value, day=TODAY, hotspot=roma, measure=measure)
    today = timezone.localdate()
    make_count(2, day=today, hotspot=roma, measure=Measure.SHEETS)
    for force, value in [("", 12), ("cc", 12)]:
        make_count(
            value, day=OCTOBER, hotspot=roma, measure=Measure.FORCES, category=force
        )
    make_watermark()


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def rows_of(response):
    content = response.getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content), delimiter=";"))


def test_a_card_says_what_was_done_beside_the_reports(done, assessore):
    page = text_of(assessore.get("/cruscotto/"))

    assert "12,5 ore di presenza, 30 turni." in page
    assert "9 uscite, 6 congiunte." in page
    assert "12 interventi delle altre forze, conteggi di ottobre 2026." in page
    assert page.count("Nessuna uscita approvata.") == 3
    assert "2 schede di intervento aspettano l’approvazione" in re.sub(r" +", " ", page)


def test_a_place_tells_each_month_and_each_force(done, assessore):
    page = text_of(assessore.get(PLACE))

    assert "Novembre 2026 (in parte) 9 6 12,5 30 0 0" in page
    assert "Ottobre 2026 0 12 0 12" in page


def test_a_place_where_nothing_was_approved_says_what_to_do(roma, assessore):
    make_watermark()

    page = text_of(assessore.get(PLACE))

    assert "Nessuna attività approvata in questo periodo" in page
    assert "mese per mese" not in page


def test_the_table_downloads_as_it_is_shown(done, assessore):
    here = rows_of(assessore.get(f"{PLACE}attivita.csv?periodo=4"))
    everywhere = rows_of(assessore.get("/cruscotto/attivita.csv?periodo=4"))

    assert here[0][:6] == [
        "Mese",
        "Dal",
        "Al",
        "Luogo",
        "Interventi",
        "Uscite congiunte",
    ]
    assert here[1:] == [
        ["novembre 2026", "02/11/2026", "29/11/2026", "Piazza Roma"]
        + ["9", "6", "12,5", "30", "0", "0"]
    ]
    assert [row[3] for row in everywhere[1:]][-1] == "Resto della città"
    assert here[1] in everywhere
    assert assessore.get("/cruscotto/nessuno/attivita.csv").status_code == 404


@pytest.mark.parametrize("days", [2, 100])
@pytest.mark.parametrize(("path", "queries"), [("/cruscotto/", 16), (PLACE, 21)])
def test_the_queries_do_not_grow_with_what_was_done(
    roma, assessore, days, path, queries, django_assert_num_queries
):
    DailyCount.objects.bulk_create(
        DailyCount(
            measure=measure,
            day=TODAY - timedelta(days=n),
            value=3,
            hotspot=hotspot,
            category=category,
        )
        for n in range(days)
        for measure in STREET
        for hotspot in (roma, None)
        for category in ("", "non-segnato")
    )
    make_watermark()
    assessore.get(path)  # what is read once for a process
    cache.clear()

    with django_assert_num_queries(queries):
        assessore.get(path)
