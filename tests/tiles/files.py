"""Small files of map tiles, made in code: the same pictures as MBTiles and as PMTiles."""

import gzip
import io
import math
import sqlite3
from contextlib import closing
from functools import lru_cache

from PIL import Image
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import write

PIAZZA_ROMA = (45.13519, 10.02313)
ZOOMS = range(13, 18)
BOUNDS = (10.0, 45.12, 10.05, 45.15)
TYPES = {"png": TileType.PNG, "jpg": TileType.JPEG, "webp": TileType.WEBP}
TYPES |= {"pbf": TileType.MVT}


def grid(zoom, lat=PIAZZA_ROMA[0], lon=PIAZZA_ROMA[1]):
    """Return the x, y of the web's square that holds a point in degrees."""
    side = 2**zoom
    north = math.asinh(math.tan(math.radians(lat)))
    return int((lon + 180) / 360 * side), int((1 - north / math.pi) / 2 * side)


@lru_cache
def picture(colour, kind="PNG"):
    """Return the bytes of a tile of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (256, 256), colour).save(out, kind)
    return out.getvalue()


def town(colour=None, zooms=ZOOMS):
    """Return {(zoom, x, y): bytes} of the squares of ``BOUNDS``.

    Each has its own colour, from its place in the grid, unless one is given for all.
    """
    west, south, east, north = BOUNDS
    squares = {}
    for zoom in zooms:
        left, top = grid(zoom, north, west)
        right, bottom = grid(zoom, south, east)
        for x in range(left, right + 1):
            for y in range(top, bottom + 1):
                own = (zoom * 10, x % 256, y % 256)
                squares[zoom, x, y] = picture(colour or own)
    return squares


def mbtiles(path, squares, **about):
    """Write the squares as MBTiles; ``about`` are its metadata, None leaves one out."""
    about = {
        "name": "Prova",
        "format": "png",
        "bounds": ",".join(map(str, BOUNDS)),
    } | about
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE metadata (name text, value text)")
        database.execute(
            "CREATE TABLE tiles (zoom_level integer, tile_column integer,"
            " tile_row integer, tile_data blob)"
        )
        database.execute(
            "CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row)"
        )
        database.executemany(
            "INSERT INTO metadata VALUES (?, ?)",
            [pair for pair in about.items() if pair[1] is not None],
        )
        database.executemany(
            "INSERT INTO tiles VALUES (?, ?, ?, ?)",
            [(z, x, 2**z - 1 - y, content) for (z, x, y), content in squares.items()],
        )
    return path


def pmtiles(path, squares, kind="png", packed=False):
    """Write the squares as PMTiles; ``packed`` compresses each, as few programs do."""
    west, south, east, north = (round(degrees * 1e7) for degrees in BOUNDS)
    header = {
        "tile_type": TYPES[kind],
        "tile_compression": Compression.GZIP if packed else Compression.NONE,
        "min_lon_e7": west,
        "min_lat_e7": south,
        "max_lon_e7": east,
        "max_lat_e7": north,
    }
    with write(path) as writer:
        for place, content in sorted(
            squares.items(), key=lambda square: zxy_to_tileid(*square[0])
        ):
            packet = gzip.compress(content) if packed else content
            writer.write_tile(zxy_to_tileid(*place), packet)
        writer.finalize(header, {"name": "Prova"})
    return path


MAKERS = {"mbtiles": mbtiles, "pmtiles": pmtiles}
