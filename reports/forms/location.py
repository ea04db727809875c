"""The four ways to say where: a place of the list, a point, the phone's position, a name.

The chosen radio decides. Without one, a point counts more than a name. A point inside the chosen
place is kept, as more precise than the place's centre.
"""

import re
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from hotspots.geometry import assign_point, in_municipality
from hotspots.models import Hotspot
from hotspots.search import find_place
from reports.models import Report

BY_POINT, BY_NAME = "punto", "nome"
DEGREES = re.compile(r"-?[0-9]{1,3}([.,][0-9]{1,20})?")  # float() reads much more
Source = Report.LocationSource


class PlaceRadios(forms.RadioSelect):
    """The places as radios; each one moves the pin of the map to its centre."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.centres = {}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if centre := self.centres.get(value):
            option["attrs"]["data-map-go"] = "{:.6f},{:.6f}".format(*centre)
        return option


@dataclass(frozen=True)
class Location:
    """A point in degrees, how it was told, and words to read it back."""

    latitude: float
    longitude: float
    source: str
    label: str
    hotspot_id: int | None


class WrongLocation(Exception):
    """Where is not clear; ``field`` is the one to mend, the message a sentence."""

    def __init__(self, field, sentence):
        super().__init__(sentence)
        self.field = field


def locate(data, hotspots):
    """Return the Location told by the cleaned ``data``; raise ``WrongLocation``.

    ``hotspots`` maps slug to Hotspot.
    """
    chosen, name = data.get("place"), data.get("place_name", "")
    point = _point(data)
    if chosen in hotspots:
        return _in_the_list(hotspots[chosen], point, name)
    if chosen == BY_POINT or (not chosen and point):
        return _at_point(point, data.get("located_by"))
    if chosen == BY_NAME or name:
        return _by_name(name)
    raise WrongLocation(
        "place", _("Dicci dove: scegli un luogo, segna un punto o scrivi un nome.")
    )


def _point(data):
    """Return (latitude, longitude), or None when neither is given."""
    texts = [str(data.get(name) or "").strip() for name in ("latitude", "longitude")]
    if not any(texts):
        return None
    if not all(DEGREES.fullmatch(text) for text in texts):
        raise WrongLocation(
            "place", _("Il punto non si legge: segnalo di nuovo o scegli un luogo.")
        )
    latitude, longitude = (float(text.replace(",", ".")) for text in texts)
    return latitude, longitude


def _in_the_list(hotspot, point, name):
    if name:
        found = find_place(name)
        if found is None or found.hotspot_id != hotspot.pk:
            raise WrongLocation(
                "place_name",
                _(
                    "Hai scelto %(place)s e scritto un altro nome: tieni solo uno dei due."
                )
                % {"place": hotspot.name},
            )
    if point and assign_point(*point) == hotspot.pk and not _is_centre(point, hotspot):
        return Location(*point, Source.MAP, hotspot.name, hotspot.pk)
    return Location(
        hotspot.latitude, hotspot.longitude, Source.PLACE, hotspot.name, hotspot.pk
    )


def _is_centre(point, hotspot):
    centre = hotspot.latitude, hotspot.longitude
    return all(abs(a - b) < 1e-6 for a, b in zip(point, centre, strict=True))


def _at_point(point, located_by):
    if point is None:
        raise WrongLocation("place", _("Segna il punto sulla mappa o scegli un luogo."))
    if not in_municipality(*point):
        raise WrongLocation(
            "place",
            _(
                "Il punto è fuori dal territorio del Comune: spostalo o scegli un luogo."
            ),
        )
    hotspot_id = assign_point(*point)
    source = Source.DEVICE if located_by == Source.DEVICE else Source.MAP
    return Location(*point, source, _label(hotspot_id), hotspot_id)


def _label(hotspot_id):
    if hotspot_id is None:
        return _("Un punto segnato sulla mappa")
    return _("Un punto segnato a %(place)s") % {
        "place": Hotspot.objects.values_list("name", flat=True).get(pk=hotspot_id)
    }


def _by_name(name):
    if not name:
        raise WrongLocation(
            "place_name", _("Scrivi il nome di una via o di una piazza.")
        )
    found = find_place(name)
    if found is None:
        raise WrongLocation(
            "place_name",
            _(
                "Non conosciamo questo nome, o indica più luoghi. Prova con una via o una "
                "piazza vicina, oppure scegli un luogo."
            ),
        )
    return Location(
        found.latitude, found.longitude, Source.TEXT, found.name, found.hotspot_id
    )
