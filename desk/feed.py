"""What a calendar client reads at the address of a person's calendar.

It holds hours, place, kind, aim and services; no colleague, no report, nothing a citizen wrote:
the file leaves the portal and stays in a phone or with who keeps its calendars.
"""

from datetime import UTC, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Event, vText, vUri

from hotspots.models import place_name
from interventions.models import NO_OUTING, Intervention, Service
from texts.tidy import tidy_text

PAST = timedelta(days=30)
REFRESH = timedelta(hours=1)


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
    is_none = outing.status in NO_OUTING
    event.add("status", "CANCELLED" if is_none else "CONFIRMED")
    event.add("class", "PRIVATE")
    path = reverse("intervention_detail", args=[outing.code])
    event.add("url", vUri(settings.PUBLIC_URL + path))
    return event


def _description(outing):
    services = " e ".join(Service(one).label for one in outing.services)
    # a line written before the forms took control characters out would break the file
    lines = [tidy_text(outing.aim), f"Servizi: {services}" if services else ""]
    return "\n".join(filter(None, lines))
