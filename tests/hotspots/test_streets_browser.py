"""The streets on the maps, and the pin of the office, in a real browser."""

import re

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from playwright.sync_api import expect

from reports.models import Report
from tests.axe import broken_rules
from tests.hotspots.factories import StreetFactory
from tests.reports.factories import ReportFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("streets"),
]
NOWHERE = {"latitude": None, "longitude": None, "cell": None}


@pytest.fixture
def streets(programme):
    across = [
        [[10.02, 45.1352 + n / 2_000], [10.03, 45.1352 + n / 2_000]] for n in range(4)
    ]
    for line, name in zip(
        across, ["Corso Lungo", "Via Alta", "Via Bassa", "Via Palestro"], strict=True
    ):
        StreetFactory(
            name=name,
            lines=[line],
            lines_source="<b>Inventato</b>",
            latitude=line[0][1],
            longitude=10.025,
        )


def test_a_map_without_a_background_draws_the_streets_and_says_whose_they_are(
    point_page,
):
    page = point_page("?lat=45.1352&lon=10.025")

    expect(page.locator(".map-street")).to_have_count(1)
    expect(page.locator("[data-map-streets-credit]")).to_have_text("<b>Inventato</b>")
    expect(page.get_by_text("Sfondo della mappa non disponibile")).to_be_hidden()
    expect(page.locator(".map-label-street", has_text="Corso Lungo")).to_have_count(1)
    assert broken_rules(page) == []


def test_the_streets_follow_the_map_and_a_little_move_asks_nothing(point_page):
    page = point_page("?lat=45.1352&lon=10.025")
    expect(page.locator(".map-street")).to_have_count(1)
    asked = []
    page.on("request", lambda request: "vie.geojson" in request.url and asked.append(1))

    page.evaluate(
        "document.querySelector('[data-map]').dispatchEvent(new CustomEvent('map:go', {detail: {lat: 45.1353, lon: 10.0251}}))"
    )
    expect(page.locator("#lat")).to_have_value(re.compile(r"45\.135(29|30)"))
    assert asked == []
    page.evaluate(
        "document.querySelector('[data-map]').dispatchEvent(new CustomEvent('map:go', {detail: {lat: 45.16, lon: 10.0251}}))"
    )
    expect(page.locator(".map-label-street", has_text="Corso Lungo")).to_have_count(0)
    assert asked


def test_without_an_answer_the_map_stays_as_it_is(point_page):
    page = point_page()
    page.route(re.compile("vie.geojson"), lambda route: route.fulfill(body="<html>"))
    page.reload()
    page.wait_for_selector("[data-map-ready]")

    expect(page.get_by_text("Sfondo della mappa non disponibile")).to_be_visible()
    expect(page.locator("[data-map-said]")).not_to_contain_text("non si è caricata")


def test_the_office_puts_the_pin_from_the_words_of_the_report(
    desk, live_server, client_as, streets
):
    report = ReportFactory(**NOWHERE, place_text="sul corso Lungo, sotto i portici")
    session = client_as("officer").cookies[django_settings.SESSION_COOKIE_NAME]
    desk.context.add_cookies(
        [{"name": session.key, "value": session.value, "url": live_server.url}]
    )
    desk.goto(live_server.url + reverse("report_detail", args=[report.code]))

    desk.get_by_text("Metti o correggi il segnaposto").click()
    desk.locator("#mappa-punto[data-map-ready]").wait_for()
    desk.get_by_role("button", name="Corso Lungo").click()
    expect(desk.locator("#locate-latitude")).to_have_value("45.135200")
    assert broken_rules(desk) == []
    desk.get_by_role("button", name="Salva il segnaposto").click()

    expect(desk.get_by_text("Segnaposto salvato.")).to_be_visible()
    expect(desk.get_by_text("sul corso Lungo, sotto i portici")).to_be_visible()
    assert Report.objects.get().latitude == 45.1352
