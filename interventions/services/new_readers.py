"""Whoever gives roles could open a notebook to themself: its service is told of every new reader."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import AuditEntry, User
from interventions.confidential.notebooks import NOTEBOOKS
from interventions.models import service_of
from interventions.notifications.notebooks import notify_new_reader, reader_key
from interventions.record.crew import people_of
from jobs.models import Outbox

OPENED_BY = (
    "accounts.person_created",
    "accounts.role_changed",
    "accounts.person_reactivated",
)
LOOKED_BACK = timedelta(days=2)  # after a stop of the portal too


def tell_new_readers():
    """Put in the outbox what the trail says and nobody was told yet; return how many mails."""
    entries = AuditEntry.objects.filter(
        action__in=OPENED_BY, at__gt=timezone.now() - LOOKED_BACK
    ).order_by("pk")
    due = {
        reader_key(entry, colleague): (entry, person, colleague)
        for entry, person in _with_people(entries)
        for colleague in people_of(service_of(person))
        if colleague.pk not in (person.pk, entry.actor_id)
    }
    known = set(Outbox.objects.filter(key__in=due.keys()).values_list("key", flat=True))
    missing = [found for key, found in due.items() if key not in known]
    for entry, person, colleague in missing:
        notebook = NOTEBOOKS[service_of(person)]
        notify_new_reader(entry, person, colleague, notebook=notebook)
    return len(missing)


def _with_people(entries):
    """Return [(entry, person)] of those who are of a service now."""
    people = User.objects.filter(is_active=True).select_related("role")
    found = people.in_bulk([int(entry.target_id) for entry in entries])
    pairs = [(entry, found.get(int(entry.target_id))) for entry in entries]
    return [(entry, person) for entry, person in pairs if person and service_of(person)]
