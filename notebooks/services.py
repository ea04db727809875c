"""Writing and correcting a page of the diary or a police note.

The trail says who wrote and when, never what: not a word, not a number of it.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import record
from interventions.models import Service, service_of
from notebooks.models import SealedNote
from notebooks.sealing import Unreadable, seal, unseal
from texts.refusals import Refused

WRITTEN = {
    Service.EDUCATION: "notebook.write_diary",
    Service.POLICE: "notebook.write_police_note",
}
CORRECTED = {
    Service.EDUCATION: "notebook.correct_diary",
    Service.POLICE: "notebook.correct_police_note",
}
READ = {
    Service.EDUCATION: "notebook.read_diary",
    Service.POLICE: "notebook.read_police_note",
}
SAME_NOTE = timedelta(minutes=10)


class SealedNoteChanged(Refused):
    """Somebody corrected the note since the person opened it."""


@transaction.atomic
def write_note(
    data, *, on, by, hotspot=None, intervention=None, is_demo=False, now=None
):
    """Seal ``data`` in a new note of the service of ``by``, and return it.

    The same words on the same day minutes later are the same note: a second click. Raise
    ``ValueError`` when ``by`` is of no service.
    """
    service = service_of(by)
    if service is None:
        raise ValueError("a note is of who writes it: an officer or an educator")
    User.objects.select_for_update(no_key=True).get(
        pk=by.pk
    )  # two clicks, one after the other
    place = {"on": on, "hotspot": hotspot, "intervention": intervention}
    now = now or timezone.now()
    if repeated := _repeated(service, data, by, place, now):
        return repeated
    note = SealedNote.objects.create(
        service=service, by=by, at=now, is_demo=is_demo, **place
    )
    note.sealed = seal(data, service, note.pk)  # the number it is bound to exists now
    note.save(update_fields=["sealed"])
    record(WRITTEN[service], note, by=by, now=now)
    return note


@transaction.atomic
def correct_note(note, data, *, on, by, seen, hotspot=None, intervention=None):
    """Seal ``data`` in place of what the note said, and return it.

    ``seen`` is the ``version`` the person had on screen: raise ``SealedNoteChanged`` when it is no
    longer that one. Only who wrote a note corrects it: raise ``ValueError`` for the others.
    """
    note = SealedNote.objects.select_for_update().get(pk=note.pk)
    if note.by_id != by.pk or service_of(by) != note.service:
        raise ValueError("a note is corrected by who wrote it")
    if note.version != seen:
        raise SealedNoteChanged
    note.on, note.hotspot, note.intervention = on, hotspot, intervention
    note.sealed = seal(data, note.service, note.pk)
    note.version += 1
    note.save()
    record(CORRECTED[note.service], note, by=by)
    return note


def _repeated(service, data, by, place, now):
    since = now - SAME_NOTE
    for note in SealedNote.objects.filter(
        service=service, by=by, at__gte=since, **place
    ):
        try:
            if unseal(note.sealed, service, note.pk) == data:
                return note
        except Unreadable:
            continue
    return None
