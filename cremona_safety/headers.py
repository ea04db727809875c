"""What every answer tells the browser beside the page: who may keep it, use it, ask for a position.

The Content-Security-Policy is django-csp's, the others that are always the same are Django's.
"""

from django.conf import settings

from reports.views.actions import ACTIONS

# the pages with «Usa la tua posizione», and the phone in the street: a verb that the desk refuses
# comes back as the page of its report
ASK_THE_POSITION = {
    "report_where",
    "report_detail",
    *(f"report_{action.name}" for action in ACTIONS),
    "field",
}
# nothing else of a phone is of use here; passkeys and the clipboard stay as browsers have them
NEVER_ASKED = (
    "accelerometer",
    "browsing-topics",
    "camera",
    "display-capture",
    "gyroscope",
    "hid",
    "idle-detection",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
)
FORBIDDEN = ", ".join(f"{name}=()" for name in NEVER_ASKED)


class HeadersMiddleware:
    """Outside all the others, so that files, refusals and errors have the same headers."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if _is_of_a_person(request, response):
            # an office shares its computers; what may be kept has said so by itself
            response.headers.setdefault("Cache-Control", "no-store, private")
        asks = _page(request) in ASK_THE_POSITION
        position = "geolocation=(self)" if asks else "geolocation=()"
        response.headers["Permissions-Policy"] = f"{position}, {FORBIDDEN}"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


def _is_of_a_person(request, response):
    """Tell whether a session comes or goes: who that is would be a question to the database."""
    name = settings.SESSION_COOKIE_NAME
    return name in request.COOKIES or name in response.cookies


def _page(request):
    match = getattr(request, "resolver_match", None)
    return match and match.url_name
