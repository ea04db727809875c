"""The reminders of the evening before; of what is planned later, at once."""

from django.utils import timezone

from interventions.models import Intervention, Status
from interventions.notifications.changes import people_to_be_told
from interventions.notifications.outings import (
    last_day_to_remind,
    notify_reminder,
    reminder_key,
)
from jobs.models import Outbox


def send_reminders():
    """Put in the outbox the reminders that are due and not there yet; return how many.

    Who is about to be told of a change waits for that mail: it may say the same.
    """
    due, told = _due(), people_to_be_told()
    known = set(Outbox.objects.filter(key__in=due.keys()).values_list("key", flat=True))
    missing = [
        (intervention, person)
        for key, (intervention, person) in due.items()
        if key not in known and person.pk not in told
    ]
    for intervention, person in missing:
        notify_reminder(intervention, person)
    return len(missing)


def _due():
    """Return {key: (intervention, person)} of the crews whose start is near."""
    now = timezone.now()
    near = (
        Intervention.objects.filter(
            status=Status.PLANNED, starts_at__gt=now, day__lte=last_day_to_remind(now)
        )
        .select_related("hotspot")
        .prefetch_related("crew__person")
    )
    return {
        reminder_key(intervention, member.person): (intervention, member.person)
        for intervention in near
        for member in intervention.crew.all()
        if member.person.is_active
    }
