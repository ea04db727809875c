"""The one door to citizens' photos."""

from django.http import FileResponse, Http404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts import second_factor
from accounts.readings import record_readings
from reports.browsers import Browser
from reports.models import Photo
from reports.permissions import ReportPermission
from reports.services.desk import READ
from reports.views.marks import is_followed


@never_cache
@require_GET
def report_photo(request, pk):
    """Serve a photo to who may read reports and to who took it; 404 to everybody else."""
    row = Photo.objects.select_related("report").filter(pk=pk).first()
    is_staff = row is not None and _is_staff(request)
    if not is_staff and (row is None or not _is_mine(request, row)):
        raise Http404
    try:
        file = row.image.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    if is_staff and row.report:
        record_readings(READ, [row.report], by=request.user)
    response = FileResponse(file, content_type="image/jpeg", filename="foto.jpg")
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _is_staff(request):
    """Tell whether a person signed in, with the second factor where required, may read reports.

    This URL is public, so the second factor's middleware lets it through.
    """
    user = request.user
    return (
        user.is_authenticated
        and user.may(ReportPermission.READ)
        and not second_factor.missing(request)
    )


def _is_mine(request, row):
    if row.report:
        return is_followed(request, row.report.code)
    return Browser(request).find(row.draft_id) is not None
