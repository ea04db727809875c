"""Files that the maps cannot show: each is refused with a sentence that names it."""

import gzip
import random
import sqlite3
import tracemalloc
from contextlib import closing, suppress

import pytest

from tests.tiles.files import MAKERS, grid, mbtiles, picture, pmtiles, town
from tests.tiles.test_archive import SQUARES, VECTOR
from tiles import pictures
from tiles.archive import Archive, open_archive
from tiles.refusals import Unreadable

TAR = b"ustar" + bytes(600)


def refusal(path):
    with pytest.raises(Unreadable) as refused:
        open_archive(path)
    assert str(path) in str(refused.value)
    return str(refused.value)


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


def test_a_database_whose_very_names_are_damaged_is_refused(tmp_path):
    path = mbtiles(tmp_path / "mappa", {(0, 0, 0): picture("red")})
    path.write_bytes(path.read_bytes().replace(b"(name text", b"(\xd6ame text"))

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


def test_bytes_that_somebody_touched_are_a_refusal_or_no_picture(kind, tmp_path):
    whole = MAKERS[kind](tmp_path / "mappa", town("red", range(12, 15))).read_bytes()
    path = tmp_path / "toccata"
    for seed in range(300):
        chance = random.Random(seed)
        content = bytearray(whole)
        for _ in range(chance.choice((1, 8, 60))):
            reach = min(len(content), chance.choice((127, 600, len(content))))
            content[chance.randrange(reach)] = chance.randrange(256)
        path.write_bytes(content)
        with suppress(Unreadable):
            archive = Archive(path, "1")
            for zoom in range(11, 16):
                archive.tile(zoom, *grid(zoom))


def test_a_file_taken_away_meanwhile_is_a_refusal_too(kind, tmp_path):
    path = MAKERS[kind](tmp_path / "mappa", SQUARES)
    archive = open_archive(path)

    path.unlink()

    with pytest.raises(Unreadable):
        archive.tile(17, *grid(17))


def repacked(path, directory):
    """Give a PMTiles file another root directory, at its end, from the bytes of a packed one."""
    content = bytearray(path.read_bytes())
    content[8:24] = len(content).to_bytes(8, "little") + len(directory).to_bytes(
        8, "little"
    )
    path.write_bytes(content + directory)
    return path


DIRECTORIES = {
    "too many entries": gzip.compress(b"\x80\x89\xc4\x09" + bytes(1000)),
    "end of varint": gzip.compress(bytes(pictures.LARGEST + 1)),
    "end of varint stream": gzip.compress(b"\x01") + gzip.compress(bytes(20_000_000)),
    "do not end": gzip.compress(b"\x01" + b"\xff" * 100_000),
    "too large": bytes(pictures.LARGEST + 1),
}


@pytest.mark.parametrize("reason", DIRECTORIES)
def test_a_directory_is_unpacked_within_bounds(tmp_path, reason):
    directory = DIRECTORIES[reason]
    path = repacked(pmtiles(tmp_path / "mappa", SQUARES), directory)

    tracemalloc.start()
    said = refusal(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 10 * pictures.LARGEST
    assert reason in said


COUNTING = (
    "CREATE VIEW {name} AS WITH RECURSIVE endless(n) AS"
    " (SELECT 1 UNION ALL SELECT n + 1 FROM endless) SELECT {columns} FROM endless"
)


@pytest.mark.parametrize(
    "name, columns",
    [
        ("tiles", "n zoom_level, n tile_column, n tile_row, x'00' tile_data"),
        ("metadata", "n name, n value"),
    ],
)
def test_a_view_that_never_ends_is_refused(tmp_path, name, columns):
    path = mbtiles(tmp_path / "mappa", SQUARES)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(f"DROP TABLE {name}")
        database.execute(COUNTING.format(name=name, columns=columns))

    assert "not sound MBTiles: interrupted" in refusal(path)


def test_a_tile_that_a_view_makes_without_measure_is_refused(tmp_path):
    path = mbtiles(tmp_path / "mappa", {}, minzoom="0", maxzoom="1")
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("DROP TABLE tiles")
        database.execute(
            "CREATE VIEW tiles AS SELECT 0 zoom_level, 0 tile_column, 0 tile_row,"
            " zeroblob(900000000) tile_data"
        )

    assert "too big" in refusal(path)
