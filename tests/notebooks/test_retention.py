"""What is left of the notebooks after its months."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import AuditEntry
from interventions.models import Service
from jobs import erasure
from jobs.models import JobRun
from notebooks.models import SealedNote
from notebooks.tasks import erase_expired
from tests.notebooks.factories import SealedNoteFactory


def test_confidential_notes_are_erased_after_their_months(db, settings):
    settings.DIARY_MONTHS = 2
    today = timezone.localdate()
    for service in Service:
        SealedNoteFactory(service=service, on=today - timedelta(days=70))
    kept = SealedNoteFactory(on=today - timedelta(days=50))

    erase_expired()

    assert list(SealedNote.objects.all()) == [kept]


def test_more_than_a_chunk_is_erased_too(db, monkeypatch):
    monkeypatch.setattr(erasure, "CHUNK", 2)
    SealedNoteFactory.create_batch(5, on=timezone.localdate() - timedelta(days=1000))

    erase_expired()

    assert not SealedNote.objects.exists()


def test_run_and_trail_say_how_many_and_the_second_run_finds_nothing(db):
    SealedNoteFactory(on=timezone.localdate() - timedelta(days=1000))

    erase_expired()
    erase_expired()

    runs = JobRun.objects.order_by("pk").values_list("detail", "done")
    assert list(runs) == [("1 note riservate", 1), ("niente", 0)]
    [entry] = AuditEntry.objects.filter(action="notebook.erase")
    assert (entry.actor, entry.after) == (None, {"sealed_notes": 1})
