"""manage.py rotate_keys: whatever happens in the middle, every note is read afterwards."""

import threading
from io import StringIO

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import AuditEntry
from accounts.trail import read
from interventions.models import Service
from jobs.models import Outbox
from notebooks import rotation
from notebooks.models import SealedNote
from notebooks.rotation import rotate_notes
from notebooks.sealing import unseal
from notebooks.services import correct_note
from tests.notebooks.factories import SealedNoteFactory

OLD, NEW, LOST = (Fernet.generate_key().decode() for _ in range(3))


@pytest.fixture(autouse=True)
def keys(settings):
    """Write under the old key; return a function that sets CONFIDENTIAL_KEYS, newest first."""

    def use(*wanted):
        settings.CONFIDENTIAL_KEYS = list(wanted)

    use(OLD)
    return use


def notes(count, **kwargs):
    return [
        SealedNoteFactory(data={"text": f"Pagina {n}"}, **kwargs) for n in range(count)
    ]


def texts():
    return [
        unseal(note.sealed, note.service, note.pk)["text"]
        for note in SealedNote.objects.order_by("pk")
    ]


def rotate():
    out = StringIO()
    call_command("rotate_keys", stdout=out)
    return out.getvalue()


def test_after_the_rotation_the_old_key_can_go(db, keys):
    notes(3)
    notes(2, service=Service.POLICE)
    before = texts()
    keys(NEW, OLD)

    said = rotate()

    keys(NEW)
    assert texts() == before
    assert "5 of 5 notes" in said and "Encrypted again: 5." in said


def test_the_trail_and_the_administrators_know_that_a_key_changed(db, keys, user_as):
    notes(2)
    keys(NEW, OLD)
    administrator = user_as("admin")

    rotate()
    rotate()  # nothing is left to do: nobody is told again

    (row,) = read(AuditEntry.objects.filter(action="notebook.rotate_keys"))
    mail = Outbox.objects.get().payload
    assert (row.who, row.said_after) == ("portale", "note riservate: 2")
    assert mail["to"] == [administrator.email]
    assert "Ha cifrato le note riservate con una chiave nuova" in mail["body"]


def test_the_rotation_leaves_version_and_moment_of_the_change_alone(db, keys):
    [note] = notes(1)
    keys(NEW, OLD)

    rotate()

    after = SealedNote.objects.get()
    assert after.sealed != note.sealed
    assert (after.version, after.updated_at, after.at) == (
        note.version,
        note.updated_at,
        note.at,
    )


def test_a_second_rotation_changes_nothing(db, keys):
    notes(3)
    keys(NEW, OLD)
    rotate()
    sealed = list(SealedNote.objects.values_list("sealed", flat=True))

    said = rotate()

    assert "Encrypted again: 0." in said
    assert list(SealedNote.objects.values_list("sealed", flat=True)) == sealed


def test_killed_in_the_middle_everything_is_read_and_the_next_run_ends_it(db, keys):
    notes(5)
    before = texts()
    keys(NEW, OLD)
    running = rotate_notes(size=2)
    next(running)
    running.close()  # as a kill between two batches

    assert texts() == before
    batches = list(rotate_notes(size=2))

    keys(NEW)
    assert texts() == before
    assert [(b.done, b.total, b.changed) for b in batches] == [
        (2, 5, 0),
        (4, 5, 2),
        (5, 5, 1),
    ]


def test_a_batch_that_fails_leaves_its_notes_as_they_were(db, keys, monkeypatch):
    notes(4)
    before = texts()
    keys(NEW, OLD)
    reseal = rotation.reseal
    calls = []

    def dies_at_the_fourth(text, service):
        calls.append(text)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return reseal(text, service)

    monkeypatch.setattr(rotation, "reseal", dies_at_the_fourth)
    with pytest.raises(KeyboardInterrupt):
        list(rotate_notes(size=2))

    assert texts() == before
    keys(OLD)
    assert unseal_all_from(2) == before[2:]


def unseal_all_from(position):
    rows = SealedNote.objects.order_by("pk")[position:]
    return [unseal(row.sealed, row.service, row.pk)["text"] for row in rows]


def test_a_note_that_no_key_opens_is_named_and_the_others_go_on(db, keys):
    keys(LOST)
    [lost] = notes(1)
    keys(OLD)
    kept = notes(2)
    keys(NEW, OLD)

    with pytest.raises(CommandError) as refused:
        rotate()

    assert f"these notes (1): {lost.pk}." in str(refused.value)
    assert refused.value.returncode == 1
    keys(NEW)
    for note in kept:
        note.refresh_from_db()
        assert unseal(note.sealed, note.service, note.pk)
    assert SealedNote.objects.get(pk=lost.pk).sealed == lost.sealed


def test_without_notes_there_is_nothing_to_do(db):
    assert rotate() == "Encrypted again: 0.\n"


@pytest.mark.django_db(transaction=True)
def test_who_corrects_a_note_while_it_is_rotated_loses_nothing(
    user_as, keys, monkeypatch
):
    educator = user_as("educator")
    first, second = notes(2, by=educator)
    keys(NEW, OLD)
    reseal, edits = rotation.reseal, []

    def correct():
        correct_note(
            second, {"text": "Corretta"}, on=second.on, by=educator, seen=second.version
        )
        connection.close()

    def meets_a_correction(text, service):
        if not edits:  # the batch has read both rows and holds them
            edits.append(threading.Thread(target=correct))
            edits[0].start()
            edits[0].join(0.5)
        return reseal(text, service)

    monkeypatch.setattr(rotation, "reseal", meets_a_correction)
    rotate()
    edits[0].join()

    keys(NEW)
    assert texts() == ["Pagina 0", "Corretta"]
    assert SealedNote.objects.get(pk=second.pk).version == 2
