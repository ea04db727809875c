"""What is left of the board after its months."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import AuditEntry
from board.models import BoardNote, BoardRead
from board.tasks import erase_expired
from jobs.models import JobRun
from tests.accounts.factories import UserFactory
from tests.board.factories import BoardNoteFactory


def ago(days):
    return timezone.now() - timedelta(days=days)


def test_the_board_forgets_what_was_over_a_year_ago(db):
    gone = [
        BoardNoteFactory(at=ago(900), expires_at=ago(400)),
        BoardNoteFactory(at=ago(900), removed_at=ago(400)),
        BoardNoteFactory(at=ago(400)),
        BoardNoteFactory(at=ago(400), expires_at=ago(395), is_pinned=True),
    ]
    kept = [
        BoardNoteFactory(at=ago(900), expires_at=ago(300)),
        BoardNoteFactory(at=ago(400), is_pinned=True),
        BoardNoteFactory(at=ago(300)),
    ]
    for note in (gone[0], kept[1]):
        BoardRead.objects.create(note=note, person=UserFactory(), at=ago(390))
    recent = BoardRead.objects.create(note=kept[1], person=UserFactory(), at=ago(9))

    erase_expired()

    assert set(BoardNote.objects.all()) == set(kept)
    assert list(BoardRead.objects.all()) == [recent]


def test_how_long_a_note_is_kept_is_a_setting(db, settings):
    settings.BOARD_MONTHS = 2
    BoardNoteFactory(at=ago(70))
    kept = BoardNoteFactory(at=ago(50))

    erase_expired()

    assert BoardNote.objects.get() == kept


def test_run_and_trail_say_how_many_and_the_second_run_finds_nothing(db):
    BoardNoteFactory(at=ago(400))

    erase_expired()
    erase_expired()

    runs = JobRun.objects.order_by("pk").values_list("detail", "done")
    assert list(runs) == [("1 note in bacheca", 1), ("niente", 0)]
    [entry] = AuditEntry.objects.filter(action="board.erase")
    assert (entry.actor, entry.after) == (None, {"board_notes": 1})
