"""Files of map tiles that hold pictures: MBTiles and PMTiles, told apart by their first bytes.

They are read a tile at a time, by any number of threads, and never written.
"""

import math
import os
import stat
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from tiles.mbtiles import MBTiles
from tiles.pictures import picture_type, plain
from tiles.pmtiles import PMTiles
from tiles.refusals import Unreadable

DEEPEST = 24  # zoom: a tile of two metres
KINDS = {b"SQLite format 3\0": MBTiles, b"PMTiles": PMTiles}


class Tile(NamedTuple):
    """The bytes of a picture and its content type."""

    content: bytes
    content_type: str


class Archive:
    """A file of tiles: what it covers, its version, its pictures.

    ``min_zoom`` and ``max_zoom`` are levels of the web's grid; ``bounds`` is (west, south, east,
    north) in degrees, or None; ``version`` is another when the file is.
    """

    def __init__(self, path, version):
        self.version = version
        self._file = _kind(path)(path)
        self.min_zoom, self.max_zoom = self._file.zooms()
        self.bounds = _on_earth(self._file.bounds())
        if not 0 <= self.min_zoom <= self.max_zoom <= DEEPEST:
            raise Unreadable(f"{path} holds no tile, or its zoom levels make no sense.")
        if not _as_picture(self._file.sample()):
            raise Unreadable(
                f"{path} holds no picture: make it again as PNG, JPEG, WebP or AVIF."
            )

    def tile(self, zoom, x, y):
        """Return the ``Tile`` of a square of the web's grid, None where there is no picture.

        Raise ``Unreadable`` when the file was damaged, or taken away, after it was opened.
        """
        if not self.min_zoom <= zoom <= self.max_zoom:
            return None
        return _as_picture(self._file.read(zoom, x, y))


def on_grid(zoom, x, y):
    """Say whether the web's grid has such a square: 2 ** ``zoom`` of them a side."""
    return 0 <= zoom <= DEEPEST and 0 <= x < 2**zoom and 0 <= y < 2**zoom


def open_archive(path):
    """Return the ``Archive`` at ``path``, looked into again only after the file has changed.

    Raise ``Unreadable``, with a sentence that names the file, for one that cannot be shown.
    """
    try:
        about = os.stat(path)
        if not stat.S_ISREG(about.st_mode):
            raise Unreadable(f"{path} is not a file.")
        return _opened(Path(path).resolve(), about.st_mtime_ns, about.st_size)
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}.") from error


@lru_cache(maxsize=1)
def _opened(path, changed_ns, size):
    return Archive(path, f"{changed_ns:x}-{size:x}")


def _kind(path):
    with open(path, "rb") as file:
        start = file.read(16)
    for magic, kind in KINDS.items():
        if start.startswith(magic):
            return kind
    raise Unreadable(f"{path} is neither MBTiles nor PMTiles.")


def _as_picture(found):
    content = plain(found or b"")
    content_type = picture_type(content)
    return Tile(content, content_type) if content_type else None


def _on_earth(bounds):
    if bounds is None or not all(map(math.isfinite, bounds)):
        return None
    west, east = (max(-180, min(180, degrees)) for degrees in bounds[::2])
    south, north = (max(-90, min(90, degrees)) for degrees in bounds[1::2])
    return (west, south, east, north) if west < east and south < north else None
