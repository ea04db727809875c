"""A page that says the portal is closed for maintenance; probes keep answering."""

from django.conf import settings
from django.http import HttpResponse
from django.template import loader

PROBES = ("/healthz", "/readyz", "/metrics")
RETRY_SECONDS = 1800


class MaintenanceMiddleware:
    """Answer 503 to everybody while the setting MAINTENANCE is on; needs no database."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not settings.MAINTENANCE or request.path in PROBES:
            return self.get_response(request)
        body = loader.get_template("503.html").render({})
        headers = {"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"}
        return HttpResponse(body, status=503, headers=headers)
