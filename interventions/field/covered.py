"""Where a crew that shared its zones has been: minutes by place, never a way walked."""

from h3.api import basic_int as h3

from hotspots.geometry import assign
from hotspots.models import Hotspot, place_name


def minutes_by_place(intervention):
    """Return [(name of the place, zones, minutes)], the longest first; [] without zones.

    A zone is an H3 cell (resolution 10, about 130 m across), of the place its centre is in.
    """
    cells = list(intervention.cells.all())
    if not cells:
        return []
    places = {place.pk: place for place in Hotspot.objects.all()}
    centres = [h3.cell_to_latlng(row.cell) for row in cells]
    owners = assign(*zip(*centres, strict=True), hotspots=list(places.values()))
    found = {}
    for row, owner in zip(cells, owners, strict=True):
        name = place_name(places.get(owner))
        zones, minutes = found.get(name, (0, 0))
        found[name] = zones + 1, minutes + row.minutes
    rows = [(name, zones, minutes) for name, (zones, minutes) in found.items()]
    return sorted(rows, key=lambda row: -row[2])
