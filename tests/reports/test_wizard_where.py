"""Where: a name, a place of the list, a point of the map, the position of the phone."""

import pytest

from hotspots.models import Landmark
from reports.models import Report
from reports.views.steps import WHERE
from tests.reports.factories import MILAN, PALAZZO_COMUNALE, PIAZZA_ROMA
from tests.reports.steps import refused


def test_a_point_on_the_map_is_kept_as_it_is(citizen):
    latitude, longitude = PALAZZO_COMUNALE
    citizen.ready(place="punto", latitude=latitude, longitude=longitude).send()

    report = Report.objects.get()
    assert (report.latitude, report.longitude) == PALAZZO_COMUNALE
    assert report.hotspot is None and report.location_source == "mappa"


def test_the_position_of_the_phone_is_marked_as_such(citizen):
    latitude, longitude = PIAZZA_ROMA
    citizen.ready(
        place="", latitude=latitude, longitude=longitude, located_by="dispositivo"
    ).send()

    report = Report.objects.get()
    assert report.location_source == "dispositivo"
    assert report.hotspot.slug == "piazza-roma"


def test_a_place_typed_by_name_is_found(citizen):
    citizen.ready(place="nome", place_name="P.zza  Marconi").send()

    report = Report.objects.get()
    assert report.hotspot.slug == "piazza-marconi" and report.location_source == "testo"


def test_a_street_typed_by_name_is_found_without_choosing_a_radio(citizen):
    street = Landmark.objects.get(name="Via Dante")
    citizen.ready(place="", place_name="via dante").send()

    assert Report.objects.get().latitude == street.latitude


def test_a_point_inside_the_chosen_place_is_more_precise(citizen):
    latitude, longitude = PIAZZA_ROMA[0] + 1e-4, PIAZZA_ROMA[1]
    citizen.ready(latitude=latitude, longitude=longitude).send()

    assert Report.objects.get().latitude == latitude


def test_a_point_far_from_the_chosen_place_does_not_move_it(citizen):
    citizen.ready(latitude=PALAZZO_COMUNALE[0], longitude=PALAZZO_COMUNALE[1]).send()

    assert Report.objects.get().hotspot.slug == "piazza-roma"


def test_no_place_is_refused(citizen):
    refused(citizen, "Dicci dove", WHERE, "place_name", place="")


def test_a_place_unknown_is_taken_as_it_was_written(citizen):
    citizen.ready(place="", place_name="via Xyzzyx 40, sotto i portici")

    page = citizen.page("report_summary")
    assert "via Xyzzyx 40, sotto i portici" in page
    assert "Senza un punto sulla mappa" in page
    citizen.send()
    report = Report.objects.get()
    assert report.place_text == "via Xyzzyx 40, sotto i portici"
    assert report.latitude is None and report.location_source == "scritto"


def test_words_that_may_mean_a_place_are_asked_about(citizen):
    citizen.enter().step(WHERE, place="", place_name="piaza roma, lato edicola")
    form = citizen.get("report_where").context["form"]
    page = citizen.page("report_where")
    choices = dict(form["meant"].field.widget.choices)
    assert "Intendevi" in page and "Piazza Roma" in choices.values()
    meant = next(key for key, name in choices.items() if name == "Piazza Roma")
    written = {"place": "", "place_name": "piaza roma, lato edicola"}

    citizen.fill(**written, meant=meant, asked=written["place_name"])

    assert "Sulla mappa: Piazza Roma" in citizen.page("report_summary")
    citizen.send()
    report = Report.objects.get()
    assert report.place_text == written["place_name"]
    assert report.hotspot.slug == "piazza-roma"


def test_one_may_always_keep_what_one_wrote(citizen):
    written = {"place": "", "place_name": "piaza roma"}
    citizen.enter().fill(**written)

    citizen.fill(**written, meant="scritto", asked="piaza roma")

    citizen.send()
    report = Report.objects.get()
    assert (report.place_text, report.latitude) == ("piaza roma", None)


def test_a_choice_is_not_taken_for_other_words(citizen):
    citizen.enter()

    citizen.step(
        WHERE, place="", place_name="piaza rom", meant="scritto", asked="altro"
    )

    assert "Intendevi" in citizen.page("report_where")


@pytest.mark.parametrize(
    "meant", ["inventato", "Piazza Roma 0.0 0.0", "\x00", "è" * 500]
)
def test_a_choice_that_was_not_offered_is_asked_again(citizen, meant):
    citizen.enter()

    citizen.step(
        WHERE, place="", place_name="piaza roma", meant=meant, asked="piaza roma"
    )

    assert "Intendevi" in citizen.page("report_where")


def test_the_list_of_suggestions_may_say_as_written_too(citizen):
    citizen.ready(place="nome", place_name="piaza roma", as_written="piaza roma").send()

    assert Report.objects.get().location_source == "scritto"


def test_the_words_stay_beside_a_place_of_the_list_and_beside_a_point(citizen):
    citizen.ready(place_name="panchine di piazza Roma").send()
    latitude, longitude = PALAZZO_COMUNALE
    citizen.ready(
        place="punto",
        place_name="sotto i portici",
        latitude=latitude,
        longitude=longitude,
    ).send()

    texts = set(Report.objects.values_list("place_text", flat=True))
    assert texts == {"panchine di piazza Roma", "sotto i portici"}
    assert not Report.objects.filter(latitude=None).exists()


@pytest.mark.parametrize(
    ("accuracy", "is_rough"),
    [("12", False), ("50", False), ("2500", True), ("x", False)],
)
def test_a_rough_position_says_so_to_who_reads(citizen, accuracy, is_rough):
    latitude, longitude = PALAZZO_COMUNALE
    citizen.ready(
        place="punto",
        latitude=latitude,
        longitude=longitude,
        located_by="dispositivo",
        accuracy=accuracy,
        seen_accuracy=accuracy,
    )
    said = "precisa a circa 2.500 metri"
    assert (said in citizen.page("report_summary")) == is_rough
    assert f'data-accuracy="{accuracy}"' in citizen.page("report_where")
    citizen.send()

    assert Report.objects.get().accuracy_m == (2500 if is_rough else None)


def test_a_rough_position_is_asked_about_once_and_then_taken(citizen):
    latitude, longitude = PALAZZO_COMUNALE
    here = {
        "place": "punto",
        "latitude": latitude,
        "longitude": longitude,
        "located_by": "dispositivo",
    }
    citizen.ready()
    citizen.step(WHERE, **here, accuracy="2500")

    page = citizen.page("report_where")
    assert "precisa a circa 2.500 metri: sposta il segnaposto" in page
    assert '<input type="hidden" name="seen_accuracy" value="2500">' in page
    citizen.step(WHERE, **here, accuracy="2500", seen_accuracy="2500")
    assert "segnaposto sul punto giusto" in citizen.page("report_summary")
    citizen.step(WHERE, **here, accuracy="800", seen_accuracy="2500")
    assert "circa 800 metri" in citizen.page("report_where")
    citizen.step(WHERE, **here | {"located_by": "mappa"}, accuracy="")
    citizen.send()
    assert Report.objects.get().accuracy_m is None


def test_a_place_without_its_name_is_refused(citizen):
    refused(citizen, "Dicci dove", WHERE, "place_name", place="nome")


def test_a_place_and_another_name_are_refused(citizen):
    refused(citizen, "tieni solo uno", WHERE, "place_name", place_name="piazza Marconi")


@pytest.mark.parametrize(
    ("latitude", "longitude", "sentence"),
    [
        (*MILAN, "fuori dal territorio"),
        ("45.1352", "", "Il punto non si legge"),
        ("nan", "10.02", "Il punto non si legge"),
        ("inf", "10.02", "Il punto non si legge"),
        ("<b>", "10.02", "Il punto non si legge"),
        ("1e400", "10.02", "Il punto non si legge"),
        ("4_5.13", "10.02", "Il punto non si legge"),
        ("٤٥.13", "10.02", "Il punto non si legge"),
        ("", "", "Segna il punto"),
    ],
)
def test_a_wrong_point_is_refused(citizen, latitude, longitude, sentence):
    refused(
        citizen,
        sentence,
        WHERE,
        "place",
        place="punto",
        latitude=latitude,
        longitude=longitude,
    )


def test_a_place_that_is_not_in_the_list_is_refused(citizen):
    refused(citizen, "field-invalid", WHERE, "place", place="piazza-duomo")
