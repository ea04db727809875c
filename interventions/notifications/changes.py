"""One mail to each person for what changed of their outings in the last minutes.

``notify_changed`` notes what a person knew; the mail is written two minutes later, from what the
outings are by then. A drag put back is no mail, a series moved is one.
"""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from interventions.models import Intervention, Status
from interventions.notifications.outings import (
    described,
    notify_reminder,
    reminder_is_due,
    when_of,
)
from jobs.gathering import being_gathered, gather

KIND = "outings"
CALLED_OFF = "annullata"


class Change(models.TextChoices):
    """What became of an outing that has not begun; the label opens the mail."""

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
SUBJECT_OF_MANY = "{count} uscite del tuo calendario sono cambiate"
SUBJECT_OF_NEW = "{count} uscite nuove nel tuo calendario"
OPENINGS_OF_MANY = {
    Change.ADDED: "Sei nell’equipaggio di {count} uscite:",
    Change.REMOVED: "Non sei più nell’equipaggio di {count} uscite:",
    Change.MOVED: "{count} uscite sono cambiate. Ora sono così:",
    Change.CANCELLED: "{count} uscite sono state annullate, non devi andarci:",
    Change.RESTORED: "{count} uscite che erano annullate si fanno di nuovo:",
}
NO_MORE_THEIRS = (Change.REMOVED, Change.CANCELLED)


def known_of(intervention):
    """Return what somebody of the crew knows of an outing: whether it is, when and where."""
    if intervention.status == Status.CANCELLED:
        return CALLED_OFF
    moments = (intervention.starts_at, intervention.ends_at)
    hours = "-".join(str(int(one.timestamp())) for one in moments if one)
    return f"{hours}/{intervention.hotspot_id}"


def notify_changed(intervention, knew, *, by, now=None):
    """Note that an outing changed; call it in the verb's transaction, after the row is written.

    ``knew`` is {person: what ``known_of`` gave before}, None for who was not in the crew. Who made
    the change knows the rest: nothing is left to tell them of it. What is over, or still a draft,
    is not told.
    """
    if intervention.status == Status.DRAFT:
        return
    if intervention.ends_at is None or intervention.ends_at <= (now or timezone.now()):
        return
    outing = str(intervention.pk)
    for person, before in knew.items():
        if person == by:
            gather(KIND, person.pk, lambda notes: notes.pop(outing, None), opens=False)
        elif person.is_active:
            gather(
                KIND,
                person.pk,
                lambda notes, before=before: notes.setdefault(outing, before),
            )


def notify_published(person, outings):
    """Note at once the many outings that a person did not know: drafts until now."""
    new = {str(row.pk): None for row in outings}
    gather(KIND, person.pk, lambda notes: notes.update(new | notes))


def people_to_be_told():
    """Return the pks of who is about to get the mail of some changes."""
    return being_gathered(KIND)


def write_changes(about, knew):
    """Return the mail of a person, or None when in the end nothing changed for them."""
    person = User.objects.filter(pk=about, is_active=True).first()
    changes = _changes(person, knew) if person else []
    if not changes:
        return None
    for change, outing in changes:
        if change not in NO_MORE_THEIRS and reminder_is_due(outing):
            notify_reminder(outing, person, already_told=True)
    if len(changes) == 1:
        ((change, outing),) = changes
        subject = SUBJECTS[change].format(when=when_of(outing))
        body = described(outing, opening=change.label)
    else:
        is_new = all(change == Change.ADDED for change, _ in changes)
        subject = SUBJECT_OF_NEW if is_new else SUBJECT_OF_MANY
        subject = subject.format(count=len(changes))
        body = render_to_string(
            "interventions/mail/outings.txt",
            {"groups": _grouped(changes), "public_url": settings.PUBLIC_URL},
        )
    return EmailMessage(subject, body, to=[person.email])


def _changes(person, knew):
    """Return [(``Change``, outing)] of what is not as the person knew, the first to come first."""
    rows = (
        Intervention.objects.filter(pk__in=knew, ends_at__gt=timezone.now())
        .filter(status__in=[Status.PLANNED, Status.CANCELLED])
        .select_related("hotspot")
        .prefetch_related("crew")
        .order_by("starts_at", "pk")
    )
    found = [(_change(knew[str(row.pk)], _known_to(person, row)), row) for row in rows]
    return [(change, row) for change, row in found if change]


def _known_to(person, row):
    is_theirs = any(member.person_id == person.pk for member in row.crew.all())
    return known_of(row) if is_theirs else None


def _change(before, after):
    """Return what brought a person from what they knew to what is, or None for nothing to tell."""
    was_to_come, is_to_come = (one not in (None, CALLED_OFF) for one in (before, after))
    if was_to_come and is_to_come:
        return Change.MOVED if before != after else None
    if is_to_come:
        return Change.ADDED if before is None else Change.RESTORED
    if was_to_come:
        return Change.REMOVED if after is None else Change.CANCELLED
    return None


def _grouped(changes):
    """Return [(opening, outings)], one for each kind of change."""
    groups = {}
    for change, outing in changes:
        groups.setdefault(change, []).append(outing)
    return [
        (
            change.label
            if len(outings) == 1
            else OPENINGS_OF_MANY[change].format(count=len(outings)),
            outings,
        )
        for change, outings in groups.items()
    ]
