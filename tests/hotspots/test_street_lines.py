"""The lines of the streets that a map asks for, box by box."""

import pytest
from django.urls import reverse

from tests.hotspots.factories import StreetFactory

BOX = "10.01,45.13,10.03,45.14"


def lines(client, box=BOX):
    return client.get(reverse("street_lines"), {"bbox": box})


def test_a_box_gets_the_streets_that_cross_it(client, programme):
    StreetFactory(
        name="Via Dentro",
        lines=[[[10.02, 45.135], [10.021, 45.135]]],
        lines_source="Comune inventato",
    )
    StreetFactory(name="Via Fuori", lines=[[[10.09, 45.17], [10.091, 45.17]]])

    answer = lines(client)

    assert answer["Cache-Control"] == "public, max-age=3600"
    found = answer.json()
    assert [f["properties"]["name"] for f in found["features"]] == ["Via Dentro"]
    assert "Comune inventato" in found["attribution"]
    assert client.get(reverse("places_geojson")).json()["streets"] is True


def test_without_streets_the_map_asks_nothing(client, programme):
    assert client.get(reverse("places_geojson")).json()["streets"] is False


@pytest.mark.parametrize(
    "box",
    [
        "",
        "10,45,11",
        "a,b,c,d",
        "11,45,10,46",
        "10,46,11,45",
        "10,45,11,91",
        "nan,nan,nan,nan",
        "10,45,11,46,47",
        "1e1,45,11,46",
        "١٠,45,11,46",
        "10.123456789,45,11,46",
        "-" * 9_000,
    ],
)
def test_what_is_no_box_is_refused(client, programme, box):
    assert lines(client, box).status_code == 400


def test_a_big_town_seen_whole_is_still_little(
    client, programme, django_assert_num_queries
):
    for n in range(900):  # each of 100 points: 90,000 in all
        across = [
            [10.0 + n / 20_000 + k / 2_000, 45.12 + (n * k) % 97 / 5_000]
            for k in range(100)
        ]
        StreetFactory(name=f"Via {n}", lines=[across], lines_source="Inventato")

    with django_assert_num_queries(2):
        answer = lines(client, "9.9,45.0,10.2,45.3")

    assert len(answer.content) < 100_000 and len(answer.json()["features"]) > 10
