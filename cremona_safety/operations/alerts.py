"""Tells by mail that a part is red, and that it is green again: once each, and once a day meanwhile."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from jobs.models import Part
from jobs.permissions import JobPermission

logger = logging.getLogger(__name__)

AGAIN = timedelta(days=1)
# a mail about the mail would wait with the others: the log and the page say it
SILENT_WHILE_RED = {"outbox"}


@transaction.atomic
def watch(lights):
    """Write the colour of each ``Light`` and tell of those that changed; return them.

    A colour is told when it has lasted ``ALERT_MINUTES``: who flickers is told once. Two watches at
    once tell once, the rows being locked.
    """
    now = timezone.now()
    Part.objects.bulk_create(
        [Part(name=light.name, is_green=True, since=now) for light in lights],
        ignore_conflicts=True,
    )
    parts = {part.name: part for part in Part.objects.select_for_update()}
    told = [light for light in lights if _is_due(parts[light.name], light, now)]
    for light in told:
        parts[light.name].told_at = None if light.is_green else now
    Part.objects.bulk_update(parts.values(), ["is_green", "since", "told_at"])
    _tell(told)
    return told


def _is_due(part, light, now):
    """Bring the row to the colour of now, and tell whether people must know it."""
    if part.is_green != light.is_green:
        part.is_green, part.since = light.is_green, now
    # of a clock that was ahead and was put right
    part.since = min(part.since, now)
    part.told_at = part.told_at and min(part.told_at, now)
    if now - part.since < timedelta(minutes=settings.ALERT_MINUTES):
        return False
    if part.is_green:
        return part.told_at is not None
    return part.told_at is None or now - part.told_at >= AGAIN


def _tell(lights):
    for light in lights:
        level = logging.WARNING if light.is_green else logging.ERROR
        colour = "green again" if light.is_green else "red"
        logger.log(level, "%s is %s", light.name, colour)
    mailed = [x for x in lights if x.is_green or x.name not in SILENT_WHILE_RED]
    if mailed:
        _mail(mailed)


def _mail(lights):
    red = [light for light in lights if not light.is_green]
    green = [light for light in lights if light.is_green]
    url = settings.PUBLIC_URL + reverse("jobs")
    body = render_to_string(
        "operations/mail/alert.txt", {"red": red, "green": green, "url": url}
    )
    for address in _readers():
        EmailMessage(_subject(red, green), body, to=[address]).send()


def _subject(red, green):
    if red:
        return f"Portale, da sistemare: {_labels(red)}"
    return f"Portale, tornato a posto: {_labels(green)}"


def _labels(lights):
    return ", ".join(light.label.lower() for light in lights)


def _readers():
    """Return the addresses of ``ALERT_EMAILS``, else of who may read the page of the state."""
    if settings.ALERT_EMAILS:
        return settings.ALERT_EMAILS
    people = User.objects.who_may(JobPermission.READ)
    return [person.email for person in people if person.may_enter]
