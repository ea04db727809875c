"""The tiles of MAP_TILES_FILE, as the portal serves them."""

import pytest
from django.urls import reverse

from hotspots.backgrounds import background
from tests.hotspots.test_background import ADDRESS, FILE, WMS
from tests.tiles.files import MAKERS, grid, picture, town

PLACE = (15, *grid(15))


def tile_url(place=PLACE, version=None):
    if version is None:
        version = background()["url"].split("/")[3]
    return reverse("map_tile", args=[version, *place])


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_a_tile_is_a_picture_that_browsers_keep(client, use_background, tmp_path, kind):
    squares = town()
    path = MAKERS[kind](tmp_path / "mappa", squares)
    use_background(MAP_TILES_FILE=path, **FILE)

    answer = client.get(tile_url())

    assert answer.status_code == 200
    assert answer.content == squares[PLACE]
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "Content-Encoding" not in answer
    assert set(answer["Cache-Control"].split(", ")) == {"public", "max-age=31536000", "immutable"}  # fmt: skip
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies


def test_a_tile_is_sent_again_only_when_the_file_changed(client, with_file):
    first_url = tile_url()
    first = client.get(first_url)
    kept = {"If-None-Match": first["ETag"]}
    again = client.get(first_url, headers=kept)

    MAKERS["mbtiles"](with_file.with_name("nuova"), town("navy")).replace(with_file)
    after = client.get(first_url, headers=kept)

    assert (again.status_code, again.content) == (304, b"")
    assert (after.status_code, after.content) == (200, picture("navy"))
    assert "immutable" not in after["Cache-Control"]  # of an address that is of before
    assert tile_url() != first_url
    assert "immutable" in client.get(tile_url())["Cache-Control"]


def test_tiles_ask_the_database_nothing(
    client, client_as, with_file, db, django_assert_num_queries
):
    url = tile_url()
    officer = client_as("officer")

    for person in (client, officer):
        with django_assert_num_queries(0):
            for _ in range(70):  # more than any limit of the forms
                assert person.get(url).status_code == 200


def test_where_the_file_has_nothing_the_answer_is_empty(client, with_file):
    version = background()["url"].split("/")[3]

    for place in [(15, 0, 0), (3, 0, 0), (24, 5, 5)]:
        answer = client.get(tile_url(place, version))

        assert (answer.status_code, answer.content) == (204, b"")
        assert answer["Cache-Control"] == "public, max-age=86400"


@pytest.mark.parametrize(
    "place",
    ["15/32768/0", "15/0/32768", "25/0/0", "99999/1/1", f"1/{10**60}/0", f"{10**60}/0/0"],
)  # fmt: skip
def test_squares_that_are_on_no_map_are_an_empty_404(client, with_file, place):
    answer = client.get(f"/mappa/tessere/1-2/{place}")

    assert (answer.status_code, answer.content) == (404, b"")


@pytest.mark.parametrize(
    "path",
    [
        "1-2/-1/0/0", "1-2/1/-1/0", "1-2/1/0/x", "1-2/1.5/0/0", "1-2/1/0/0/", "1-2/1/0",
        "../1/0/0", "%2e%2e/1/0/0", "1-2/1/0/0.png", "a%00b/1/0/0", "1-2/1/0/%00",
        f"1-2/{'9' * 5000}/0/0", "1-2/1/0/0%0d%0aX:y",
    ],
)  # fmt: skip
def test_addresses_of_no_square_are_not_found(client, with_file, db, path):
    assert client.get(f"/mappa/tessere/{path}").status_code == 404


@pytest.mark.parametrize("variables", [{}, WMS, ADDRESS])
def test_without_a_file_there_are_no_tiles(client, use_background, variables):
    use_background(**variables)

    assert client.get(tile_url(version="1-2")).status_code == 404


def test_tiles_cannot_be_posted_to(client, with_file):
    assert client.post(tile_url()).status_code == 405


def test_a_tile_may_be_asked_without_its_content(client, with_file):
    answer = client.head(tile_url())

    assert (answer.status_code, answer.content) == (200, b"")


def test_a_file_taken_away_leaves_no_tile(client, with_file):
    url = tile_url()
    with_file.unlink()

    assert client.get(url).status_code == 404


def test_the_phone_of_the_field_page_keeps_no_tile(client_as, programme, with_file):
    officer = client_as("officer")

    for name in ("field", "field_worker"):
        kept = officer.get(reverse(name)).content.decode()
        assert "/mappa/" not in kept
        assert "data-background" not in kept
