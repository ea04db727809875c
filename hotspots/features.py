"""What the public map shows, as GeoJSON: the Comune, the places of the programme, some names."""

from django.urls import reverse

from hotspots.models import Hotspot, Landmark, Municipality, Street


def map_features():
    """Return a FeatureCollection in degrees: kinds "comune", "luogo" and "via"; four queries.

    ``streets`` tells whether ``street_features`` has lines. Nothing in it comes from citizens: boundaries, names, and the address of each place's page.
    """
    municipality = Municipality.objects.only(
        "name", "boundary", "boundary_source", "boundary_source_en"
    ).first()
    features = [_comune(municipality)] if municipality else []
    features += [_place(spot) for spot in Hotspot.objects.programme().on_offer()]
    features += [_landmark(mark) for mark in Landmark.objects.all()]
    streets = Street.objects.drawn().exists()
    return {"type": "FeatureCollection", "streets": streets, "features": features}


def other_areas(hotspot=None):
    """Return [{name, ring}] of every place but ``hotspot``, to see them while drawing."""
    others = Hotspot.objects.exclude(pk=hotspot.pk if hotspot else None)
    return [{"name": other.name, "ring": other.ring} for other in others]


def _comune(municipality):
    return _feature(
        "comune",
        {"type": "Polygon", "coordinates": [municipality.boundary]},
        name=municipality.name,
        source=municipality.boundary_source,
        source_en=municipality.boundary_source_en,
    )


def _place(spot):
    return _feature(
        "luogo",
        {"type": "Polygon", "coordinates": [spot.ring]},
        name=spot.name,
        url=reverse("place", args=[spot.slug]),
        buffer_m=spot.buffer_m,
        verified=spot.verified_on is not None,
    )


def _landmark(mark):
    point = {"type": "Point", "coordinates": [mark.longitude, mark.latitude]}
    return _feature("via", point, name=mark.name)


def _feature(kind, geometry, **properties):
    return {
        "type": "Feature",
        "geometry": geometry,
        "properties": {"kind": kind, **properties},
    }
