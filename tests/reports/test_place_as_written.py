"""The place as a person wrote it: kept, shown, searched, erased; with a point or without."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from hotspots.models import Hotspot
from reports.models import Category, Report
from reports.placing import preview_reassignment
from reports.retention import erase_texts
from reports.services.intake import submit_report
from reports.services.merging import merge_report
from reports.services.refusals import ReportRefused
from tests.reports.factories import (
    ORTI_ROMANI,
    PALAZZO_COMUNALE,
    ReportFactory,
)
from texts.refusals import Refused

WRITTEN = "via Dante 12, davanti al civico 12 lato edicola"


def submit(**changes):
    values = {
        "category": Category.objects.get(pk="rifiuti"),
        "subject": "Vetri rotti",
        "details": "",
        "location_source": Report.LocationSource.MAP,
        "occurred_on": timezone.localdate(),
        "draft_key": uuid.uuid4(),
        **changes,
    }
    return submit_report(**values).report


def without_point(**changes):
    point = {"latitude": None, "longitude": None, "cell": None}
    point |= {"location_source": Report.LocationSource.WRITTEN}
    return ReportFactory(**{**point, "place_text": WRITTEN, **changes})


def test_a_report_without_a_point_is_accepted_as_it_was_written(programme):
    report = submit(place_text="  via Milano 40,\tsotto i portici ")

    assert report.place_text == "via Milano 40, sotto i portici"
    assert (report.latitude, report.longitude, report.cell) == (None, None, None)
    assert report.hotspot is None
    assert report.location_source == Report.LocationSource.WRITTEN


@pytest.mark.parametrize(
    "text, slug",
    [
        ("panchine di piazza Roma, lato nord", "piazza-roma"),
        ("piazza Roma o piazza Marconi", None),
        ("piaza roma", None),
    ],
)
def test_it_is_of_a_place_only_if_it_names_that_alone(programme, text, slug):
    spot = submit(place_text=text).hotspot

    assert (spot and spot.slug) == slug


def test_with_a_point_the_written_place_stays_beside_it(programme):
    report = submit(latitude=45.14117, longitude=10.02249, place_text=WRITTEN)

    assert report.place_text == WRITTEN and report.has_point


def test_a_pin_alone_is_given_its_reading_in_italian(programme):
    report = submit(latitude=45.13567, longitude=10.0277, language="en")

    assert report.place_reading == "vicino a corso Matteotti"
    assert report.place_text == "" and report.place_words == report.place_reading


@pytest.mark.parametrize(
    "where",
    [
        {},
        {"place_text": " \n "},
        {"latitude": 45.135, "place_text": "via Dante"},
        {"longitude": 10.02, "place_text": "via Dante"},
        {"latitude": 45.4642, "longitude": 9.19, "place_text": "Milano"},
    ],
)
def test_no_place_half_a_point_and_another_town_are_refused(programme, where):
    with pytest.raises(ReportRefused):
        submit(**where)

    assert not Report.objects.exists()


def test_the_database_keeps_no_half_point(db):
    report = ReportFactory()

    for lost in ({"latitude": None}, {"cell": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.filter(pk=report.pk).update(**lost)


@pytest.mark.parametrize(
    "text, slug, words",
    [
        (WRITTEN, "piazza-roma", WRITTEN),
        ("", "piazza-roma", "Piazza Roma"),
        ("", None, "Un altro punto in città"),
    ],
)
def test_one_way_to_say_where(programme, text, slug, words):
    spot = slug and Hotspot.objects.get(slug=slug)

    assert ReportFactory(place_text=text, hotspot=spot).place_words == words


@pytest.mark.parametrize(
    "text, reading, line",
    [
        ("p.zza ROMA", "", "Piazza Roma"),
        ("", "Piazza Roma", "Piazza Roma"),
        ("Piazza Roma, lato edicola", "", "Piazza Roma: Piazza Roma, lato edicola"),
        ("", "vicino a via Dante", "Piazza Roma: vicino a via Dante"),
    ],
)
def test_the_name_of_the_place_is_said_once(client_as, programme, text, reading, line):
    spot = Hotspot.objects.get(slug="piazza-roma")
    ReportFactory(place_text=text, place_reading=reading, hotspot=spot)

    page = client_as("officer").get(reverse("report_queue")).text

    assert f'desk-lead">{line}</span>' in page


def test_the_desk_reads_searches_and_carries_away_the_written_place(
    client_as, programme
):
    report = without_point()
    officer = client_as("officer")

    for url in (
        reverse("report_detail", args=[report.code]),
        reverse("report_queue"),
        f"{reverse('report_queue')}?q=lato+EDICOLA",
        f"{reverse('report_queue')}?preview={report.code}",
    ):
        assert WRITTEN in officer.get(url).text, url
    page = officer.get(reverse("report_detail", args=[report.code])).text
    assert "<dt>Punto</dt><dd>Nessuno: il luogo è detto solo a parole" in page
    file = officer.get(reverse("report_export")).getvalue().decode("utf-8-sig")
    assert WRITTEN in file and "Luogo come è stato scritto" in file


@pytest.mark.engine
@pytest.mark.parametrize("asked", ["LATO EDICOLA", "civico 12 lato", "via Dante 12,"])
def test_the_written_place_is_searched_on_every_database(db, asked):
    report = without_point()
    without_point(place_text="100% via_Dante")

    assert list(Report.objects.search(asked)) == [report]
    assert not Report.objects.search("edicola%").exists()


def test_the_written_place_is_erased_with_the_texts(programme):
    report = without_point(closed=True)
    report.history.update(at=timezone.now() - timedelta(days=900))

    assert erase_texts() == 1

    report.refresh_from_db()
    assert report.place_text == "" and report.place_words == "Un altro punto in città"


def test_a_reassignment_leaves_a_place_that_is_only_written(programme):
    without_point(hotspot=Hotspot.objects.get(slug="piazza-roma"))

    assert preview_reassignment().flows == []


@pytest.mark.parametrize(
    "mine, other, same",
    [
        (None, None, True),
        (None, "piazza-roma", True),
        ("piazza-roma", "piazza-roma", True),
        ("piazza-roma", "piazza-marconi", False),
    ],
)
def test_without_a_point_who_reads_both_says_if_they_are_the_same(
    programme, officer, mine, other, same
):
    spots = {spot.slug: spot for spot in Hotspot.objects.all()}
    report = without_point(hotspot=spots.get(mine))
    into = ReportFactory(hotspot=spots.get(other))

    if same:
        assert merge_report(report, into=into, by=officer).merged_into == into
    else:
        with pytest.raises(Refused):
            merge_report(report, into=into, by=officer)


def test_what_is_near_a_point_has_one(programme):
    without_point()
    near = ReportFactory(latitude=PALAZZO_COMUNALE[0], longitude=PALAZZO_COMUNALE[1])
    ReportFactory(latitude=ORTI_ROMANI[0], longitude=ORTI_ROMANI[1])

    assert list(Report.objects.near(*PALAZZO_COMUNALE, 100)) == [near]
