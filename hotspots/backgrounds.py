"""The background of the maps: the one of the settings' three that is used, as Leaflet wants it."""

import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from tiles.archive import open_archive
from tiles.refusals import Unreadable

logger = logging.getLogger(__name__)

# the first that is written wins: a file tells nobody who looks where
SETTINGS = ("MAP_TILES_FILE", "MAP_WMS_URL", "MAP_TILES_URL")
CLOSEST = 19  # the map's zoom; beyond the file's own its last pictures are enlarged


def setting_in_use():
    """Return the name of the setting that gives the background, None when there is none."""
    return next((name for name in SETTINGS if getattr(settings, name)), None)


def background():
    """Return what static/js/map-background.js draws: ``kind``, ``url``, ``options`` of Leaflet.

    None without a background, and when its file cannot be shown: the maps do without.
    """
    name = setting_in_use()
    return MAKERS[name]() if name else None


def tiles_file():
    """Return the ``Archive`` that the portal itself serves, None when there is none to show."""
    if setting_in_use() != "MAP_TILES_FILE":
        return None
    try:
        return open_archive(settings.MAP_TILES_FILE)
    except Unreadable as unreadable:
        logger.error("MAP_TILES_FILE cannot be shown: %s", unreadable)
        return None


def other_host():
    """Return the host that whoever looks at a map asks for its background; empty: only ours."""
    name = setting_in_use()
    if name in {None, "MAP_TILES_FILE"}:
        return ""
    return urlsplit(getattr(settings, name).replace("{s}.", "")).hostname or ""


def _file():
    archive = tiles_file()
    if archive is None:
        return None
    options = {"minZoom": archive.min_zoom, "maxNativeZoom": archive.max_zoom}
    if archive.bounds:
        west, south, east, north = archive.bounds
        options["bounds"] = [[south, west], [north, east]]
    any_tile = reverse("map_tile", args=[archive.version, 0, 0, 0])
    url = any_tile.removesuffix("0/0/0") + "{z}/{x}/{y}"
    return _described("tiles", url, settings.MAP_TILES_ATTRIBUTION, **options)


def _wms():
    return _described(
        "wms",
        settings.MAP_WMS_URL,
        settings.MAP_WMS_ATTRIBUTION,
        layers=settings.MAP_WMS_LAYERS,
        format=settings.MAP_WMS_FORMAT,
        version=settings.MAP_WMS_VERSION,
        crs=settings.MAP_WMS_CRS,
    )


def _address():
    return _described("tiles", settings.MAP_TILES_URL, settings.MAP_TILES_ATTRIBUTION)


def _described(kind, url, attribution, **options):
    options |= {"attribution": attribution, "maxZoom": CLOSEST}
    return {"kind": kind, "url": url, "options": options}


MAKERS = dict(zip(SETTINGS, (_file, _wms, _address), strict=True))
