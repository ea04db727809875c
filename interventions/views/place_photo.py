"""The one door to the photos of a place."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from interventions.models import Intervention, PlacePhoto
from interventions.services.place_photos import remove_place_photo

REMOVED = (
    "Foto tolta: il file non c’è più. La scheda va approvata di nuovo se lo era già."
)


@never_cache
@require_GET
def intervention_photo(request, pk):
    """Serve a photo to who may read the interventions; 404 when its file is gone."""
    row = _photo(request, pk)
    try:
        file = row.image.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, content_type="image/jpeg", filename="luogo.jpg")
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@require_POST
def intervention_photo_remove(request, pk):
    intervention = remove_place_photo(_photo(request, pk), by=request.user)
    messages.success(request, REMOVED)
    return redirect("intervention_detail", code=intervention.code)


def _photo(request, pk):
    mine = Intervention.objects.visible_to(request.user)
    return get_object_or_404(PlacePhoto, pk=pk, intervention__in=mine)
