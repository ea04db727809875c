import csv
import io
import re
from datetime import date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from hotspots.models import Event, Hotspot
from indicators import measures, panels
from indicators.models import DailyCount, Measure, Watermark
from indicators.svg import forbidden_names
from reports.models import Category, Report
from tests.indicators.factories import make_count, make_reports, make_watermark

TODAY = date(2026, 11, 23)
ALL_PAGES = [
    ("dashboard", []),
    ("dashboard_csv", []),
    ("dashboard_place", ["piazza-roma"]),
    ("dashboard_place_csv", ["piazza-roma"]),
    ("dashboard_categories_csv", ["piazza-roma"]),
    ("dashboard_street_csv", []),
    ("dashboard_place_street_csv", ["piazza-roma"]),
]


@pytest.fixture
def now(stop_clock):
    stop_clock("2026-11-30 12:00")  # the week of TODAY is whole


@pytest.fixture
def assessore(client_as):
    return client_as("assessore")


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def rows_of(response):
    content = response.getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content), delimiter=";"))


def table_of(response):
    """The rows of the first table of the page, cell by cell."""
    [body] = re.findall(r"<tbody>(.*?)</tbody>", response.content.decode(), re.S)[:1]
    return [
        re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.S)
    ]


@pytest.mark.parametrize(("name", "arguments"), ALL_PAGES)
def test_the_dashboard_only_reads(programme, assessore, name, arguments):
    assert assessore.post(reverse(name, args=arguments)).status_code == 405


def test_an_unknown_place_is_not_found(programme, assessore):
    assert assessore.get("/cruscotto/piazza-del-duomo/").status_code == 404
    assert assessore.get("/cruscotto/piazza-del-duomo/categorie.csv").status_code == 404


def test_the_dashboard_shows_each_place_with_its_change_and_certainty(
    roma, assessore, now
):
    make_reports(36, on=TODAY, hotspot=roma)
    make_reports(91, on=TODAY - timedelta(days=28), hotspot=roma)
    make_reports(1, on=TODAY - timedelta(days=60))
    measures.refresh()

    page = text_of(assessore.get("/cruscotto/?periodo=4"))

    assert (
        "36 segnalazioni differenza: −55 "
        "Erano 91. Fra −77 e −34 %: difficile che sia solo caso." in page
    )
    assert "Piazza Marconi" in page
    assert "Via degli Orti Romani" in page
    assert "Resto della città" in page
    assert "Aggiornato alle 12:00 di oggi" in page


def test_a_report_filed_a_minute_ago_is_counted_after_the_next_beat(
    roma, assessore, now
):
    page = "/cruscotto/?periodo=tutto"  # the only one with the week in progress
    measures.refresh()
    assert "36 segnalazioni" not in text_of(assessore.get(page))

    make_reports(36, on=timezone.localdate(), hotspot=roma)
    assert "36 segnalazioni" not in text_of(assessore.get(page))

    measures.refresh()
    assert "36 segnalazioni" in text_of(assessore.get(page))


def test_the_dashboard_never_reads_the_raw_reports(roma, assessore, now):
    make_watermark()
    make_count(8, day=TODAY, hotspot=roma)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            Report.objects, "get_queryset", lambda: pytest.fail("raw rows read")
        )
        assert "8 segnalazioni" in text_of(assessore.get("/cruscotto/"))
        assert assessore.get("/cruscotto/piazza-roma/").status_code == 200


def test_without_data_back_then_the_dashboard_says_that_it_cannot_compare(
    roma, assessore, now
):
    make_reports(5, on=TODAY - timedelta(days=10), hotspot=roma)
    measures.refresh()

    page = text_of(assessore.get("/cruscotto/?periodo=52"))

    assert "nessun confronto. Cominciano il 13/11/2026." in page
    assert "differenza:" not in page


def test_the_whole_period_has_no_comparison(roma, assessore, now):
    make_reports(5, on=TODAY - timedelta(days=10), hotspot=roma)
    measures.refresh()

    page = text_of(assessore.get("/cruscotto/?periodo=tutto"))

    assert "Con tutto il periodo non c’è un prima" in page
    assert "5 segnalazioni" in page


@pytest.mark.parametrize(
    "query", ["periodo=99", "periodo=-1&confronto=x", "confronto=<script>"]
)
def test_a_wrong_choice_is_told_and_takes_the_default(roma, assessore, now, query):
    measures.refresh()

    response = assessore.get(f"/cruscotto/?{query}")

    assert response.status_code == 200
    assert "dell’elenco" in text_of(response)
    assert b"confronto=<script>" not in response.content
    assert assessore.get(f"/cruscotto/segnalazioni.csv?{query}").status_code == 200


def test_stale_figures_are_said_in_words(roma, assessore, now):
    make_watermark(at=timezone.now() - timedelta(hours=30))

    page = text_of(assessore.get("/cruscotto/"))

    assert "I numeri sono fermi: aggiornati l’ultima volta alle 06:00 di ieri" in page


def test_before_the_first_computation_the_page_says_what_to_do(programme, assessore):
    page = text_of(assessore.get("/cruscotto/"))

    assert "I numeri non sono ancora stati calcolati" in page
    assert "Ricarica" in page or "ricarica" in page


def test_late_and_open_reports_come_from_the_last_refresh(roma, assessore, now):
    today = timezone.localdate()
    make_reports(2, on=TODAY, hotspot=roma, closed=False, due_on=today)
    make_reports(1, on=TODAY, closed=False, due_on=today - timedelta(days=1))
    measures.refresh()

    page = text_of(assessore.get("/cruscotto/"))

    assert "2 aperte adesso, nessuna in ritardo" in page
    assert "1 segnalazione in ritardo sulla data promessa, su 3 aperte" in page


def test_the_page_the_csv_and_the_raw_rows_say_the_same(roma, assessore, now):
    for back in range(28):
        day = TODAY - timedelta(days=back)
        make_reports(back % 4 + 1, on=day, hotspot=roma)
        make_reports(back % 2, on=day)
    measures.refresh()

    header, *exported = rows_of(assessore.get("/cruscotto/segnalazioni.csv?periodo=4"))
    shown = table_of(assessore.get("/cruscotto/?periodo=4"))

    assert header == [
        "Settimana", "Dal", "Al", "In corso", "Piazza Roma", "Piazza Marconi",
        "Via degli Orti Romani", "Resto della città", "Totale",
    ]  # fmt: skip
    assert [row[4:] for row in exported] == [row[1:] for row in shown]
    for row in exported:
        days = [datetime.strptime(cell, "%d/%m/%Y").date() for cell in row[1:3]]  # noqa: DTZ007
        week = Report.objects.filter(received_on__range=days)
        assert int(row[4]) == week.filter(hotspot=roma).count()
        assert int(row[7]) == week.filter(hotspot=None).count()
        assert int(row[8]) == week.count()
    assert exported[-1][:4] == ["23-29 novembre 2026", "23/11/2026", "29/11/2026", "no"]


def test_the_place_page_and_its_csv_say_the_same(roma, assessore, now):
    make_reports(6, on=TODAY, hotspot=roma, category="rifiuti")
    make_reports(2, on=TODAY - timedelta(days=7), hotspot=roma, category="verde")
    make_reports(1, on=TODAY - timedelta(days=90))
    measures.refresh()

    page = assessore.get("/cruscotto/piazza-roma/?periodo=4")
    weeks = rows_of(assessore.get("/cruscotto/piazza-roma/segnalazioni.csv?periodo=4"))
    categories = rows_of(
        assessore.get("/cruscotto/piazza-roma/categorie.csv?periodo=4")
    )

    assert [row[-1] for row in weeks[1:]] == [row[1] for row in table_of(page)]
    assert [row[1:] for row in categories[1:]] == [["6", "0"], ["2", "0"]]
    assert categories[1][0] in text_of(page)


def test_the_rest_of_the_city_has_its_page(programme, assessore, now):
    make_reports(3, on=TODAY)
    measures.refresh()

    assert "3 segnalazioni" in text_of(assessore.get("/cruscotto/altro/"))


def test_a_place_named_like_markup_is_only_text_in_the_page(roma, assessore, now):
    Hotspot.objects.filter(pk=roma.pk).update(name="<img src=x onerror=alert(1)>")
    make_reports(3, on=TODAY, hotspot=roma)
    measures.refresh()

    for page in ("/cruscotto/", "/cruscotto/piazza-roma/"):
        shown = assessore.get(page)
        assert shown.status_code == 200
        assert b"<img src=x" not in shown.content


def test_a_chart_with_a_script_a_style_or_a_handler_is_refused():
    svg = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'

    assert forbidden_names(svg.format('<g onclick="x()"/><script/>'))
    assert forbidden_names(svg.format('<g style="fill:red"/>')) == {"style"}
    assert not forbidden_names(svg.format("<text>onclick= style= script</text>"))


def test_events_are_numbered_on_the_chart_and_told_under_it(roma, assessore, now):
    Event.objects.all().delete()
    one = Event.objects.create(
        slug="uno", on=date(2026, 11, 10), title="Lampioni nuovi"
    )
    two = Event.objects.create(
        slug="due", on=date(2026, 1, 1), until=date(2026, 12, 31), title="Lavori"
    )
    two.hotspots.add(Hotspot.objects.get(slug="piazza-marconi"))
    Event.objects.create(slug="tre", on=date(2026, 3, 1), title="Passato")
    measures.refresh()

    page = assessore.get("/cruscotto/?periodo=4").content.decode()
    place = assessore.get("/cruscotto/piazza-roma/?periodo=4").content.decode()

    assert f'aria-label="Evento 2: {one.title}, 10/11/2026"' in page
    assert '<li value="1" id="evento-1"><strong>Lavori</strong>' in page
    assert '<a href="#evento-1">1. Lavori</a>' in page
    assert "Passato" not in page
    assert "Lampioni nuovi" in place
    assert "Lavori" not in place


@pytest.mark.parametrize("length", ["4", "26", "52", "tutto"])
def test_every_chart_is_safe_under_the_strict_policy_and_labelled(
    roma, assessore, now, length
):
    for back in range(0, 700, 7):
        make_count(back % 5, day=TODAY - timedelta(days=back), hotspot=roma)
    make_watermark()

    page = assessore.get(f"/cruscotto/?periodo={length}").content.decode()
    charts = re.findall(r'<svg class="chart-.*?</svg>', page, re.S)

    assert len(charts) == 6
    for chart in charts:
        assert not forbidden_names(chart)
        assert 'role="group" aria-label="Segnalazioni per settimana' in chart
        marks = re.findall(r'<[^>]*role="graphics-symbol"[^>]*>', chart)
        assert marks and all("aria-label=" in mark for mark in marks)
        assert min(map(float, re.findall(r'font-size="([\d.]+)px"', chart))) >= 12
    assert 'aria-label="Piazza Roma, 23-29 novembre 2026: 0 segnalazioni"' in page
    assert (", settimana non finita" in page) == (length == "tutto")


@pytest.mark.parametrize("days", [2, 500])
def test_the_queries_of_the_dashboard_do_not_grow(
    roma, assessore, now, days, django_assert_num_queries
):
    DailyCount.objects.bulk_create(
        DailyCount(
            measure=Measure.REPORTS, day=TODAY - timedelta(days=n), value=3, **where
        )
        for n in range(days)
        for where in (
            {"hotspot": roma},
            {"hotspot": None},
            {"hotspot": roma, "category": "rifiuti"},
            {"hotspot": None, "category": "rifiuti"},
        )
    )
    make_watermark()
    assessore.get("/cruscotto/?periodo=tutto")  # what is read once for a process
    cache.clear()

    with django_assert_num_queries(COLD):
        assessore.get("/cruscotto/?periodo=tutto")
    with django_assert_num_queries(WARM):
        assessore.get("/cruscotto/?periodo=tutto")


COLD, WARM = 16, 8  # with the session, the person and the page frame


def test_the_drawn_page_is_kept_until_a_figure_changes(
    roma, assessore, now, monkeypatch
):
    make_reports(3, on=TODAY, hotspot=roma)
    measures.refresh()
    drawn = []
    draw = panels.charts.by_place
    monkeypatch.setattr(
        panels.charts, "by_place", lambda *a, **k: drawn.append(1) or draw(*a, **k)
    )

    assessore.get("/cruscotto/")
    measures.refresh()
    assessore.get("/cruscotto/")
    assert len(drawn) == 1

    make_reports(1, on=TODAY, hotspot=roma)
    measures.refresh()
    assessore.get("/cruscotto/")
    assert len(drawn) == 2

    Event.objects.create(slug="nuovo", on=TODAY, title="Nuovo")
    assessore.get("/cruscotto/")
    assert len(drawn) == 3
    assert Watermark.objects.get(measure=Measure.REPORTS).version == 2


def test_a_kept_page_shows_at_once_the_new_name_of_a_place_or_category(
    roma, assessore, now
):
    make_reports(3, on=TODAY, hotspot=roma, category="rifiuti")
    measures.refresh()
    assessore.get("/cruscotto/piazza-roma/")

    Category.objects.filter(code="rifiuti").update(label="Sporcizia")
    assert "Sporcizia" in text_of(assessore.get("/cruscotto/piazza-roma/"))

    Hotspot.objects.filter(pk=roma.pk).update(name="Giardini pubblici")
    shown = text_of(assessore.get("/cruscotto/piazza-roma/"))
    assert "Segnalazioni per settimana: Giardini pubblici" in shown


def test_the_page_never_credits_the_grant_alone(programme, assessore):
    page = text_of(assessore.get("/cruscotto/"))

    assert "Nessun cambiamento si può attribuire al solo finanziamento" in page
