"""Brings every confidential note under the newest key, while people go on writing."""

from typing import NamedTuple

from django.db import transaction

from notebooks.models import SealedNote
from notebooks.sealing import Unreadable, reseal

BATCH = 200


class Batch(NamedTuple):
    """How far the rotation is: notes looked at, of how many, and what happened in this batch."""

    done: int
    total: int
    changed: int
    unreadable: list  # primary keys


def rotate_notes(size=BATCH):
    """Seal again, batch by batch, the notes that are not under the first key; yield ``Batch``.

    Each batch is one transaction with its rows locked: stopped in the middle, what is done stays
    done, and the next run passes over it. Neither ``version`` nor ``updated_at`` changes.
    """
    total, done, last = SealedNote.objects.count(), 0, 0
    while keys := _keys_after(last, size):
        changed, unreadable = _rotate(keys)
        done, last = done + len(keys), keys[-1]
        yield Batch(done, max(total, done), changed, unreadable)


def _keys_after(last, size):
    notes = SealedNote.objects.filter(pk__gt=last).order_by("pk")
    return list(notes.values_list("pk", flat=True)[:size])


@transaction.atomic
def _rotate(keys):
    changed, unreadable = [], []
    notes = SealedNote.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    for note in notes:
        try:
            sealed = reseal(note.sealed, note.service)
        except Unreadable:
            unreadable.append(note.pk)
            continue
        if sealed != note.sealed:
            note.sealed = sealed
            changed.append(note)
    SealedNote.objects.bulk_update(changed, ["sealed"])
    return len(changed), unreadable
