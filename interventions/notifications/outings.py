"""The mail that reminds a person of an outing, and how every mail says an outing.

They say place, day, hours, kind and link, and nothing else: an aim, a colleague, a report are
read on the portal.
"""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from interventions.models import Status
from jobs.messages import DISCARD_HEADER, KEY_HEADER

REMINDER_HOUR = 18  # of the evening before, in the time zone of the portal
REMINDER = "Promemoria: esci il {when}"
REMINDER_OPENING = "Ti ricordiamo la tua prossima uscita."


def notify_reminder(intervention, person, *, already_told=False):
    """Remind one person of one outing, once for each start it is given.

    ``already_told``: another mail has just said it, and this one goes to nobody.
    """
    headers = {KEY_HEADER: reminder_key(intervention, person)}
    if already_told:
        headers[DISCARD_HEADER] = "1"
    EmailMessage(
        REMINDER.format(when=when_of(intervention)),
        described(intervention, opening=REMINDER_OPENING),
        to=[person.email],
        headers=headers,
    ).send()


def reminder_key(intervention, person):
    start = int(intervention.starts_at.timestamp())
    return f"outing-reminder-{intervention.pk}-{person.pk}-{start}"


def last_day_to_remind(now):
    """Return the last day whose outings are to be remembered at the moment ``now``."""
    local = timezone.localtime(now)
    return local.date() + timedelta(days=local.hour >= REMINDER_HOUR)


def reminder_is_due(intervention, now=None):
    """Tell whether a planned outing is near enough to be remembered."""
    now = now or timezone.now()
    return (
        intervention.status == Status.PLANNED
        and intervention.starts_at > now
        and intervention.day <= last_day_to_remind(now)
    )


def when_of(intervention):
    """Return when an outing begins, as a subject says it."""
    start = timezone.localtime(intervention.starts_at)
    return f"{date_format(start, 'l d/m/Y')}, {start:%H:%M}"


def described(intervention, *, opening):
    """Return the text of a mail about one outing."""
    path = reverse("intervention_detail", args=[intervention.code])
    return render_to_string(
        "interventions/mail/outing.txt",
        {
            "opening": opening,
            "intervention": intervention,
            "url": settings.PUBLIC_URL + path,
        },
    )
