"""The boundary as text: what is read, and the sentence for what is not."""

import pytest
from django.core.exceptions import ValidationError

from hotspots.ring_text import NOT_A_POINT, TOO_LONG, read_ring, write_ring
from tests.hotspots.factories import square


def test_what_is_written_is_read_back():
    ring = square()

    assert read_ring(write_ring(ring)) == ring[:-1]


@pytest.mark.parametrize(
    "line",
    [
        "45.13453, 10.02263",
        "45.13453,10.02263",
        "  45.13453   10.02263  ",
        "45.13453;10.02263",
        "45.13453\t10.02263",
        "45,13453 10,02263",
        "45,13453; 10,02263",
        "45,13453, 10,02263",
    ],
)
def test_a_point_is_read_however_it_is_separated(line):
    assert read_ring(line) == [[10.02263, 45.13453]]


@pytest.mark.parametrize(
    "line",
    [
        "45.13453",
        "45.1 10.0 3",
        "piazza Roma",
        "nan, nan",
        "1e5, 10",
        "inf 10",
        "<b>",
        "45°8'N",
    ],
)
def test_a_line_that_is_not_a_point_is_named(line):
    with pytest.raises(ValidationError) as refusal:
        read_ring(f"45.1, 10.0\n\n{line}\n")

    assert refusal.value.messages == [NOT_A_POINT.format(number=3)]


def test_a_text_without_end_is_refused_before_it_is_read():
    with pytest.raises(ValidationError) as refusal:
        read_ring("45.13453, 10.02263\n" * 10_000)

    assert refusal.value.messages == [TOO_LONG]
