"""Checks the ring somebody drew, typed or put in a programme file, and says what to mend."""

import numpy as np
import shapely
from django.core.exceptions import ValidationError

from hotspots.projection import area_of, projected

MAX_VERTICES = 5_000
MAX_PLACE_VERTICES = 200
MIN_PLACE_M2, MAX_PLACE_M2 = 100, 5_000_000
BORDER_TOLERANCE_M = 100  # the boundary of a Comune is simplified: up to some 80 m off
DECIMALS = 6  # about 10 cm

NOT_A_RING = "Il confine è un elenco di punti, ognuno con longitudine e latitudine."
NOT_NUMBERS = (
    "Il punto {number} non è una coppia di numeri: controlla latitudine e longitudine."
)
OFF_THE_EARTH = "Il punto {number} non esiste sulla Terra: la latitudine va da -90 a 90, la longitudine da -180 a 180."
TOO_MANY = (
    "Il confine ha {count} punti: il massimo è {limit}. Disegnalo con meno punti."
)
TOO_FEW = "Servono almeno tre punti diversi: aggiungine un altro."
CROSSED = (
    "La linea del confine si incrocia: sposta i punti in modo che faccia un giro solo."
)
OUTSIDE = "Il confine esce dal Comune: sposta dentro i punti che ne stanno fuori."
TOO_SMALL = (
    "Il luogo misura {area} metri quadrati: il minimo è {limit}. Allarga il confine."
)
TOO_LARGE = "Il luogo misura {area} ettari: il massimo è {limit}. Restringi il confine."


def check_ring(ring, *, limit=MAX_VERTICES):
    """Return ``ring`` closed, counter-clockwise, to 6 decimals; raise ValidationError.

    ``ring`` is a list of [lon, lat] in degrees, closed or not, of at most ``limit`` points.
    """
    if not isinstance(ring, (list, tuple)):
        raise ValidationError(NOT_A_RING)
    if len(ring) > limit + 1:
        raise ValidationError(TOO_MANY.format(count=len(ring), limit=limit))
    points = [_point(number, point) for number, point in enumerate(ring, 1)]
    points = _without_repeats(points)
    if len(set(points)) < 3:
        raise ValidationError(TOO_FEW)
    polygon = shapely.Polygon(points)
    if not polygon.is_valid or polygon.area == 0:
        raise ValidationError(CROSSED)
    coordinates = np.asarray(shapely.orient_polygons(polygon).exterior.coords)
    return coordinates.round(DECIMALS).tolist()


def check_place_ring(ring, boundary):
    """Return the checked ring of a place inside the Comune; raise ValidationError.

    ``boundary`` is the ring of the Comune, or None when no programme is loaded yet.
    """
    ring = check_ring(ring, limit=MAX_PLACE_VERTICES)
    area = area_of(ring)
    if area < MIN_PLACE_M2:
        raise ValidationError(TOO_SMALL.format(area=round(area), limit=MIN_PLACE_M2))
    if area > MAX_PLACE_M2:
        raise ValidationError(
            TOO_LARGE.format(area=round(area / 10_000), limit=MAX_PLACE_M2 // 10_000)
        )
    if boundary and not _inside(ring, boundary):
        raise ValidationError(OUTSIDE)
    return ring


def _point(number, point):
    try:
        longitude, latitude = (float(value) for value in point)
    except (TypeError, ValueError) as error:
        raise ValidationError(NOT_NUMBERS.format(number=number)) from error
    if isinstance(point, (str, dict)) or not np.isfinite([longitude, latitude]).all():
        raise ValidationError(NOT_NUMBERS.format(number=number))
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise ValidationError(OFF_THE_EARTH.format(number=number))
    return round(longitude, DECIMALS), round(latitude, DECIMALS)


def _without_repeats(points):
    """Drop a point equal to the one before it, the closing one included."""
    kept = [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]
    return kept[:-1] if len(kept) > 1 and kept[0] == kept[-1] else kept


def _inside(ring, boundary):
    projection, comune = projected(boundary)
    return comune.buffer(BORDER_TOLERANCE_M).contains(projection.polygon(ring))
