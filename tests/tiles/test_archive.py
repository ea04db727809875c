"""Files of map tiles: what is read of them, and what is refused with a sentence."""

import gzip
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from pmtiles import writer
from pmtiles.writer import build_roots_leaves

from tests.tiles.files import (
    BOUNDS,
    MAKERS,
    ZOOMS,
    grid,
    mbtiles,
    picture,
    pmtiles,
    town,
)
from tiles import pictures
from tiles.archive import on_grid, open_archive
from tiles.pmtiles import KEPT
from tiles.refusals import Unreadable

SQUARES = town()
TAR = b"ustar" + bytes(600)
VECTOR = b"\x1a\x0c\n\x06strade"


@pytest.fixture(params=sorted(MAKERS))
def kind(request):
    return request.param


@pytest.fixture
def archive(kind, tmp_path):
    return open_archive(MAKERS[kind](tmp_path / f"mappa.{kind}", SQUARES))


def refusal(path):
    with pytest.raises(Unreadable) as refused:
        open_archive(path)
    assert str(path) in str(refused.value)
    return str(refused.value)


def test_every_square_is_where_it_was_drawn(archive):
    for place, content in SQUARES.items():
        assert archive.tile(*place) == (content, "image/png"), place


def test_a_file_says_what_it_covers(archive):
    assert (archive.min_zoom, archive.max_zoom) == (min(ZOOMS), max(ZOOMS))
    assert archive.bounds == pytest.approx(BOUNDS)


def test_there_is_nothing_where_nothing_was_drawn(archive):
    x, y = grid(15)

    assert archive.tile(15, 0, 0) is None
    assert archive.tile(15, x, 2**15 - 1 - y) is None  # the same row, from the south
    assert archive.tile(12, *grid(12)) is None
    assert archive.tile(18, *grid(18)) is None


def test_many_threads_read_at_once(archive):
    places = [*SQUARES] * 3

    with ThreadPoolExecutor(8) as threads:
        read = threads.map(lambda place: archive.tile(*place).content, places)

    assert list(read) == [SQUARES[place] for place in places]


def test_a_file_whose_folder_nobody_may_write_is_read(kind, tmp_path):
    folder = tmp_path / "sola lettura #1 50%?"
    folder.mkdir()
    path = MAKERS[kind](folder / "mappa", SQUARES)
    if kind == "mbtiles":
        with closing(sqlite3.connect(path)) as database:
            database.execute("PRAGMA journal_mode=WAL")
    before = sorted(os.listdir(folder))
    path.chmod(0o400)
    folder.chmod(0o500)

    content = open_archive(path).tile(15, *grid(15)).content

    folder.chmod(0o700)
    assert content == SQUARES[15, *grid(15)]
    assert sorted(os.listdir(folder)) == before


def test_a_file_put_in_the_place_of_another_is_noticed(kind, tmp_path):
    path = MAKERS[kind](tmp_path / "mappa", SQUARES)
    first = open_archive(path)
    assert open_archive(path) is first  # not looked into again

    MAKERS[kind](tmp_path / "nuova", town("red")).replace(path)
    second = open_archive(path)

    assert second.version != first.version
    assert second.tile(15, *grid(15)).content == picture("red")


def test_a_big_file_is_found_through_directories_of_directories(tmp_path, monkeypatch):
    # the writer makes them by itself beyond some ten thousand tiles
    monkeypatch.setattr(
        writer, "optimize_directories", lambda e, _: build_roots_leaves(e, 50)
    )
    squares = {
        (6, x, y): b"\xff\xd8\xff%d %d" % (x, y) for x in range(40) for y in range(30)
    }
    archive = open_archive(pmtiles(tmp_path / "grande.pmtiles", squares, "jpg"))

    for place, content in squares.items():
        assert archive.tile(*place) == (content, "image/jpeg"), place
    assert archive.tile(6, 40, 0) is None
    assert archive._file._directory.cache_info().currsize == KEPT


@pytest.mark.parametrize(
    "kind, content_type",
    [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp"), ("AVIF", "image/avif")],
)  # fmt: skip
def test_the_content_says_the_type_whatever_the_file_says(tmp_path, kind, content_type):
    squares = {(0, 0, 0): picture("olive", kind)}

    archive = open_archive(mbtiles(tmp_path / "mappa", squares, format="png"))

    assert archive.tile(0, 0, 0).content_type == content_type


@pytest.mark.parametrize(
    "page", [b"<svg onload=alert(1)>", b"<!doctype html>", b"", b"\x1f\x8b", b"GIF89a", VECTOR]
)  # fmt: skip
def test_what_is_no_picture_is_never_given(kind, tmp_path, page):
    squares = {(1, 0, 0): picture("olive"), (1, 1, 1): page}

    archive = open_archive(MAKERS[kind](tmp_path / "mappa", squares))

    assert archive.tile(1, 0, 0)
    assert archive.tile(1, 1, 1) is None


def test_tiles_that_somebody_compressed_are_given_as_they_were(tmp_path):
    archive = open_archive(pmtiles(tmp_path / "mappa", SQUARES, packed=True))

    assert archive.tile(15, *grid(15)) == (SQUARES[15, *grid(15)], "image/png")


def test_a_tile_that_would_fill_the_memory_is_not_there(kind, tmp_path, monkeypatch):
    bomb = gzip.compress(picture("olive") + bytes(pictures.LARGEST))
    huge = picture("olive") + bytes(pictures.LARGEST)
    squares = {(1, 0, 0): picture("olive"), (1, 0, 1): bomb, (1, 1, 0): huge}

    archive = open_archive(MAKERS[kind](tmp_path / "mappa", squares))

    assert archive.tile(1, 0, 1) is None
    assert archive.tile(1, 1, 0) is None


@pytest.mark.parametrize(
    "about, zooms, bounds",
    [
        ({"bounds": None}, (13, 17), None),
        ({"bounds": "10,45"}, (13, 17), None),
        ({"bounds": "nan,45.12,10.05,45.15"}, (13, 17), None),
        ({"bounds": "10.05,45.12,10.0,45.15"}, (13, 17), None),
        ({"bounds": "-180.1,-91,inf,91"}, (13, 17), None),
        ({"bounds": "-180.1,-91,180.1,91"}, (13, 17), (-180, -90, 180, 90)),
        ({"minzoom": "14", "maxzoom": "16"}, (14, 16), BOUNDS),
        ({"minzoom": "molto", "maxzoom": ""}, (13, 17), BOUNDS),
    ],
)
def test_metadata_badly_written_do_not_hide_the_map(tmp_path, about, zooms, bounds):
    archive = open_archive(mbtiles(tmp_path / "mappa", SQUARES, **about))

    assert (archive.min_zoom, archive.max_zoom) == zooms
    assert archive.bounds == (pytest.approx(bounds) if bounds else None)


@pytest.mark.parametrize("kind", ["pbf", "PBF", "mvt"])
def test_vector_tiles_are_refused_by_their_name(tmp_path, kind):
    path = mbtiles(tmp_path / "mappa", {(0, 0, 0): VECTOR}, format=kind)

    assert "vector tiles" in refusal(path)


def test_vector_tiles_are_refused_in_the_other_format_too(tmp_path):
    path = pmtiles(tmp_path / "mappa", {(0, 0, 0): VECTOR}, "pbf", packed=True)

    assert "vector tiles (mvt)" in refusal(path)


def test_vector_tiles_that_say_they_are_pictures_are_refused(kind, tmp_path):
    path = MAKERS[kind](tmp_path / "mappa", {(0, 0, 0): gzip.compress(VECTOR)})

    assert "holds no picture" in refusal(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", TAR, picture("red")])
def test_another_file_is_refused(tmp_path, content):
    path = tmp_path / "mappa.mbtiles"
    path.write_bytes(content)

    assert "neither MBTiles nor PMTiles" in refusal(path)


def test_a_file_that_is_not_there_or_is_a_folder_is_refused(tmp_path):
    assert "cannot be read" in refusal(tmp_path / "manca.mbtiles")
    assert "is not a file" in refusal(tmp_path)


def test_a_database_of_something_else_is_refused(tmp_path):
    path = tmp_path / "altro.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE persone (nome text)")

    assert "not sound MBTiles" in refusal(path)


def test_a_file_without_tiles_is_refused(tmp_path):
    assert "holds no tile" in refusal(mbtiles(tmp_path / "vuota", {}))


@pytest.mark.parametrize("zooms", [("3", "1"), ("-2", "4"), ("0", "99")])
def test_zoom_levels_that_make_no_sense_are_refused(tmp_path, zooms):
    path = mbtiles(tmp_path / "mappa", SQUARES, minzoom=zooms[0], maxzoom=zooms[1])

    assert "zoom levels" in refusal(path)


@pytest.mark.parametrize("left", [7, 60, 126, 127, 150, 400])
def test_a_file_cut_short_is_refused(tmp_path, left):
    path = pmtiles(tmp_path / "mappa", SQUARES)
    path.write_bytes(path.read_bytes()[:left])

    assert "not sound PMTiles" in refusal(path)


@pytest.mark.parametrize("at, byte", [(7, 2), (97, 3), (98, 4), (99, 9), (130, 255), (8, 255), (15, 255)])  # fmt: skip
def test_a_header_touched_by_somebody_is_refused(tmp_path, at, byte):
    path = pmtiles(tmp_path / "mappa", SQUARES)
    content = bytearray(path.read_bytes())
    content[at] = byte
    path.write_bytes(content)

    refusal(path)


def test_a_file_taken_away_meanwhile_is_a_refusal_too(kind, tmp_path):
    path = MAKERS[kind](tmp_path / "mappa", SQUARES)
    archive = open_archive(path)

    path.unlink()

    with pytest.raises(Unreadable):
        archive.tile(17, *grid(17))


@pytest.mark.parametrize(
    "place, there",
    [
        ((0, 0, 0), True),
        ((24, 2**24 - 1, 0), True),
        ((0, 1, 0), False),
        ((5, 32, 0), False),
        ((5, 0, 32), False),
        ((25, 0, 0), False),
        ((10**9, 0, 0), False),
        ((-1, 0, 0), False),
        ((5, -1, 0), False),
    ],
)
def test_what_is_on_the_grid_of_the_web(place, there):
    assert on_grid(*place) is there
