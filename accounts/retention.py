"""What is erased of the trail when its time is over: of a reading, who read and what.

That something was read, and when, stays; the chain holds (``accounts/chain.py``).
"""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.chain import ERASURE
from accounts.models import ERASED, AuditEntry, TrailLink
from accounts.services import record
from accounts.trail import readings
from texts.days import midnight, months_before

CHUNK = 200


def erase_readings(run, now=None):
    """Empty the readings of days more than READING_MONTHS ago that are in the chain; return how many.

    The trail tells it first, about ``run``: an erasure that it does not tell is a break of the chain.
    """
    until = months_before(timezone.localtime(now), settings.READING_MONTHS).date()
    old = AuditEntry.objects.filter(
        action__in=readings(), at__lt=midnight(until), link__isnull=False
    ).exclude(target_id="")
    keys = list(old.order_by().values_list("pk", flat=True))
    if keys:
        told = {"readings": len(keys), "until": until.isoformat()}
        record(ERASURE, run, by=None, after=told, now=now)
    for start in range(0, len(keys), CHUNK):
        chunk = keys[start : start + CHUNK]
        with transaction.atomic():
            AuditEntry.objects.filter(pk__in=chunk).update(**ERASED)
            TrailLink.objects.filter(entry__in=chunk).update(salt="")
    return len(keys)
