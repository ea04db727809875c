"""PMTiles: tiles in one file, found through directories that lie in it too."""

import gzip
import io
import re
import zlib
from functools import lru_cache

from pmtiles.tile import (
    Compression,
    TileType,
    deserialize_directory,
    deserialize_header,
    find_tile,
    read_varint,
    zxy_to_tileid,
)

from tiles.pictures import LARGEST, plain
from tiles.refusals import Unreadable, vector_tiles

HEADER_BYTES = 127
DEPTH = 4  # directories one under the other, as the specification has it
KEPT = 16  # directories in memory: a few thousand places each, about a megabyte
MOST_ENTRIES = 50_000  # of a directory: those who write them stop at a few thousand
ENDLESS_NUMBER = re.compile(rb"[\x80-\xff]{10}")  # more than 64 bits
PACKED = {Compression.UNKNOWN, Compression.NONE, Compression.GZIP}
BROKEN = (ValueError, EOFError, LookupError, OverflowError, OSError, zlib.error)


class PMTiles:
    """The file is opened for each reading: any thread or process may ask."""

    def __init__(self, path):
        self._path = path
        self._size = path.stat().st_size
        self._directory = lru_cache(maxsize=KEPT)(self._read_directory)
        try:
            self._header = deserialize_header(self._bytes(0, HEADER_BYTES))
        except Unreadable:
            raise
        except Exception as error:  # the package has its own for each fault of a header
            raise self._damaged(
                f"its header is of no version we know ({error})"
            ) from error
        self._refuse_what_is_not_pictures()

    def zooms(self):
        """Return the first and the last zoom level."""
        return self._header["min_zoom"], self._header["max_zoom"]

    def bounds(self):
        """Return (west, south, east, north) in degrees."""
        names = ("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7")
        return tuple(self._header[name] / 1e7 for name in names)

    def sample(self):
        """Return the bytes of one tile, whichever, None of a file without tiles."""
        return self._content(lambda directory: directory[0] if directory else None)

    def read(self, zoom, x, y):
        """Return the bytes of a tile, None where there is none."""
        wanted = zxy_to_tileid(zoom, x, y)
        return self._content(lambda directory: find_tile(directory, wanted))

    def _content(self, choose):
        offset, length = self._header["root_offset"], self._header["root_length"]
        for _ in range(DEPTH):
            entry = choose(self._directory(offset, length))
            if entry is None or entry.length > LARGEST:
                return None
            if entry.run_length:
                start = self._header["tile_data_offset"] + entry.offset
                return self._bytes(start, entry.length)
            offset = self._header["leaf_directory_offset"] + entry.offset
            length = entry.length
        return None

    def _refuse_what_is_not_pictures(self):
        kind = self._header["tile_type"]
        if kind in {TileType.MVT, TileType.MLT}:
            raise vector_tiles(self._path, kind.name.lower())
        for part in ("internal_compression", "tile_compression"):
            if self._header[part] not in PACKED:
                name = self._header[part].name.lower()
                raise Unreadable(f"{self._path} is packed with {name}: use gzip.")

    def _read_directory(self, offset, length):
        if length > LARGEST:
            raise self._damaged("a directory is too large")
        unpacked = plain(self._bytes(offset, length))
        try:
            if ENDLESS_NUMBER.search(unpacked):
                raise ValueError("a directory has numbers that do not end")
            if read_varint(io.BytesIO(unpacked)) > MOST_ENTRIES:
                raise ValueError("a directory has too many entries")
            # packed again, for the package unpacks by itself, and without a limit
            return deserialize_directory(gzip.compress(unpacked, compresslevel=0))
        except BROKEN as error:
            raise self._damaged(error) from error

    def _bytes(self, offset, length):
        if offset + length > self._size:
            raise self._damaged("it is cut short")
        try:
            with open(self._path, "rb", buffering=0) as file:
                file.seek(offset)
                return file.read(length)
        except OSError as error:
            raise self._damaged(error.strerror) from error

    def _damaged(self, why):
        return Unreadable(f"{self._path} is not sound PMTiles: {why}.")
