"""The notes of the handover board: written, corrected, taken away, pinned, read."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import record
from accounts.throttle import HOUR, Limit
from board.models import BoardNote, BoardRead
from board.news import expiry, may_correct
from interventions.models import service_of
from texts.refusals import Refused

NOTES = Limit("board", 30, HOUR)  # of one person
TOO_MANY = "Hai scritto molte note nell’ultima ora: riprova dopo le {time}."
TOO_LATE = "Dopo 24 ore la nota non si cambia più: scrivine una nuova, o chiedi al coordinatore."
CHANGED = "Nel frattempo la nota è cambiata. Rileggila e riprova."
GONE = "La nota non c’è più: qualcuno l’ha tolta."
REPEATED = timedelta(minutes=10)  # the same words again are a second click


class BoardNoteChanged(Refused):
    """Somebody corrected the note after this person opened it."""


@transaction.atomic
def post_note(*, text, lasts, by, hotspot=None, shift="", mention="", now=None):
    """Write a note for who comes next; ``lasts`` is a key of ``news.LASTS``; return it.

    The same words for the same place, again within ten minutes, are the note already there.
    """
    User.objects.select_for_update().get(pk=by.pk)  # one note at a time for each person
    now = now or timezone.now()
    same = BoardNote.objects.current(now).filter(
        by=by, hotspot=hotspot, text=text, at__gt=now - REPEATED
    )
    if found := same.first():
        return found
    if not NOTES.hit(by.pk):
        raise Refused(TOO_MANY.format(time=NOTES.time_for(by.pk)))
    today = timezone.localdate(now)
    note = BoardNote.objects.create(
        text=text,
        hotspot=hotspot,
        on=today,
        shift=shift,
        mention=mention,
        expires_at=expiry(lasts, today),
        service=service_of(by) or "",
        by=by,
        at=now,
    )
    after = {"mention": mention}
    record("board.write", note, by=by, after=after, now=now)
    return note


@transaction.atomic
def correct_board_note(
    note, *, text, lasts, by, hotspot=None, shift="", mention="", seen
):
    """Change what a note says; with other words it is to be read again by everybody.

    ``seen`` is its ``version`` on the screen; raise ``BoardNoteChanged`` when it is another.
    ``lasts`` counts from today, "" leaves the expiry as it is.
    """
    note = _lock(note)
    _refuse_unless_may(by, note)
    if note.version != seen:
        raise BoardNoteChanged(CHANGED)
    if text != note.text:
        note.reads.all().delete()
    note.text, note.hotspot, note.shift, note.mention = text, hotspot, shift, mention
    if lasts:
        note.expires_at = expiry(lasts, timezone.localdate())
    note.save(update_fields=["text", "hotspot", "shift", "mention", "expires_at"])
    record("board.correct", note, by=by)
    return note


@transaction.atomic
def remove_note(note, *, by):
    """Take a note away and erase its words; the audit trail keeps who did it and when."""
    note = _lock(note, gone_too=True)
    if note.removed_at:
        return
    _refuse_unless_may(by, note)
    note.text, note.removed_at = "", timezone.now()
    note.save(update_fields=["text", "removed_at"])
    record("board.remove", note, by=by)


@transaction.atomic
def pin_note(note, *, is_pinned, by, now=None):
    """Keep a note on top of the board, or let it go back in its place."""
    note = _lock(note)
    if note.is_pinned != is_pinned:
        note.is_pinned = is_pinned
        note.save(update_fields=["is_pinned"])
        action = "board.pin" if is_pinned else "board.unpin"
        record(action, note, by=by, now=now)
    return note


def mark_read(pks, *, by, now=None):
    """Leave the read mark of ``by`` on the notes they did not write; return how many are new.

    Who reads what is shown on the board itself: the audit trail does not repeat it.
    """
    now = now or timezone.now()
    unread = BoardNote.objects.visible_to(by).current(now).unread_by(by)
    notes = list(unread.filter(pk__in=pks))
    BoardRead.objects.bulk_create(
        (BoardRead(note=note, person=by, at=now) for note in notes),
        ignore_conflicts=True,
    )
    return len(notes)


def _lock(note, gone_too=False):
    note = BoardNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
    if note.removed_at and not gone_too:
        raise Refused(GONE)
    return note


def _refuse_unless_may(by, note):
    if not may_correct(note, by):
        raise Refused(TOO_LATE)
