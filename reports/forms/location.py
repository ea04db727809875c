"""The ways to say where: a place of the list, words, a point, the phone's position.

The chosen radio decides; without one, a point counts more than words. The words stay as they were
written, whatever point they lead to, and are enough by themselves. A point inside the chosen place
is kept, as more precise than the place's centre.
"""

import re
from dataclasses import dataclass

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from hotspots.geometry import ROUGH_M, assign_point, in_municipality
from hotspots.reading import reading_of
from hotspots.search import find_place, suggest_places
from reports.models import Report

BY_POINT, BY_NAME = "punto", "nome"
AS_WRITTEN = "scritto"
DEGREES = re.compile(r"-?[0-9]{1,3}([.,][0-9]{1,20})?")  # float() reads much more
METRES = re.compile(r"[0-9]{1,6}(\.[0-9]{1,20})?")
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
    """How a place was told: words, a point in degrees, or both; the summary reads it back.

    ``found`` is the name of what the words lead to, when they do not say it themselves.
    """

    source: str
    label: str
    text: str = ""
    found: str = ""
    latitude: float | None = None
    longitude: float | None = None
    accuracy_m: int | None = None  # of a phone that knows only about where it is


class WrongLocation(Exception):
    """Where is not clear; ``field`` is the one to mend, the message a sentence."""

    def __init__(self, field, sentence):
        super().__init__(sentence)
        self.field = field


class ManyPlaces(WrongLocation):
    """The words may mean more than one place, or be misspelt; ``choices`` are for the person."""

    def __init__(self, places):
        super().__init__("meant", _("Intendevi uno di questi luoghi?"))
        self.choices = [
            *[(_value_of(place), place.name) for place in places],
            (AS_WRITTEN, _("Usa come l’ho scritto")),
        ]


class RoughPosition(WrongLocation):
    """The phone knows only about where it is: asked once, then taken as it is."""

    def __init__(self, metres):
        sentence = _(
            "La posizione del telefono è precisa a circa %(metres)s metri: sposta il segnaposto "
            "sul punto giusto. Se non sai essere più preciso, premi di nuovo Avanti."
        )
        metres = number_format(metres, use_l10n=True, force_grouping=True)
        super().__init__("accuracy", sentence % {"metres": metres})


def locate(data, hotspots):
    """Return the Location told by the cleaned ``data``; raise ``WrongLocation``.

    ``hotspots`` maps slug to Hotspot.
    """
    chosen, words = data.get("place"), data.get("place_name", "")
    point = _point(data)
    if chosen in hotspots:
        return _in_the_list(hotspots[chosen], point, words)
    if point and chosen != BY_NAME:
        return _at_point(point, words, data)
    if words:
        return _by_words(words, data)
    if chosen == BY_POINT:
        raise WrongLocation("place", _("Segna il punto sulla mappa o scegli un luogo."))
    raise WrongLocation(
        "place_name",
        _("Dicci dove: scrivi una via o una piazza, scegli un luogo o segna un punto."),
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


def _in_the_list(hotspot, point, words):
    found = find_place(words) if words else None
    if found and found.hotspot_id not in (None, hotspot.pk):
        raise WrongLocation(
            "place_name",
            _("Hai scelto %(place)s e scritto un altro nome: tieni solo uno dei due.")
            % {"place": hotspot.name},
        )
    inside = point and assign_point(*point) == hotspot.pk
    if inside and not _is_centre(point, hotspot):
        return Location(Source.MAP, words or hotspot.name, words, hotspot.name, *point)
    centre = hotspot.latitude, hotspot.longitude
    return Location(Source.PLACE, words or hotspot.name, words, hotspot.name, *centre)


def _is_centre(point, hotspot):
    centre = hotspot.latitude, hotspot.longitude
    return all(abs(a - b) < 1e-6 for a, b in zip(point, centre, strict=True))


def _at_point(point, words, data):
    if not in_municipality(*point):
        raise WrongLocation(
            "place",
            _(
                "Il punto è fuori dal territorio del Comune: spostalo o scegli un luogo."
            ),
        )
    is_device = data.get("located_by") == Source.DEVICE
    source = Source.DEVICE if is_device else Source.MAP
    label = words or reading_of(*point) or _("Un punto segnato sulla mappa")
    metres = _metres(data.get("accuracy")) if is_device else 0
    rough = round(metres) if metres > ROUGH_M else None
    if rough and data.get("seen_accuracy") != data["accuracy"]:
        raise RoughPosition(rough)
    return Location(source, label, words, "", *point, rough)


def _metres(text):
    return float(text) if METRES.fullmatch(text or "") else 0


def _by_words(words, data):
    meant = data.get("meant") if data.get("asked") == words else ""
    if AS_WRITTEN in (meant, data.get("as_written") == words and AS_WRITTEN):
        return Location(Source.WRITTEN, words, words)
    found = None if meant else find_place(words)
    if found is None:
        suggested = suggest_places(words)
        found = next((place for place in suggested if _value_of(place) == meant), None)
        if found is None and suggested:
            raise ManyPlaces(suggested)
    if found is None:
        return Location(Source.WRITTEN, words, words)
    return Location(
        Source.TEXT, words, words, found.name, found.latitude, found.longitude
    )


def _value_of(place):
    """Return a suggested place as its radio sends it: names alone may come twice."""
    return f"{place.name} {place.latitude:.5f} {place.longitude:.5f}"
