"""Who read what only some may read: rows of the trail like the others, under codes of their own.

A page that shows what somebody wrote is a reading; a list that shows only where and when is none.
"""

from datetime import timedelta

from django.utils import timezone

from accounts.models import AuditEntry
from accounts.services import record_each

SAME_READING = timedelta(minutes=15)


def record_readings(action, rows, *, by, now=None):
    """Leave in the trail that ``by`` read ``rows``, saved objects of one model.

    Read again by the same person within ``SAME_READING``, a row is not written again. Called by a
    GET: that it was read is the one thing a reading writes. Two pages opened in the same instant may
    leave two rows, which harms nobody.
    """
    now = now or timezone.now()
    read = set(
        AuditEntry.objects.filter(
            actor=by,
            action=action,
            at__gt=now - SAME_READING,
            target_id__in=[str(row.pk) for row in rows],
        ).values_list("target_id", flat=True)
    )
    new = [(row, None, None) for row in rows if str(row.pk) not in read]
    record_each(action, new, by=by, now=now)
