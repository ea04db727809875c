"""A GeoJSON of street lines, as an extract of OpenStreetMap: its names and what is in the Comune.

It is read one feature at a time: only the lines that are kept stay in the memory.
"""

import json
import re
from dataclasses import dataclass

import numpy as np
import shapely

from hotspots.street_names import as_people_read
from hotspots.wrong_streets import WrongStreets, refuse_name

NAMES = ("name", "nome", "odonimo", "toponimo", "denominazione", "denom")
# how deep the lines lie in the coordinates of each geometry
LINES_WITHIN = {"LineString": 0, "MultiLineString": 0, "Polygon": 0, "MultiPolygon": 1}
BETWEEN = re.compile(r"[\s,]*")
FEATURES = re.compile(r'"features"\s*:\s*\[')
PIECE = 1 << 18  # characters read at a time
LONGEST_FEATURE = 1 << 22  # characters
LONGEST_NAME = 120
MOST_POINTS = 500_000
MOST_IN_A_FEATURE = 20_000
TOLERANCE = 2e-5  # degrees: about 2 m
DECIMALS = 5  # about 1 m
ELEMENT = "elemento"
OSM = "© OpenStreetMap contributors, ODbL"
NOT_GEOJSON = "non è un GeoJSON: l’elenco «features» non c’è."
BROKEN = "l’elemento non si legge: controlla che il file sia intero."
NOT_POINTS = "le coordinate non sono coppie di gradi, longitudine e latitudine."
TOO_LONG = "la linea ha più di {limit} punti: una via ne ha qualche centinaio."
TOO_MANY = "le linee hanno più di {limit} punti: togli dal file quelle che non servono."


@dataclass(frozen=True)
class DrawnStreet:
    """A named feature of the file and its lines in the Comune: shapely, in degrees."""

    number: int  # of the feature
    name: str
    lines: list


def read_drawing(path, comune):
    """Yield the DrawnStreets of a file that lie in ``comune``; raise ``WrongStreets``."""
    area = shapely.Polygon(comune.boundary).buffer(0.001)  # its border is simplified
    shapely.prepare(area)
    points = 0
    for number, feature in enumerate(_features(path), 1):
        lines = [
            line for line in _lines(path, number, feature) if area.intersects(line)
        ]
        name = _name(feature)
        if not lines or not name:
            continue
        refuse_name(path, name, LONGEST_NAME, number, of=ELEMENT)
        if sum(shapely.get_num_coordinates(lines)) > MOST_IN_A_FEATURE:
            raise _wrong(path, TOO_LONG.format(limit=MOST_IN_A_FEATURE), number)
        parts = [part for line in lines for part in _inside(line, area)]
        points += sum(shapely.get_num_coordinates(parts))
        if points > MOST_POINTS:
            raise _wrong(path, TOO_MANY.format(limit=MOST_POINTS), number)
        if parts:
            yield DrawnStreet(number, name, parts)


def source_of(path):
    """Return whom the lines are of, when the beginning of the file says so; or an empty text."""
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        head = file.read(PIECE).casefold()
    return OSM if "openstreetmap" in head or '"@id"' in head else ""


def _features(path):
    """Yield the features of a GeoJSON as it is read."""
    with path.open(encoding="utf-8-sig") as file:
        try:
            yield from _Reader(path, file).features()
        except UnicodeDecodeError as error:
            raise WrongStreets(path, "il file non è scritto in UTF-8.") from error


class _Reader:
    """The elements of one long list of JSON, decoded from pieces of the file."""

    def __init__(self, path, file):
        self.path, self.file = path, file
        self.text, self.at = "", 0
        self.decode = json.JSONDecoder(parse_constant=_refuse_constant).raw_decode

    def features(self):
        self._go_to_the_list()
        number = 1
        while not self._at_the_end(number):
            feature = self._element(number)
            if not isinstance(feature, dict):
                raise _wrong(self.path, BROKEN, number)
            yield feature
            number += 1

    def _go_to_the_list(self):
        while not (found := FEATURES.search(self.text)):
            self.text = self.text[-100:]  # the word may lie across two pieces
            if not self._more():
                raise WrongStreets(self.path, NOT_GEOJSON)
        self.at = found.end()

    def _at_the_end(self, number):
        """Pass over what stands between two elements; tell whether the list ends here."""
        while True:
            self.at = BETWEEN.match(self.text, self.at).end()
            if self.at < len(self.text):
                return self.text[self.at] == "]"
            if not self._more():
                raise _wrong(self.path, BROKEN, number)

    def _element(self, number):
        size = PIECE
        while True:
            try:
                element, self.at = self.decode(self.text, self.at)
                return element
            except RecursionError as error:
                raise _wrong(self.path, BROKEN, number) from error
            except ValueError as error:
                too_long = len(self.text) - self.at > LONGEST_FEATURE
                if too_long or not self._more(size):
                    raise _wrong(self.path, BROKEN, number) from error
                size *= 2

    def _more(self, size=PIECE):
        piece = self.file.read(size)
        self.text, self.at = self.text[self.at :] + piece, 0
        return bool(piece)


def _refuse_constant(text):
    raise ValueError(text)  # NaN and Infinity are no JSON


def _name(feature):
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        return ""
    lowered = {str(key).lower(): value for key, value in properties.items()}
    names = (lowered.get(key) for key in NAMES)
    name = next((name for name in names if isinstance(name, str)), "")
    return as_people_read(name)


def _lines(path, number, feature):
    """Return the lines of a feature, the outline of an area; none for points and nothing."""
    geometry = feature.get("geometry") or {}
    if not isinstance(geometry, dict):
        raise _wrong(path, NOT_POINTS, number)
    kind = geometry.get("type")
    if not isinstance(kind, str) or kind not in LINES_WITHIN:
        return []
    lists = geometry.get("coordinates")
    try:
        for _ in range(LINES_WITHIN[kind]):
            lists = [line for some in lists for line in some]
        if kind == "LineString":
            lists = [lists]
        drawn = [_line(points) for points in lists]
    except (TypeError, ValueError, LookupError, OverflowError) as error:
        raise _wrong(path, NOT_POINTS, number) from error
    return [line for line in drawn if line.length]  # the others are points, twice


def _inside(line, area):
    """Return the parts of a line that lie in a prepared area, simplified.

    It is cut one segment at a time: cut whole, a line is first split wherever it crosses itself,
    which a few thousand points may do millions of times.
    """
    points = shapely.get_coordinates(shapely.remove_repeated_points(line))
    segments = shapely.linestrings(np.stack([points[:-1], points[1:]], axis=1))
    within = shapely.covers(area, segments)
    edges = np.flatnonzero(np.diff(within, prepend=False, append=False))
    runs = [
        shapely.LineString(points[start : end + 1])
        for start, end in edges.reshape(-1, 2)
    ]
    across = segments[~within & shapely.intersects(area, segments)]
    cut = shapely.get_parts(shapely.intersection(across, area))
    simple = shapely.simplify([*runs, *cut], TOLERANCE, preserve_topology=False)
    return [part for part in simple if part.geom_type == "LineString" and part.length]


def _line(points):
    pairs = np.asarray([point[:2] for point in points], float)
    degrees = pairs.shape[0] > 1 and pairs.ndim == 2 and pairs.shape[1] == 2
    if not degrees or not np.isfinite(pairs).all() or (abs(pairs) > [180, 90]).any():
        raise ValueError
    return shapely.LineString(pairs)


def _wrong(path, reason, number):
    return WrongStreets(path, reason, number, of=ELEMENT)
