"""Files of map tiles: what is read of them."""

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

SQUARES = town()
VECTOR = b"\x1a\x0c\n\x06strade"


@pytest.fixture
def archive(kind, tmp_path):
    return open_archive(MAKERS[kind](tmp_path / f"mappa.{kind}", SQUARES))


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


def test_a_name_in_another_alphabet_hides_no_map(tmp_path):
    path = mbtiles(tmp_path / "mappa", SQUARES)
    with closing(sqlite3.connect(path)) as database, database:
        latin = (
            "INSERT INTO metadata VALUES ('attribution', CAST(x'43697474E0' AS TEXT))"
        )
        database.execute(latin)

    assert open_archive(path).tile(15, *grid(15))


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
