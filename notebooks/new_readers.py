"""Whoever gives roles could open a notebook to themself: its service is told of every new reader."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import AuditEntry, Role, User
from interventions.models import service_of_role
from interventions.record.crew import people_of
from jobs.models import Outbox
from notebooks.notifications import notify_new_reader, reader_key
from notebooks.reading import NOTEBOOKS

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
        reader_key(entry, colleague): (entry, person, service, colleague)
        for entry, person, service in _opened_by(entries)
        for colleague in people_of(service)
        if colleague.pk not in (person.pk, entry.actor_id)
    }
    known = set(Outbox.objects.filter(key__in=due.keys()).values_list("key", flat=True))
    missing = [found for key, found in due.items() if key not in known]
    for entry, person, service, colleague in missing:
        notify_new_reader(entry, person, colleague, notebook=NOTEBOOKS[service])
    return len(missing)


def _opened_by(entries):
    """Return [(entry, person, service)] of those that opened a notebook, if only for a minute."""
    people = User.objects.select_related("role").in_bulk(
        [int(entry.target_id) for entry in entries]
    )
    roles = Role.objects.in_bulk()
    found = []
    for entry in entries:
        person = people.get(int(entry.target_id))
        role = roles.get(entry.after.get("role")) or (person and person.role)
        service = role and service_of_role(role)
        if person and service:
            found.append((entry, person, service))
    return found
