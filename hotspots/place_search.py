"""The names of the town, while somebody writes one: an address that answers JSON."""

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.throttle import MINUTE, SenderLimit, client_address
from hotspots.search import suggest_places

# of one address: an office or a school shares one
SEARCHES = SenderLimit("place-search", 600, 10 * MINUTE)


@never_cache
@require_safe
def place_search(request):
    """Answer {"places": [{name, latitude, longitude}]} for what ``q`` may name.

    What is asked is written nowhere, not even in the counter of the address.
    """
    address = client_address(request)
    if not SEARCHES.hit(address):
        error = _("Hai cercato molte volte: riprova dopo le %(time)s.")
        said = {"places": [], "error": error % {"time": SEARCHES.time_for(address)}}
        headers = {"Retry-After": str(SEARCHES.seconds_left(address))}
        return JsonResponse(said, status=429, headers=headers)
    found = suggest_places(request.GET.get("q", ""))
    return JsonResponse({"places": [place.as_json() for place in found]})
