"""What is erased of the notebooks when its time is over."""

from django.conf import settings
from django.utils import timezone

from jobs.erasure import delete_in_chunks
from notebooks.models import SealedNote
from texts.days import months_before


def erase_notes(now=None):
    """Delete diary pages and police notes of days more than DIARY_MONTHS ago; return how many."""
    limit = months_before(timezone.localtime(now), settings.DIARY_MONTHS).date()
    return delete_in_chunks(SealedNote.objects.filter(on__lt=limit))
