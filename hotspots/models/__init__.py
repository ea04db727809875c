"""Where things happen: the Comune, its places and their names, its streets, dated events."""

from hotspots.models.places import (
    ELSEWHERE,
    ELSEWHERE_LABEL,
    LATITUDE,
    LONGITUDE,
    RESERVED_SLUGS,
    REST_OF_TOWN,
    Alias,
    Contact,
    Event,
    Hotspot,
    Landmark,
    Municipality,
    at_place,
    place_choices,
    place_name,
    place_slug,
)
from hotspots.models.streets import HouseNumber, Street

__all__ = [
    "ELSEWHERE",
    "ELSEWHERE_LABEL",
    "LATITUDE",
    "LONGITUDE",
    "RESERVED_SLUGS",
    "REST_OF_TOWN",
    "Alias",
    "Contact",
    "Event",
    "Hotspot",
    "HouseNumber",
    "Landmark",
    "Municipality",
    "Street",
    "at_place",
    "place_choices",
    "place_name",
    "place_slug",
]
