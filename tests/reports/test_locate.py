"""The office puts the point of a report, by the map, by coordinates or by a name."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from hotspots.models import Hotspot
from indicators.measures.reports import changed_days, count
from indicators.models import Measure
from reports.models import Report
from reports.moves import version
from tests.hotspots.factories import HouseNumberFactory, StreetFactory
from tests.reports.factories import PIAZZA_ROMA, ReportFactory

WRITTEN = "via Milano 40, sotto i portici"


@pytest.fixture
def report(programme):
    nowhere = {"latitude": None, "longitude": None, "cell": None}
    return ReportFactory(**nowhere, place_text=WRITTEN, location_source="scritto")


@pytest.fixture
def put(client_as, report):
    """Return a function that sends the form of the pin as an officer."""
    client = client_as("officer")

    def send(of=report, **typed):
        of.refresh_from_db()
        url = reverse("report_locate", args=[of.code])
        answer = client.post(url, {"version": version(of), **typed}, follow=True)
        of.refresh_from_db()
        return answer

    return send


def test_a_pin_puts_the_report_in_its_place_and_keeps_what_was_written(report, put):
    page = put(latitude="45.13519", longitude="10,02313").text

    assert "Segnaposto salvato." in page and WRITTEN in page
    assert report.hotspot.slug == "piazza-roma" and report.cell
    assert (report.latitude, report.longitude) == (45.13519, 10.02313)
    assert report.place_text == WRITTEN
    assert report.location_source == Report.LocationSource.OFFICE


def test_the_trail_says_from_which_place_to_which_and_no_point(report, put, client_as):
    put(latitude="45.13519", longitude="10.02313")

    entry = AuditEntry.objects.get(action="report.locate")
    assert set(entry.after) == {"hotspot"} and entry.before == {"hotspot": None}
    trail = client_as("admin").get(reverse("audit_list")).text
    assert (
        "Ha messo il segnaposto della segnalazione" in trail and "Piazza Roma" in trail
    )


def test_without_script_a_name_is_enough(report, put):
    street = StreetFactory(name="Via Milano")
    HouseNumberFactory(street=street, number="40", latitude=45.15, longitude=10.02)

    put(place_name="via milano 40", latitude="", longitude="")

    assert (report.latitude, report.longitude, report.hotspot) == (45.15, 10.02, None)


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ({}, "Sposta il segnaposto, scrivi le coordinate o una via."),
        ({"latitude": "45.1"}, "Servono tutte e due le coordinate."),
        ({"latitude": "nord", "longitude": "10"}, "Scrivi i gradi così"),
        ({"latitude": "inf", "longitude": "10"}, "Scrivi i gradi così"),
        ({"latitude": "45.4642", "longitude": "9.19"}, "Il punto è fuori dal Comune"),
        ({"latitude": "200", "longitude": "400"}, "Il punto è fuori dal Comune"),
        ({"place_name": "piaza roma"}, "Intendevi Piazza Roma? Scrivilo per intero."),
        ({"place_name": "via Inesistente"}, "Non troviamo questo luogo"),
    ],
)
def test_what_is_no_point_is_refused_and_kept_in_its_field(
    report, put, typed, sentence
):
    answer = put(**typed)

    assert answer.status_code == 422 and sentence in answer.text
    for value in typed.values():
        assert f'value="{value}"' in answer.text
    assert report.latitude is None


def test_a_report_changed_meanwhile_is_refused(report, put):
    answer = put(version="2020-01-01", latitude="45.13519", longitude="10.02313")

    assert "Nel frattempo la segnalazione è cambiata" in answer.text
    assert report.latitude is None


def test_a_pin_is_corrected_and_its_reading_follows(put, programme):
    report = ReportFactory(
        latitude=45.13567,
        longitude=10.0277,
        place_text="davanti all’edicola",
        place_reading="vicino a corso Matteotti",
        accuracy_m=2500,
    )

    unmoved = put(of=report, latitude="45.135670", longitude="10.027700")
    assert unmoved.status_code == 422
    put(
        of=report,
        latitude="45.135670",
        longitude="10.027700",
        place_name="via Palestro",
    )

    assert report.latitude == 45.13911
    assert report.place_reading == "vicino a via Palestro"
    assert report.place_text == "davanti all’edicola" and report.accuracy_m is None


def test_a_closed_report_keeps_its_point(put, programme):
    report = ReportFactory(closed=True)

    assert put(of=report, latitude="45.14", longitude="10.02").status_code == 422
    assert report.latitude == PIAZZA_ROMA[0]


def test_the_page_offers_what_the_written_place_may_be(report, client_as):
    StreetFactory(name="Via Milano", latitude=45.15, longitude=10.02)

    page = client_as("officer").get(reverse("report_detail", args=[report.code])).text

    assert (
        'data-map-go="45.15,10.02"' in page and "Metti o correggi il segnaposto" in page
    )
    assert "non ha un punto" in page


def test_the_indicators_follow_what_changed(report, put):
    place, day = Hotspot.objects.get(slug="piazza-roma"), report.received_on
    key = day, place.pk, report.category_id
    before = timezone.now()
    elsewhere = day, None, report.category_id
    assert count([day])[Measure.REPORTS][elsewhere] == 1  # counted, on no map

    put(latitude="45.13519", longitude="10.02313")

    assert changed_days(before) == [day]
    assert count([day])[Measure.REPORTS] == {key: 1, (day, place.pk, ""): 1}
