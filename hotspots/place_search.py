"""The names of the town, while somebody writes one: an address that answers JSON."""

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import throttle
from hotspots.search import suggest_places

PER_ADDRESS = 600  # of one address in ten minutes: an office or a school shares one
WINDOW_SECONDS = 600


@never_cache
@require_safe
def place_search(request):
    """Answer {"places": [{name, kind, latitude, longitude, hotspot}]} for what ``q`` may name.

    ``kind`` is that of a NamedPoint, ``hotspot`` a slug or null. What is asked is written
    nowhere, not even in the counter of the address.
    """
    address = throttle.client_address(request)
    if not throttle.hit(
        "place-search", address, limit=PER_ADDRESS, window_seconds=WINDOW_SECONDS
    ):
        said = {
            "places": [],
            "error": _("Hai cercato molte volte: riprova tra 10 minuti."),
        }
        headers = {"Retry-After": str(WINDOW_SECONDS)}
        return JsonResponse(said, status=429, headers=headers)
    found = suggest_places(request.GET.get("q", ""))
    return JsonResponse({"places": [place.as_json() for place in found]})
