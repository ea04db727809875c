"""What is erased when its time is over: forgotten drafts, and the texts of closed reports.

The report stays as a fact (place, category, days, states); what people wrote, the contact and the
photos go. Running it twice erases nothing more.
"""

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from jobs.erasure import chunks
from reports.drafts import LIFETIME, delete_draft
from reports.models import (
    Draft,
    ErasureRequest,
    Message,
    Photo,
    Report,
    Status,
    StatusChange,
)
from reports.photos import delete_photos
from texts.days import months_before

FINISHED = (Status.CLOSED, Status.MERGED)


def erase_drafts(now=None):
    """Delete the drafts nobody touched for a day, sent or not, with their photos; return how many."""
    limit = (now or timezone.now()) - LIFETIME
    drafts = list(Draft.objects.filter(updated_at__lte=limit))
    for draft in drafts:
        with transaction.atomic():
            delete_draft(draft)
    return len(drafts)


def erase_texts(now=None):
    """Blank texts, contact, messages and photos of reports finished long ago; return how many.

    A report is finished at the last step of its history; the months are REPORT_TEXT_MONTHS.
    """
    limit = months_before(timezone.localtime(now), settings.REPORT_TEXT_MONTHS)
    keys = (
        Report.objects.filter(status__in=FINISHED, text_erased_at=None)
        .annotate(finished_at=Max("history__at"))
        .filter(finished_at__lt=limit)
        .values_list("pk", flat=True)
    )
    return sum(erase_now(chunk) for chunk in chunks(list(keys)))


@transaction.atomic
def erase_now(keys):
    """Blank what the finished reports of some keys hold of people; return how many.

    Who had asked for it has what they asked.
    """
    rows = Report.objects.select_for_update().filter(pk__in=keys, status__in=FINISHED)
    keys = list(rows.values_list("pk", flat=True))  # without those reopened meanwhile
    now = timezone.now()
    asked = ErasureRequest.objects.filter(report__in=keys, decided_at=None)
    asked.update(decided_at=now, is_granted=True)
    delete_photos(Photo.objects.filter(report__in=keys))
    Message.objects.filter(report__in=keys).delete()
    StatusChange.objects.filter(report__in=keys).update(note="")  # the steps stay
    return Report.objects.filter(pk__in=keys).update(
        subject="",
        details="",
        location_note="",
        place_text="",
        place_reading="",
        email="",
        email_asked_at=None,
        email_confirmed_at=None,
        answer_asked_at=None,
        text_erased_at=now,
    )
