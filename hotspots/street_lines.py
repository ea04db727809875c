"""The lines of the streets in a box of the map, few enough for a phone to draw."""

import re

import numpy as np
import shapely
from django.db.models import F

from hotspots.models import Street

MOST_STREETS = 600
MOST_POINTS = 4_500  # under 100 kB as GeoJSON
A_NAME = 6  # what a feature weighs beside its points, in points
FINEST = 1 / 800  # of the box: about a pixel
BOX = re.compile(r"(?:-?\d{1,3}(?:\.\d{1,6})?,){3}-?\d{1,2}(?:\.\d{1,6})?", re.ASCII)
DECIMALS = 5  # about 1 m


def street_features(west, south, east, north):
    """Return a FeatureCollection of the kind "linea" inside a box in degrees; two queries.

    The longest streets first, as many as fit ``MOST_POINTS``, with no more detail than a map of
    that box shows; ``attribution`` says whose the lines are.
    """
    box = west, south, east, north
    streets = Street.objects.crossing(*box).order_by(
        F("west") - F("east") + F("south") - F("north"), "pk"
    )
    features, left = [], MOST_POINTS
    longest = streets.values_list("name", "lines")[:MOST_STREETS]
    # a few at a time: it may stop long before the end
    for name, lines in longest.iterator(chunk_size=50):
        kept = _inside(lines, box)
        left -= sum(map(len, kept)) + A_NAME
        if left < 0:
            break
        if kept:
            features.append(_feature(name, kept))
    sources = Street.objects.drawn().order_by("lines_source")
    named = sources.values_list("lines_source", flat=True).distinct()
    return {
        "type": "FeatureCollection",
        "attribution": "; ".join(named[:3]),
        "features": features,
    }


def read_box(text):
    """Return (west, south, east, north) of a text of four degrees, or None."""
    if not BOX.fullmatch(text):
        return None
    west, south, east, north = map(float, text.split(","))
    is_box = -180 <= west < east <= 180 and -90 <= south < north <= 90
    return (west, south, east, north) if is_box else None


def _inside(lines, box):
    """Return the lines that meet the box, simplified."""
    of = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    drawn = shapely.linestrings(np.concatenate(lines), indices=of)
    near = drawn[shapely.intersects(shapely.box(*box), drawn)]
    simple = shapely.simplify(near, (box[2] - box[0]) * FINEST)
    return [shapely.get_coordinates(line).round(DECIMALS).tolist() for line in simple]


def _feature(name, lines):
    return {
        "type": "Feature",
        "geometry": {"type": "MultiLineString", "coordinates": lines},
        "properties": {"kind": "linea", "name": name},
    }
