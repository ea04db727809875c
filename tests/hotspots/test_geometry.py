"""Which place a point belongs to, by the facts of the programme and against a naive loop."""

import math
import random
import subprocess
import sys

import pytest
import shapely

from hotspots.geometry import assign, assign_point, cell, in_municipality
from hotspots.models import Hotspot
from hotspots.projection import (
    Projection,
    area_of,
    centre_of,
    overlap,
    projected,
)
from tests.hotspots.factories import HotspotFactory, square

EARTH = 6_371_008.8
CENTRE_OF_PIAZZA_ROMA = (45.13519, 10.02313)


def haversine(latitude, longitude, other_latitude, other_longitude):
    a, b = math.radians(latitude), math.radians(other_latitude)
    half = math.radians(other_longitude - longitude) / 2
    chord = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(half) ** 2
    return 2 * EARTH * math.asin(math.sqrt(chord))


def naive(latitude, longitude, hotspots):
    """Assign one point by looking at every polygon, in the projection of shapely's own plane."""
    found = []
    for spot in hotspots:
        projection, polygon = projected(spot.ring)
        point = shapely.Point(*projection.to_metres(longitude, latitude))
        distance = 0 if polygon.covers(point) else polygon.exterior.distance(point)
        if distance <= spot.buffer_m:
            found.append((distance, polygon.area, spot.pk))
    return min(found)[2] if found else None


def by_slug(slug):
    return Hotspot.objects.get(slug=slug)


def metres_west(spot, metres):
    """Return a point so many metres west of the westernmost vertex of a place."""
    longitude, latitude = min(spot.ring)
    east, _ = Projection(latitude, longitude).metres_per_degree
    return latitude, longitude - metres / east


def test_the_centre_of_each_place_belongs_to_it(programme):
    places = list(Hotspot.objects.all())

    found = assign([p.latitude for p in places], [p.longitude for p in places])

    assert found == [p.pk for p in places]


@pytest.mark.parametrize(
    "slug, metres, belongs",
    [
        ("piazza-roma", 24.5, True),
        ("piazza-roma", 25.5, False),
        ("piazza-marconi", 24.5, True),
        ("piazza-marconi", 25.5, False),
        ("via-orti-romani", 99, True),
        ("via-orti-romani", 101, False),
    ],
)
def test_the_buffer_reaches_25_metres_around_a_square_and_100_around_orti_romani(
    programme, slug, metres, belongs
):
    spot = by_slug(slug)

    found = assign_point(*metres_west(spot, metres))

    assert found == (spot.pk if belongs else None)


def test_the_areas_near_the_places_are_elsewhere_in_town(programme):
    assert assign_point(45.13735, 10.03124) is None  # piazza della Libertà
    assert assign_point(45.14183, 10.01517) is None  # piazza Risorgimento


def test_a_point_in_two_buffers_goes_to_the_nearest_place(db):
    west = HotspotFactory(ring=square(45.135, 10.020), buffer_m=200)
    east = HotspotFactory(ring=square(45.135, 10.023), buffer_m=200)

    assert assign_point(45.135, 10.0214) == west.pk
    assert assign_point(45.135, 10.0216) == east.pk


def test_a_point_in_a_polygon_stays_there_though_a_buffer_covers_it(db):
    HotspotFactory(ring=square(45.135, 10.020), buffer_m=500)
    inner = HotspotFactory(ring=square(45.135, 10.0211), buffer_m=0)

    assert assign_point(45.135, 10.0207) == inner.pk


def test_where_two_polygons_overlap_the_smaller_one_wins(db):
    HotspotFactory(ring=square(half=0.002))
    small = HotspotFactory(ring=square(half=0.0005))

    assert assign_point(small.latitude, small.longitude) == small.pk


def test_the_border_belongs_to_the_place_without_a_buffer(db):
    spot = HotspotFactory(buffer_m=0)
    longitude, latitude = spot.ring[0]

    assert assign_point(latitude, longitude) == spot.pk


@pytest.mark.parametrize(
    "point",
    [(math.nan, 10.02), (45.13, math.inf), (0, 0), (-45.13519, 10.02313), (90, 180)],
)
def test_points_that_are_nowhere_near_belong_to_none(programme, point):
    assert assign_point(*point) is None


def test_nobody_owns_anything_before_places_exist(db):
    assert assign([45.1], [10.0]) == [None]
    assert assign([], []) == []


def test_a_hundred_thousand_points_agree_with_a_naive_loop(programme):
    chance = random.Random(7)
    spots = [*Hotspot.objects.all(), HotspotFactory(buffer_m=300)]
    latitudes = [chance.uniform(45.128, 45.144) for _ in range(100_000)]
    longitudes = [chance.uniform(10.015, 10.033) for _ in range(100_000)]

    found = assign(latitudes, longitudes)

    assert len(found) == 100_000
    assert set(found) == {None, *(spot.pk for spot in spots)}
    for index in chance.sample(range(100_000), 3_000):
        assert found[index] == naive(latitudes[index], longitudes[index], spots)


def test_assigning_asks_the_database_once(programme, django_assert_num_queries):
    with django_assert_num_queries(1):
        assign([45.135] * 50, [10.023] * 50)


def test_a_boundary_being_tried_is_used_instead_of_the_saved_one(programme):
    spot = by_slug("piazza-roma")
    spot.ring = square(45.16, 10.02)

    assert assign([45.16], [10.02], [spot]) == [spot.pk]
    assert assign([45.13519], [10.02313], [spot]) == [None]


def test_distances_agree_with_the_great_circle_within_the_stated_bound():
    chance = random.Random(3)
    for _ in range(300):
        latitude, longitude = chance.uniform(36, 47), chance.uniform(7, 18)
        other = (latitude + chance.uniform(-0.005, 0.005), longitude + 0.004)
        east, north = Projection((latitude + other[0]) / 2, longitude).metres_per_degree
        metres = math.hypot(
            (longitude - other[1]) * east, (latitude - other[0]) * north
        )
        # the sphere itself is up to 0.34 % off the ellipsoid at these latitudes
        assert metres == pytest.approx(
            haversine(latitude, longitude, *other), rel=0.004
        )


def test_one_degree_measures_what_the_tables_say():
    # WGS84 at 45 degrees: 78,846.8 m of longitude, 111,131.7 m of latitude
    east, north = Projection(45, 10).metres_per_degree

    assert east == pytest.approx(78_846.8, abs=0.1)
    assert north == pytest.approx(111_131.7, abs=0.1)


def test_the_places_measure_what_the_programme_says(programme):
    assert area_of(by_slug("piazza-roma").ring) == pytest.approx(13_000, rel=0.08)
    assert area_of(programme.boundary) == pytest.approx(70.46e6, rel=0.01)


def test_the_centre_of_a_horseshoe_is_inside_it():
    ring = [
        [10, 45], [10.03, 45], [10.03, 45.03], [10.02, 45.03],
        [10.02, 45.01], [10.01, 45.01], [10.01, 45.03], [10, 45.03], [10, 45],
    ]  # fmt: skip

    latitude, longitude = centre_of(ring)

    assert shapely.Polygon(ring).contains(shapely.Point(longitude, latitude))


def test_overlap_is_an_area_in_square_metres():
    ring = square(45.135, 10.02)

    assert overlap(ring, ring) == pytest.approx(area_of(ring))
    assert overlap(ring, square(45.135, 10.03)) == 0


def test_a_cell_is_the_same_for_neighbours_and_fits_the_column():
    here, there = cell(45.13519, 10.02313), cell(45.13520, 10.02314)

    assert here == there != cell(45.1408, 10.0265)
    assert 0 < here < 2**63


@pytest.mark.parametrize(
    "point, inside",
    [
        (CENTRE_OF_PIAZZA_ROMA, True),
        ((45.11949, 10.08449), True),  # a vertex of the boundary
        ((45.11949, 10.0852), True),  # 55 m beyond it: the boundary is simplified
        ((45.36, 9.69), False),  # Crema
        ((45.4642, 9.19), False),  # Milano
        ((math.nan, 10.02), False),
        ((math.inf, math.inf), False),
    ],
)
def test_a_point_is_in_the_comune_or_not(programme, point, inside):
    assert in_municipality(*point) is inside


def test_no_point_is_in_a_comune_that_is_not_loaded(db):
    assert in_municipality(*CENTRE_OF_PIAZZA_ROMA) is False


def test_no_module_of_geodjango_is_loaded():
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import django, sys; django.setup();"
            "import cremona_safety.urls;"
            "print([m for m in sys.modules if m.startswith('django.contrib.gis')])",
        ],
        capture_output=True,
        text=True,
        check=True,
        env={
            "DJANGO_SETTINGS_MODULE": "cremona_safety.settings.test",
            "PYTHONPATH": ".",
        },
    )
    assert loaded.stdout.strip() == "[]"
