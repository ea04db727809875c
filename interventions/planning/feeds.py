"""A person's calendar: the secret of its address, and what a calendar client reads there.

It holds hours, place, kind, aim and services; no colleague, no report, nothing a citizen wrote:
the file leaves the portal and stays in a phone or with who keeps its calendars.
"""

import base64
from datetime import UTC, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from icalendar import Calendar, Event, vText, vUri

from hotspots.models import place_name
from interventions.models import CalendarFeed, Intervention, Service, Status
from interventions.permissions import InterventionPermission
from texts.codes import hash_key, opens
from texts.fields import tidy_text

TOKEN_BYTES = 16
PAST = timedelta(days=30)
REFRESH = timedelta(hours=1)


def derive_token(nonce, secret=None):
    """Return the word that ends the address: 26 letters and figures, 128 bits.

    An HMAC of ``nonce`` under the secret key of the portal: it can be shown again although the
    database holds only a hash of it.
    """
    digest = salted_hmac(
        "interventions.calendar", str(nonce), secret=secret, algorithm="sha256"
    ).digest()
    return base64.b32encode(digest[:TOKEN_BYTES]).decode().rstrip("=").lower()


def token_of(feed):
    """Return the token of a ``CalendarFeed``, or None when its secret key is configured no more."""
    for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        token = derive_token(feed.nonce, secret)
        if opens(token, feed.token_hash):
            return token
    return None


def person_of(token):
    """Return the person whose calendar ``token`` opens, or None.

    One query and one hash whatever the token; who left the office or may no longer read the
    interventions has no calendar.
    """
    feed = (
        CalendarFeed.objects.select_related("person__role")
        .filter(token_hash=hash_key(token))
        .first()
    )
    if feed is None or not feed.person.may(InterventionPermission.READ):
        return None
    return feed.person


def write_calendar(person):
    """Return the iCalendar file (bytes) of the outings of ``person``, from 30 days ago on."""
    calendar = Calendar()
    calendar.add("prodid", "-//Portale della sicurezza urbana//Interventi//IT")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Le mie uscite")
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", vText("PT1H"))
    outings = (
        Intervention.objects.visible_to(person)
        .with_person(person)
        .filter(starts_at__gte=timezone.now() - PAST)
        .select_related("hotspot")
        .order_by("starts_at", "pk")
    )
    for outing in outings:
        calendar.add_component(_event(outing))
    return calendar.to_ical()


def _event(outing):
    place = tidy_text(place_name(outing.hotspot))
    event = Event()
    event.add("uid", f"{outing.code}@interventi")
    # of the last change, not of this reading: the same calendar is the same file
    event.add("dtstamp", outing.updated_at.astimezone(UTC))
    event.add("last-modified", outing.updated_at.astimezone(UTC))
    event.add("sequence", outing.version)
    # in UTC: no client has to know when the clocks of Rome change
    event.add("dtstart", outing.starts_at.astimezone(UTC))
    end = outing.ends_at or outing.planned_until
    if end and end > outing.starts_at:
        event.add("dtend", end.astimezone(UTC))
    event.add("summary", f"{outing.get_kind_display()}, {place}")
    event.add("location", place)
    event.add("description", _description(outing))
    cancelled = outing.status == Status.CANCELLED
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    path = reverse("intervention_detail", args=[outing.code])
    event.add("url", vUri(settings.PUBLIC_URL + path))
    return event


def _description(outing):
    services = " e ".join(Service(one).label for one in outing.services)
    # a line written before the forms took control characters out would break the file
    lines = [tidy_text(outing.aim), f"Servizi: {services}" if services else ""]
    return "\n".join(filter(None, lines))
