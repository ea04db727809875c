"""Streets written from a file: the same twice as once, and nothing when the file is wrong.

A file is read to its end before anything is written, in one transaction. The archive gives names
and doors, a drawing gives lines; each replaces what a file of its sort gave before, and leaves
what the other gave.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby, islice
from math import hypot
from operator import itemgetter

import shapely
from django.db import transaction

from hotspots.geometry import inside
from hotspots.models import HouseNumber, Municipality, Street
from hotspots.names import comparable, whole_words
from hotspots.street_archive import LONGEST_NAME, LONGEST_NUMBER, SOURCE, read_archive
from hotspots.street_drawing import DECIMALS, ELEMENT, read_drawing, source_of
from hotspots.wrong_streets import WrongStreets, refuse_name

BATCH = 2_000
SHOWN = 5
NO_FILE = "il file non c’è, o non si può leggere."
NO_PROGRAMME = "prima carica il programma del Comune, con load_programme."
NO_SOURCE = "non dice di chi sono le linee: scrivilo con --source."
ALL_OUTSIDE = (
    "nessuna coordinata è nel Comune: forse latitudine e longitudine sono scambiate."
)
NO_NAME = "nessuna riga del Comune ha il nome di una via."
NOTHING = "nessuna via con un nome e una linea è nel Comune."


@dataclass
class Loaded:
    """What a file gave, and what of it was left out."""

    rows: int = 0
    streets: int = 0
    doors: int = 0
    drawn: int = 0
    located: int = 0  # rows with a point in the Comune
    outside: list = field(default_factory=list)  # the lines of the file, a few


def load_streets(path, *, source="", told=lambda done: None):
    """Write the streets of a file (CSV of ANNCSU, GeoJSON of lines) and return what was Loaded.

    ``told`` is called with the number of rows read so far. Raise ``WrongStreets``.
    """
    comune = Municipality.objects.first()
    if comune is None:
        raise WrongStreets(path, NO_PROGRAMME)
    try:
        if _is_drawing(path):
            return _load_drawing(path, comune, source or source_of(path), told)
        return _load_archive(path, comune, source or SOURCE, told)
    except OSError as error:
        raise WrongStreets(path, NO_FILE) from error


def _is_drawing(path):
    with path.open("rb") as file:
        return file.read(1_000).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def _load_archive(path, comune, source, told):
    found, names = Loaded(), {}
    for row, key, _point in _rows(path, comune, found, told):
        names.setdefault(key, row.name)
    if not names:
        raise WrongStreets(path, NO_NAME)
    if found.outside and not found.located:
        raise WrongStreets(path, ALL_OUTSIDE, found.outside[0])
    with transaction.atomic():
        ids = _write_names(names, source)
        HouseNumber.objects.all().delete()
        rows = _rows(path, comune, Loaded(), lambda done: None)
        doors = (_door(path, row, ids[key], point) for row, key, point in rows if point)
        doors = (door for door in doors if door)
        while some := list(islice(doors, BATCH)):
            HouseNumber.objects.bulk_create(some, ignore_conflicts=True)
        _write_points()
    found.streets, found.doors = len(ids), HouseNumber.objects.count()
    return found


def _rows(path, comune, found, told):
    """Yield (ArchiveRow, (comparable name, locality), its point if it is in the Comune)."""
    rows, words = read_archive(path, comune), {}
    while batch := list(islice(rows, BATCH)):
        points = [row.point or (float("nan"), float("nan")) for row in batch]
        latitudes, longitudes = zip(*points, strict=True)
        there = inside(latitudes, longitudes, comune.boundary)
        for row, is_there in zip(batch, there, strict=True):
            if row.name not in words:
                words[row.name] = whole_words(row.name)
                refuse_name(path, words[row.name], LONGEST_NAME, row.line)
            if not words[row.name]:
                continue
            found.located += bool(is_there)
            if row.point and not is_there and len(found.outside) < SHOWN:
                found.outside.append(row.line)
            point = row.point if is_there else None
            yield row, (words[row.name], row.locality), point
        found.rows += len(batch)
        told(found.rows)


def _door(path, row, street_id, point):
    """Return the HouseNumber of a row, or None for one without a figure («SNC»)."""
    number = comparable(row.number)
    refuse_name(path, number, LONGEST_NUMBER, row.line)
    if number[:1].isdigit():
        latitude, longitude = point
        return HouseNumber(
            street_id=street_id,
            number=row.number,
            comparable=number,
            latitude=latitude,
            longitude=longitude,
        )


def _write_names(names, source):
    """Write the streets of the archive, {key: name}, and return their ids by key."""
    rows = {
        (street.comparable, street.locality): street
        for street in Street.objects.defer("lines")
    }
    same = [rows[key] for key in names if key in rows]
    for street in same:
        street.source = source
        if street.west is None:  # a drawing writes names better
            street.name = names[street.comparable, street.locality]
    Street.objects.bulk_update(same, ["name", "source"], batch_size=500)
    new = [
        Street(name=name, comparable=words, locality=locality, source=source)
        for (words, locality), name in names.items()
        if (words, locality) not in rows
    ]
    Street.objects.bulk_create(new, batch_size=BATCH)
    gone = [street.pk for key, street in rows.items() if key not in names]
    _in_chunks(gone, lambda some: some.update(source=""))
    Street.objects.filter(source="", lines_source="").delete()
    ids = Street.objects.exclude(source="").values_list("comparable", "locality", "pk")
    return {(words, locality): pk for words, locality, pk in ids}


def _write_points():
    """Give each street that is not drawn the point of the door in the middle of them."""
    doors = HouseNumber.objects.filter(street__west=None).order_by("street_id")
    places = doors.values_list("street_id", "latitude", "longitude").iterator()
    streets = [
        Street(pk=pk, latitude=latitude, longitude=longitude)
        for pk, some in groupby(places, key=itemgetter(0))
        for latitude, longitude in [_middle([point for _, *point in some])]
    ]
    Street.objects.filter(west=None).update(latitude=None, longitude=None)
    Street.objects.bulk_update(streets, ["latitude", "longitude"], batch_size=500)


def _middle(points):
    """Return the point that is nearest to the mean of ``points``."""
    north, east = (sum(values) / len(points) for values in zip(*points, strict=True))
    return min(points, key=lambda point: hypot(point[0] - north, point[1] - east))


def _load_drawing(path, comune, source, told):
    if not source:
        raise WrongStreets(path, NO_SOURCE)
    found, names, lines = Loaded(), {}, defaultdict(list)
    for street in read_drawing(path, comune):
        if words := whole_words(street.name):
            refuse_name(path, words, LONGEST_NAME, street.number, of=ELEMENT)
            names.setdefault(words, street.name)
            lines[words] += street.lines
            found.rows += 1
            if found.rows % BATCH == 0:
                told(found.rows)
    if not names:
        raise WrongStreets(path, NOTHING)
    with transaction.atomic():
        kept = _write_lines(names, lines, source)
        gone = Street.objects.exclude(lines_source="").values_list("pk", flat=True)
        undrawn = dict.fromkeys(["west", "south", "east", "north"])
        _in_chunks(
            set(gone) - kept,
            lambda some: some.update(lines=[], lines_source="", **undrawn),
        )
        Street.objects.filter(source="", lines_source="").delete()
        _write_points()
    found.streets, found.drawn = Street.objects.count(), len(kept)
    found.doors = HouseNumber.objects.count()
    return found


def _write_lines(names, lines, source):
    """Draw the streets, {comparable: name} and {comparable: lines}; return their ids."""
    rows = defaultdict(list)
    for street in Street.objects.defer("lines").order_by("locality"):
        rows[street.comparable].append(street)
    new, same = [], []
    for words, name in names.items():
        alike = rows[words]
        # of homonyms, a drawing does not say whose: the one of no locality
        own = alike if len(alike) == 1 else [s for s in alike if not s.locality]
        street = own[0] if own else Street(comparable=words)
        street.name, street.lines_source = name, source
        _draw(street, lines[words])
        (same if own else new).append(street)
    columns = ["name", "lines_source", "lines", "latitude", "longitude"]
    columns += ["west", "south", "east", "north"]
    Street.objects.bulk_update(same, columns, batch_size=200)
    Street.objects.bulk_create(new, batch_size=200)
    return {street.pk for street in [*same, *new]}


def _draw(street, lines):
    """Join the pieces of a street, and put its point in the middle of the longest."""
    pieces = {line.normalize().wkb: line for line in lines}.values()
    joined = shapely.line_merge(shapely.MultiLineString(list(pieces)))
    parts = shapely.get_parts(joined)
    longest = max(parts, key=lambda part: part.length)
    middle = longest.interpolate(0.5, normalized=True)
    street.longitude, street.latitude = round(middle.x, 6), round(middle.y, 6)
    street.lines = [
        shapely.get_coordinates(part).round(DECIMALS).tolist() for part in parts
    ]
    street.west, street.south, street.east, street.north = joined.bounds


def _in_chunks(ids, change):
    ids = sorted(ids)
    for start in range(0, len(ids), BATCH):
        change(Street.objects.filter(pk__in=ids[start : start + BATCH]))
