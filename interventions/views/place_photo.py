"""The one door to the photos of a place."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from interventions.models import Intervention, PlacePhoto


@never_cache
@require_GET
def intervention_photo(request, pk):
    """Serve a photo to who may read the interventions; 404 when its file is gone."""
    mine = Intervention.objects.visible_to(request.user)
    row = get_object_or_404(PlacePhoto, pk=pk, intervention__in=mine)
    try:
        file = row.image.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, content_type="image/jpeg", filename="luogo.jpg")
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
