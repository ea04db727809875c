"""What is erased of the handover board when its time is over."""

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from board.models import BoardNote, BoardRead
from jobs.erasure import delete_in_chunks
from texts.days import months_before


def erase_board(now=None):
    """Delete the notes of the board that were over BOARD_MONTHS ago, and old read marks.

    A note without an end is over at once, unless it is pinned. Return how many notes.
    """
    limit = months_before(timezone.localtime(now), settings.BOARD_MONTHS)
    over = Q(removed_at__lt=limit) | Q(expires_at__lt=limit)
    over |= Q(removed_at=None, expires_at=None, is_pinned=False, at__lt=limit)
    delete_in_chunks(BoardRead.objects.filter(at__lt=limit))
    return delete_in_chunks(BoardNote.objects.filter(over))
