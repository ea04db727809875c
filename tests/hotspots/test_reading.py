"""What a point reads as, near streets, doors, places and landmarks."""

import pytest
from django.utils import translation

from hotspots.models import Street
from hotspots.projection import Projection
from hotspots.reading import in_a_sentence, reading_of
from tests.hotspots.factories import HouseNumberFactory, StreetFactory

MIDDLE = Projection(
    45.1600, 10.0300
)  # far from the places and landmarks of the programme


def at(east, north):
    """Return (latitude, longitude) of a point, metres from the middle."""
    per_lon, per_lat = MIDDLE.metres_per_degree
    return MIDDLE.latitude + north / per_lat, MIDDLE.longitude + east / per_lon


def line(*points):
    return [list(reversed(at(*point))) for point in points]


@pytest.fixture
def crossroads(programme):
    """A street from west to east, crossed by one on each side, 100 m from the middle."""
    StreetFactory(name="Corso Lungo", lines=[line((-300, 0), (0, 0), (300, 0))])
    StreetFactory(name="Via Ovest", lines=[line((-100, -200), (-100, 200))])
    StreetFactory(name="Via Est", lines=[line((100, 4), (100, 200))])
    StreetFactory(name="Via Lontana", lines=[line((-300, 300), (300, 300))])


@pytest.mark.parametrize(
    "point, said",
    [
        ((0, 20), "vicino a corso Lungo, fra via Ovest e via Est"),
        ((-200, 5), "vicino a corso Lungo e a via Ovest"),
        ((-94, 4), "all’angolo fra corso Lungo e via Ovest"),
        ((-98, 150), "vicino a via Ovest e a corso Lungo"),
        ((500, 0), ""),
        ((0, 80), ""),
    ],
)
def test_a_point_reads_as_the_streets_around_it(crossroads, point, said):
    assert reading_of(*at(*point)) == said


def test_a_street_of_two_names_at_one_crossroads_is_said_once(crossroads):
    Street.objects.filter(name="Via Est").update(name="Via Ovest", locality="Sud")

    assert reading_of(*at(0, 20)) == "vicino a corso Lungo e a via Ovest"


def test_it_reads_in_the_language_of_the_page(crossroads):
    with translation.override("en"):
        assert (
            reading_of(*at(0, 20)) == "near corso Lungo, between via Ovest and via Est"
        )


@pytest.mark.parametrize(
    "point, said",
    [
        ((45.13519, 10.02313), "in piazza Roma"),
        ((45.13590, 10.02363), "vicino a piazza Roma"),
        ((45.13567, 10.02770), "vicino a corso Matteotti"),
        ((45.16, 10.03), ""),
    ],
)
def test_without_streets_it_reads_by_places_and_landmarks(programme, point, said):
    assert reading_of(*point) == said


def test_without_lines_it_reads_by_the_nearest_door(programme):
    street = StreetFactory(name="Via Milano")
    for number, east in [("40", 10), ("42", 30)]:
        latitude, longitude = at(east, 0)
        HouseNumberFactory(
            street=street, number=number, latitude=latitude, longitude=longitude
        )

    assert reading_of(*at(0, 0)) == "vicino a via Milano 40"


def test_the_questions_are_as_many_among_many_streets(
    crossroads, django_assert_max_num_queries
):
    for n in range(300):
        StreetFactory(name=f"Via {n}", lines=[line((n, 10), (n, 30 + n))])

    with django_assert_max_num_queries(6):
        assert reading_of(*at(-50, -20)).startswith("vicino a corso Lungo")


@pytest.mark.parametrize(
    "name, inside",
    [
        ("Corso Mazzini", "corso Mazzini"),
        ("Belvedere", "Belvedere"),
        ("P.zza Roma", "p.zza Roma"),
        ("", ""),
    ],
)
def test_a_name_inside_a_sentence(name, inside):
    assert in_a_sentence(name) == inside
