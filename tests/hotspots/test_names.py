"""Names as people write them, and the place they find."""

import pytest

from hotspots.models import Hotspot
from hotspots.names import normalise
from hotspots.search import find_place
from tests.hotspots.factories import AliasFactory, HotspotFactory, LandmarkFactory


@pytest.mark.parametrize(
    "written, read",
    [
        ("piazza Roma", "piazza roma"),
        ("  PIAZZA   ROMA ", "piazza roma"),
        ("P.zza Roma", "piazza roma"),
        ("p.za Roma", "piazza roma"),
        ("P.zza.Roma", "piazza roma"),
        ("pzza roma", "piazza roma"),
        ("p. zza roma", "piazza roma"),
        ("Piazzà Ròma", "piazza roma"),
        ("piazza\tRoma\n", "piazza roma"),
        ("piazza Roma, 12", "piazza roma 12"),
        ("P.le Libertà", "piazzale liberta"),
        ("V.le Po", "viale po"),
        ("V. Dante", "via dante"),
        ("C.so Mazzini", "corso mazzini"),
        ("l.go Moreni", "largo moreni"),
        ("via Bell’Aspa", "via bell aspa"),
        ("via Bell'Aspa", "via bell aspa"),
        ("piazza_roma", "piazza roma"),
        ("ﬁumi", "fiumi"),
        ("\u202epiazza\u202c Roma\x00", "piazza roma"),
        ("<b>piazza</b>", "b piazza b"),
        ("!!!", ""),
        ("", ""),
        (None, ""),
        ("a" * 10_000, "a" * 300),
    ],
)
def test_a_name_is_brought_to_one_form(written, read):
    assert normalise(written) == read


@pytest.mark.parametrize("word", ["corsia", "largo", "viola", "pizza", "via", "volo"])
def test_whole_words_are_no_abbreviations(word):
    assert normalise(word) == word


@pytest.mark.parametrize(
    "text, slug",
    [
        ("P.zza Roma", "piazza-roma"),
        ("giardini pubblici", "piazza-roma"),
        ("GIARDINI GIOVANNI PAOLO II", "piazza-roma"),
        ("sulle panchine di piazza Roma, lato nord", "piazza-roma"),
        ("Marconi", "piazza-marconi"),
        ("piazza Guglielmo Marconi 3", "piazza-marconi"),
        ("via Orti Romani", "via-orti-romani"),
        ("orti romani", "via-orti-romani"),
    ],
)
def test_a_place_is_found_by_the_names_people_use(programme, text, slug):
    place = find_place(text)

    assert place.hotspot_id == Hotspot.objects.get(slug=slug).pk


def test_a_landmark_is_found_with_its_point_and_no_place(programme):
    place = find_place("c.so Matteotti")

    assert (place.name, place.latitude, place.longitude) == (
        "Corso Matteotti",
        45.13567,
        10.02760,
    )
    assert place.hotspot_id is None


def test_a_landmark_inside_a_place_says_which(db):
    spot = HotspotFactory()
    LandmarkFactory(name="Fontana", latitude=spot.latitude, longitude=spot.longitude)

    assert find_place("fontana").hotspot_id == spot.pk


@pytest.mark.parametrize(
    "text", ["", "   ", "?", "via", "piazza", "piazza Garibaldi", "zzz"]
)
def test_a_text_that_names_no_one_place_finds_none(programme, text):
    assert find_place(text) is None


def test_a_name_of_two_places_finds_none(db):
    AliasFactory(text="giardini pubblici")
    AliasFactory(text="Giardini Pubblici")

    assert find_place("giardini pubblici") is None


def test_finding_a_place_asks_four_questions(programme, django_assert_num_queries):
    for _ in range(20):
        AliasFactory()

    with django_assert_num_queries(4):
        find_place("piazza Roma")
