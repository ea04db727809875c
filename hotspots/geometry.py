"""Where a point is: in which place, in which cell, in the Comune or not.

Polygons are compared in metres, by the projection of ``hotspots.projection``.
"""

import numpy as np
import shapely
from h3.api import basic_int as h3

from hotspots.models import Hotspot, Municipality
from hotspots.projection import projected
from hotspots.rings import BORDER_TOLERANCE_M

CELL_RESOLUTION = 10  # hexagons with an edge of about 76 m
ROUGH_M = 50  # a position of a phone less precise than this is no point


def assign(latitudes, longitudes, hotspots=None):
    """Return, for each point (degrees), the id of its hotspot or None.

    A point belongs to the hotspot that contains it (the border counts), else to the nearest one
    among those whose ``buffer_m`` reaches it, else to none. Where two polygons overlap the
    smaller one wins, as the more precise. Points that are not numbers belong to none.

    ``hotspots`` may be a list, saved or with a ring being tried; by default those on
    offer, read with one query.
    """
    if hotspots is None:
        hotspots = Hotspot.objects.on_offer().only("pk", "ring", "buffer_m")
    latitudes = np.asarray(latitudes, float)
    longitudes = np.asarray(longitudes, float)
    nearest = np.full(latitudes.shape, np.inf)
    owner = np.full(latitudes.shape, None, dtype=object)
    for pk, distances, buffer_m in _distances(latitudes, longitudes, hotspots):
        mine = (distances <= buffer_m) & (distances < nearest)
        nearest[mine] = distances[mine]
        owner[mine] = pk
    return owner.tolist()


def assign_point(latitude, longitude):
    """Return the id of the hotspot of one point (degrees), or None: see ``assign``."""
    return assign([latitude], [longitude])[0]


def cell(latitude, longitude):
    """Return the H3 cell (resolution 10) of a point as an int that fits a BigIntegerField."""
    return h3.latlng_to_cell(latitude, longitude, CELL_RESOLUTION)


def in_municipality(latitude, longitude, boundary=None):
    """Tell whether a point (degrees) is in the Comune, within 100 m of its simplified border.

    ``boundary`` is the Comune's ring, read here when the caller has not. False before a
    programme is loaded, and for a point that is not two finite numbers.
    """
    if boundary is None:
        boundary = Municipality.objects.values_list("boundary", flat=True).first()
    return bool(boundary) and inside([latitude], [longitude], boundary)[0]


def inside(latitudes, longitudes, boundary):
    """Tell of each point (degrees) whether ``in_municipality`` is true of it, in a list."""
    projection, polygon = projected(boundary)
    x, y = projection.to_metres(longitudes, latitudes)
    there = np.isfinite(x) & np.isfinite(y)
    points = shapely.points(x[there], y[there])
    there[there] = shapely.distance(polygon, points) <= BORDER_TOLERANCE_M
    return there.tolist()


def _distances(latitudes, longitudes, hotspots):
    """Yield (pk, metres of each point from the polygon, buffer), the smallest polygon first."""
    shapes = [(spot, *projected(spot.ring)) for spot in hotspots]
    for spot, projection, polygon in sorted(
        shapes, key=lambda shape: (shape[2].area, shape[0].pk or 0)
    ):
        x, y = projection.to_metres(longitudes, latitudes)
        west, south, east, north = polygon.bounds
        margin = spot.buffer_m
        near = (x >= west - margin) & (x <= east + margin)
        near &= (y >= south - margin) & (y <= north + margin)
        distances = np.full(x.shape, np.inf)
        distances[near] = shapely.distance(polygon, shapely.points(x[near], y[near]))
        yield spot.pk, distances, spot.buffer_m
