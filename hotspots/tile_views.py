"""The tiles of MAP_TILES_FILE: no question to the database, no cookie, no line in the log."""

from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from hotspots.backgrounds import tiles_file
from tiles.archive import on_grid
from tiles.refusals import Unreadable

YEAR, DAY = 365 * 24 * 3600, 24 * 3600


@require_safe
def map_tile(request, version, zoom, x, y):
    """Answer a picture, 204 where the file has none, an empty 404 for what is on no map."""
    archive = tiles_file()
    if archive is None or not on_grid(zoom, x, y):
        return HttpResponse(status=404)
    try:
        tile = archive.tile(zoom, x, y)
    except Unreadable:
        return HttpResponse(status=404)
    if tile is None:
        response = HttpResponse(status=204)
        patch_cache_control(response, public=True, max_age=DAY)
        return response
    response = HttpResponse(tile.content, content_type=tile.content_type)
    etag = response["ETag"] = f'"{archive.version}-{zoom}-{x}-{y}"'
    if version == archive.version:
        patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    else:  # the page was made before the file was changed, or by another host
        patch_cache_control(response, public=True, no_cache=True)
    return get_conditional_response(request, etag=etag, response=response)
