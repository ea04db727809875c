"""People say when they can, or cannot, go out."""

from django.db import transaction

from accounts.services import record
from interventions.models import Availability


@transaction.atomic
def mark_availability(*, starts_at, ends_at, is_free, by, now=None):
    """Keep when ``by`` can or cannot go out; the same said twice is one. Return the row."""
    row, made = Availability.objects.get_or_create(
        person=by, starts_at=starts_at, ends_at=ends_at, is_free=is_free
    )
    if made:
        after = {"is_free": is_free}
        record("intervention.availability", row, by=by, after=after, now=now)
    return row


@transaction.atomic
def remove_availability(row, *, by):
    record("intervention.availability_remove", row, by=by)
    row.delete()
