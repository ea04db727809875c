"""What a point reads as, for who was not there: «vicino a via X, fra via Y e via Z»."""

import shapely
from django.utils.translation import gettext as _

from hotspots.geometry import assign_point
from hotspots.models import Hotspot, HouseNumber, Landmark, Street
from hotspots.names import KINDS, normalise
from hotspots.projection import Projection

NEAR_STREET_M = 60
NEAR_LANDMARK_M = 120
NEAR_DOOR_M = 40
CORNER_M = 15  # from a crossroads
CROSSING_M = 12  # the lines of two streets may stop short of each other
ALONG_M = 400  # to the next crossroads, each way
MOST_STREETS = 60  # read around a point
HERE = shapely.Point(0, 0)


def reading_of(latitude, longitude):
    """Return where a point (degrees) is, in the page's language, from what is known around it.

    In a place or beside it, on a street between two others, at a door, near a landmark; the
    empty string when nothing is near. At most six queries, however many the streets.
    """
    here = Projection(latitude, longitude)
    return (
        _by_a_place(here)
        or _by_the_streets(here)
        or _by_a_point(here, HouseNumber.objects.select_related("street"), NEAR_DOOR_M)
        or _by_a_point(here, Landmark.objects.all(), NEAR_LANDMARK_M)
    )


def in_a_sentence(name):
    """Return a name as it stands inside a sentence: «via X», but «Belvedere»."""
    first, *rest = str(name).split(" ")
    if normalise(first) in KINDS:
        first = first[:1].lower() + first[1:]
    return " ".join([first, *rest])


def _by_a_place(here):
    spot = Hotspot.objects.filter(pk=assign_point(here.latitude, here.longitude))
    spot = spot.first()
    if spot is None:
        return ""
    polygon = here.polygon(spot.ring)
    sentence = (
        _("in %(place)s") if polygon.intersects(HERE) else _("vicino a %(place)s")
    )
    return sentence % {"place": in_a_sentence(spot.name)}


def _by_the_streets(here):
    near = _lines(here, Street.objects.crossing(*_box(here, NEAR_STREET_M)))
    if not near:
        return ""
    street = min(near, key=lambda street: (near[street].distance(HERE), street.pk))
    if near[street].distance(HERE) > NEAR_STREET_M:
        return ""
    parts = shapely.get_parts(near[street])
    mine = min(parts, key=lambda part: part.distance(HERE))
    before, after = _crossroads(here, street, mine)
    name = in_a_sentence(street.name)
    corner = min((before, after), key=lambda crossing: crossing[0])
    if corner[0] <= CORNER_M:
        return _("all’angolo fra %(street)s e %(other)s") % {
            "street": name,
            "other": in_a_sentence(corner[1].name),
        }
    others = [in_a_sentence(other.name) for _m, other in (before, after) if other]
    match sorted(set(others), key=others.index):
        case [one, other]:
            words = {"street": name, "one": one, "other": other}
            return _("vicino a %(street)s, fra %(one)s e %(other)s") % words
        case [one]:
            words = {"street": name, "other": one}
            return _("vicino a %(street)s e a %(other)s") % words
    return _("vicino a %(place)s") % {"place": name}


def _crossroads(here, street, mine):
    """Return (metres, Street) of the nearest crossroads on each side, (inf, None) without one."""
    sides = [(float("inf"), None), (float("inf"), None)]
    at = mine.project(HERE)
    around = Street.objects.crossing(*_box(here, ALONG_M)).exclude(pk=street.pk)
    across, up = (CROSSING_M / metres for metres in here.metres_per_degree)
    around = around.crossing(
        street.west - across, street.south - up, street.east + across, street.north + up
    )
    for other, line in _lines(here, around).items():
        if line.distance(mine) > CROSSING_M:
            continue
        for part in shapely.get_parts(line):
            met = shapely.shortest_line(mine, part)
            if met.length > CROSSING_M:
                continue
            along = mine.project(shapely.Point(met.coords[0])) - at
            side = int(along > 0)
            if abs(along) < min(ALONG_M, sides[side][0]):
                sides[side] = abs(along), other
    return sides


def _lines(here, streets):
    """Return {Street: its lines, in metres from the point}, of so many at most."""
    return {
        street: shapely.MultiLineString(
            [
                list(zip(*here.to_metres(*zip(*line, strict=True)), strict=True))
                for line in street.lines
            ]
        )
        for street in streets.order_by("pk")[:MOST_STREETS]
    }


def _by_a_point(here, rows, metres):
    """Say near which of ``rows``, that have a point, this one is; the empty string if none."""
    west, south, east, north = _box(here, metres)
    around = rows.filter(latitude__range=(south, north), longitude__range=(west, east))[
        :MOST_STREETS
    ]
    near = []
    for row in around:
        x, y = here.to_metres(row.longitude, row.latitude)
        near.append((float(x * x + y * y), row.pk, str(row)))
    if not near or min(near)[0] > metres**2:
        return ""
    return _("vicino a %(place)s") % {"place": in_a_sentence(min(near)[2])}


def _box(here, metres):
    """Return west, south, east, north of a square around the point, in degrees."""
    per_lon, per_lat = here.metres_per_degree
    across, up = metres / per_lon, metres / per_lat
    return (
        here.longitude - across,
        here.latitude - up,
        here.longitude + across,
        here.latitude + up,
    )
