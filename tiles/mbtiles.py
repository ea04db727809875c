"""MBTiles: a SQLite database of tiles, whose rows are counted from the south."""

import sqlite3
from contextlib import closing, suppress

from tiles.pictures import LARGEST
from tiles.refusals import Unreadable, vector_tiles

VECTOR_FORMATS = {"pbf", "mvt", "mlt"}
# the second when the very name that SQLite complains of is not text
BROKEN = (sqlite3.Error, UnicodeDecodeError)
MOST_STEPS = (
    10_000_000  # of SQLite for a question, about a second: a tile takes a few dozen
)


class MBTiles:
    """A connection for each reading: any thread or process may ask, and nothing stays open."""

    def __init__(self, path):
        self._path = path
        # immutable: no lock and no journal beside it, that its folder may be read-only
        self._address = f"{path.as_uri()}?mode=ro&immutable=1"
        about = self._ask(
            "SELECT name, value FROM metadata"
            " WHERE name IN ('format', 'minzoom', 'maxzoom', 'bounds') LIMIT 100"
        )
        self._about = {name: str(value) for name, value in about}
        kind = self._about.get("format", "").lower()
        if kind in VECTOR_FORMATS:
            raise vector_tiles(path, kind)

    def zooms(self):
        """Return the first and the last zoom level; (0, -1) of a file without tiles."""
        with suppress(KeyError, ValueError):
            return int(self._about["minzoom"]), int(self._about["maxzoom"])
        [[first, last]] = self._ask(
            "SELECT CAST((SELECT min(zoom_level) FROM tiles) AS INTEGER),"
            " CAST((SELECT max(zoom_level) FROM tiles) AS INTEGER)"
        )
        return (0, -1) if first is None else (first, last)

    def bounds(self):
        """Return (west, south, east, north) in degrees, None when the file does not say."""
        with suppress(KeyError, ValueError):
            west, south, east, north = map(float, self._about["bounds"].split(","))
            return west, south, east, north
        return None

    def sample(self):
        """Return the bytes of one tile, whichever, None of a file without tiles."""
        return self._one("SELECT CAST(tile_data AS BLOB) FROM tiles LIMIT 1")

    def read(self, zoom, x, y):
        """Return the bytes of a tile, None where there is none."""
        return self._one(
            "SELECT CAST(tile_data AS BLOB) FROM tiles WHERE zoom_level = ?"
            " AND tile_column = ? AND tile_row = ? AND length(tile_data) <= ?",
            (zoom, x, 2**zoom - 1 - y, LARGEST),
        )

    def _one(self, question, values=()):
        found = self._ask(question, values)
        return found[0][0] if found else None

    def _ask(self, question, values=()):
        try:
            with closing(sqlite3.connect(self._address, uri=True)) as database:
                database.text_factory = _text
                # a file may have views in place of its tables, and they any length
                database.set_progress_handler(lambda: True, MOST_STEPS)
                database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 2 * LARGEST)
                return database.execute(question, values).fetchall()
        except BROKEN as error:
            raise Unreadable(f"{self._path} is not sound MBTiles: {error}.") from error


def _text(content):
    return content.decode(errors="replace")  # a name in Latin-1 hides no map
