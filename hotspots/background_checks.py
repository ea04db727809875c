"""Says at the start what is wrong with the background of the maps: Django's checks."""

import re

from django.conf import settings
from django.core import checks

from hotspots.backgrounds import SETTINGS, setting_in_use
from tiles.archive import open_archive
from tiles.refusals import Unreadable

ATTRIBUTIONS = {
    "MAP_TILES_FILE": "MAP_TILES_ATTRIBUTION",
    "MAP_WMS_URL": "MAP_WMS_ATTRIBUTION",
    "MAP_TILES_URL": "MAP_TILES_ATTRIBUTION",
}
WMS_CHOICES = {
    "MAP_WMS_FORMAT": ("image/png", "image/png8", "image/jpeg", "image/webp"),
    "MAP_WMS_VERSION": ("1.1.0", "1.1.1", "1.3.0"),
    "MAP_WMS_CRS": ("EPSG:3857", "EPSG:4326"),  # those that Leaflet computes
}
# what Leaflet writes in an address: for any other it draws no map at all
BLANKS = re.compile(r"\{([^{}]*)\}")
FILLED_IN = {"s", "z", "x", "y", "-y", "r"}


def check_background(app_configs, **kwargs):
    """Return the errors of the background in use; a warning when another is written for nothing."""
    name = setting_in_use()
    if name is None:
        return []
    wrong = [*_without_attribution(name), *PARTS[name](name)]
    errors = [checks.Error(sentence, id="hotspots.E1") for sentence in wrong]
    others = [other for other in SETTINGS if getattr(settings, other) and other != name]
    if others:
        unused = (
            f"{name} gives the background of the maps: {', '.join(others)} is not used."
        )
        return [*errors, checks.Warning(unused, id="hotspots.W1")]
    return errors


def _without_attribution(name):
    attribution = ATTRIBUTIONS[name]
    if not getattr(settings, attribution).strip():
        yield f"{attribution} is empty: write whose the map of {name} is, and its licence."


def _of_the_file(name):
    try:
        open_archive(settings.MAP_TILES_FILE)
    except Unreadable as unreadable:
        yield f"{name}: {unreadable}"


def _of_the_wms(name):
    yield from _not_asked_well(name)
    if not settings.MAP_WMS_LAYERS.strip():
        yield "MAP_WMS_LAYERS is empty: write the names of the layers, with commas."
    for setting, choices in WMS_CHOICES.items():
        if getattr(settings, setting) not in choices:
            yield f"{setting} is not one of {', '.join(choices)}."


def _of_the_address(name):
    yield from _not_asked_well(name)
    asked = set(BLANKS.findall(settings.MAP_TILES_URL))
    if not {"z", "x"} <= asked or not {"y", "-y"} & asked:
        yield f"{name} has no place for {{z}}, {{x}} and {{y}}."


def _not_asked_well(name):
    url = getattr(settings, name)
    if not settings.DEMO and not url.startswith("https://"):
        yield f"{name} must begin with https://: a page of the portal shows nothing else."
    for blank in BLANKS.findall(url):
        if blank not in FILLED_IN:
            yield f"{name} has a {{{blank}}} that nobody fills in."


PARTS = dict(zip(SETTINGS, (_of_the_file, _of_the_wms, _of_the_address), strict=True))
