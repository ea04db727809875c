"""What is written for who comes with a program: whoever found a weakness, and search engines."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from hotspots.models import Contact, Municipality

# RFC 9116 wants less than a year; a portal that nobody runs any more stops saying it
GOOD_FOR = timedelta(days=180)
# of one person, or of who works here; nothing is protected by being written here
NOT_TO_SEARCH = (
    "/segnalazioni/",
    "/foto/",
    "/accedi/",
    "/profilo/",
    "/operatori/",
    "/interventi/",
)


@require_safe
def security_txt(request):
    """Say whom to tell of a weakness (RFC 9116); 404 while the programme file says nobody."""
    ways = _ways_to_write()
    if not ways:
        return _text("", status=404)
    expires = datetime.combine(timezone.now().date() + GOOD_FOR, time(), UTC)
    address = settings.PUBLIC_URL + reverse("security_txt")
    lines = [
        *(f"Contact: {way}" for way in ways),
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: it, en",
        f"Canonical: {address}",
    ]
    return _text("\n".join(lines) + "\n")


@require_safe
def robots_txt(request):
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_TO_SEARCH)]
    return _text("\n".join(lines) + "\n")


def _ways_to_write():
    """Return the addresses of who hears of it; before the Comune says who, that of its site."""
    if contact := Contact.objects.for_security():
        email = contact.email and f"mailto:{contact.email}"
        return [way for way in (email, contact.url) if way]
    sites = Municipality.objects.exclude(website="")
    return list(sites.values_list("website", flat=True))


def _text(body, status=200):
    return HttpResponse(body, "text/plain; charset=utf-8", status)
