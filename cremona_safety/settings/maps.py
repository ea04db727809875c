"""The background of the maps. Of three the first that is written wins: a file of tiles, which tells
nobody who looks where; a WMS; tiles at an address."""

from cremona_safety import env

MAP_TILES_FILE = env.text("MAP_TILES_FILE", "")  # pictures: .mbtiles or .pmtiles

MAP_WMS_URL = env.text("MAP_WMS_URL", "")
MAP_WMS_LAYERS = env.text("MAP_WMS_LAYERS", "")
MAP_WMS_ATTRIBUTION = env.text("MAP_WMS_ATTRIBUTION", "")
MAP_WMS_FORMAT = env.text("MAP_WMS_FORMAT", "image/png")
MAP_WMS_VERSION = env.text("MAP_WMS_VERSION", "1.3.0")
MAP_WMS_CRS = env.text("MAP_WMS_CRS", "EPSG:3857")

MAP_TILES_URL = env.text("MAP_TILES_URL", "")  # e.g. https://host/{z}/{x}/{y}.png
MAP_TILES_ATTRIBUTION = env.text("MAP_TILES_ATTRIBUTION", "")  # of the file too

# where pictures come from besides the portal, for the Content-Security-Policy
if MAP_TILES_FILE:
    MAP_SOURCES = []
elif MAP_WMS_URL:
    MAP_SOURCES = [env.origin("MAP_WMS_URL")]
elif MAP_TILES_URL:
    MAP_SOURCES = [env.origin("MAP_TILES_URL")]
else:
    MAP_SOURCES = []
