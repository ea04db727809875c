"""The mails to who goes out: a reminder, and what changes before the start.

They say place, day, hours, kind and link, and nothing else: an aim, a colleague, a report are
read on the portal.
"""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from interventions.models import Status
from jobs.messages import DISCARD_HEADER, KEY_HEADER

REMINDER_HOUR = 18  # of the evening before, in the time zone of the portal
CREW_NOTICE = timedelta(hours=48)  # earlier, the calendar is enough


class Change(models.TextChoices):
    """What happened to an outing that has not begun; the label opens the mail."""

    ADDED = "aggiunto", "Sei nell’equipaggio di un’uscita."
    REMOVED = "tolto", "Non sei più nell’equipaggio di questa uscita."
    MOVED = "spostato", "Un’uscita del tuo calendario è cambiata. Ora è così."
    CANCELLED = "annullato", "Questa uscita è stata annullata: non devi andarci."
    RESTORED = "ripreso", "Un’uscita che era annullata si fa di nuovo."


SUBJECTS = {
    Change.ADDED: "Uscita del {when}: ci sei anche tu",
    Change.REMOVED: "Uscita del {when}: non ci sei più",
    Change.MOVED: "Uscita cambiata: ora {when}",
    Change.CANCELLED: "Uscita annullata: {when}",
    Change.RESTORED: "Uscita confermata di nuovo: {when}",
}
REMINDER = "Promemoria: esci il {when}"
REMINDER_OPENING = "Ti ricordiamo la tua prossima uscita."
OF_THE_CREW = (Change.ADDED, Change.REMOVED)
NO_MORE_THEIRS = (Change.REMOVED, Change.CANCELLED)


def notify_changed(intervention, people, what, *, now=None):
    """Tell ``people`` that ``what`` (a ``Change``) happened; call it in the verb's transaction.

    Call it after the row is written: it says the new place and hours, and one ``version`` is
    told once. Who made the change needs no mail: leave them out of ``people``. Being put in a
    crew or taken out of one is told only in the last 48 hours; what is over is not told.
    """
    now = now or timezone.now()
    if not _is_worth_telling(intervention, what, now):
        return
    for person in _active(people):
        _send(
            intervention,
            person,
            subject=SUBJECTS[what],
            opening=what.label,
            key=f"outing-{what.value}-{intervention.pk}-{person.pk}-v{intervention.version}",
        )
        if what not in NO_MORE_THEIRS and reminder_is_due(intervention, now):
            notify_reminder(intervention, person, already_told=True)


def notify_reminder(intervention, person, *, already_told=False):
    """Remind one person of one outing, once for each start it is given.

    ``already_told``: another mail has just said it, and this one goes to nobody.
    """
    _send(
        intervention,
        person,
        subject=REMINDER,
        opening=REMINDER_OPENING,
        key=reminder_key(intervention, person),
        headers={DISCARD_HEADER: "1"} if already_told else {},
    )


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


def _is_worth_telling(intervention, what, now):
    if what in OF_THE_CREW:
        return now < intervention.starts_at <= now + CREW_NOTICE
    return intervention.ends_at is not None and intervention.ends_at > now


def _active(people):
    return [person for person in people if person.is_active]


def _send(intervention, person, *, subject, opening, key, headers=None):
    start = timezone.localtime(intervention.starts_at)
    when = f"{date_format(start, 'l d/m/Y')}, {start:%H:%M}"
    body = render_to_string(
        "interventions/mail/outing.txt",
        {
            "opening": opening,
            "intervention": intervention,
            "url": settings.PUBLIC_URL
            + reverse("intervention_detail", args=[intervention.code]),
        },
    )
    EmailMessage(
        subject.format(when=when),
        body,
        to=[person.email],
        headers={KEY_HEADER: key, **(headers or {})},
    ).send()
