"""What a ring may be, and the sentence for each thing it may not."""

import math

import pytest
from django.core.exceptions import ValidationError

from hotspots import rings
from hotspots.projection import area_of
from hotspots.rings import check_place_ring, check_ring
from tests.hotspots.factories import square

BOW_TIE = [[10, 45], [10.001, 45.001], [10.001, 45], [10, 45.001]]
BOUNDARY = square(45.135, 10.02, half=0.05)


def test_a_ring_comes_back_closed_counter_clockwise_and_rounded():
    ring = check_ring([[10.0, 45.00100049], [10.001, 45.001], [10.001, 45], [10, 45]])

    assert ring[0] == ring[-1]
    assert len(ring) == 5
    assert [10.0, 45.001] in ring
    signed = sum(
        a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:], strict=False)
    )
    assert signed > 0


def test_checking_twice_changes_nothing():
    once = check_ring(square())

    assert check_ring(once) == once


@pytest.mark.parametrize(
    "ring, sentence",
    [
        ("piazza Roma", rings.NOT_A_RING),
        (None, rings.NOT_A_RING),
        ({"type": "Polygon"}, rings.NOT_A_RING),
        ([], rings.TOO_FEW),
        ([[10, 45], [10.001, 45]], rings.TOO_FEW),
        ([[10, 45], [10.001, 45], [10, 45], [10.001, 45]], rings.TOO_FEW),
        ([[10, 45], [10.001, 45], [10.002, 45]], rings.CROSSED),
        (BOW_TIE, rings.CROSSED),
        ([[10, 45], ["x", 45], [10, 46]], rings.NOT_NUMBERS.format(number=2)),
        ([[10, 45], ["45", "10"], None], rings.NOT_NUMBERS.format(number=3)),
        ([[10, 45], "45", [10, 46]], rings.NOT_NUMBERS.format(number=2)),
        ([[10, 45], [10, 45, 3], [10, 46]], rings.NOT_NUMBERS.format(number=2)),
        ([[10, 45], [math.nan, 45], [10, 46]], rings.NOT_NUMBERS.format(number=2)),
        ([[10, math.inf], [11, 45], [10, 46]], rings.NOT_NUMBERS.format(number=1)),
        ([[10, 95], [11, 45], [10, 46]], rings.OFF_THE_EARTH.format(number=1)),
        ([[200, 45], [11, 45], [10, 46]], rings.OFF_THE_EARTH.format(number=1)),
        (
            [[10 + n / 1e6, 45] for n in range(10_000)],
            rings.TOO_MANY.format(count=10_000, limit=5_000),
        ),
    ],
)
def test_a_bad_ring_is_refused_with_a_sentence(ring, sentence):
    with pytest.raises(ValidationError, match="^") as refusal:
        check_ring(ring)

    assert refusal.value.messages == [sentence]


def test_a_place_inside_the_comune_passes():
    assert area_of(check_place_ring(square(45.135, 10.02), BOUNDARY)) > 0


@pytest.mark.parametrize(
    "ring, sentence",
    [
        (square(45.30, 10.02), rings.OUTSIDE),
        (square(45.185, 10.02, half=0.005), rings.OUTSIDE),  # half in, half out
        (square(45.135, 10.02, half=0.00001), "il minimo è 100"),
        (square(45.135, 10.02, half=0.03), "il massimo è 500"),
        (
            [[10.02 + n / 1e6, 45.1 + (n % 7) / 1e6] for n in range(10_000)],
            "il massimo è 200",
        ),
    ],
)
def test_a_place_outside_too_small_or_too_large_is_refused(ring, sentence):
    with pytest.raises(ValidationError) as refusal:
        check_place_ring(ring, BOUNDARY)

    assert sentence in refusal.value.messages[0]


def test_a_place_may_touch_the_simplified_boundary():
    assert check_place_ring(square(45.1846, 10.02), BOUNDARY)
