"""The handover board: since when a note is news for a person, who reads it, until when it stays."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from board.models import BoardNote
from board.permissions import BoardPermission
from interventions.models import Intervention, Service, service_of
from listing.paging import Key
from texts.days import midnight

NEWEST = (Key("at", descending=True), Key("id", descending=True))
WITHOUT_A_SHIFT = timedelta(hours=24)
CORRECTED_WITHIN = timedelta(hours=24)  # by who wrote it
LASTS = {
    "oggi": 1,
    "tre-giorni": 3,
    "settimana": 7,
    "mese": 30,
}  # days, this one included
LASTS_CHOICES = [
    ("oggi", "Oggi"),
    ("tre-giorni", "3 giorni"),
    ("settimana", "Una settimana"),
    ("mese", "Un mese"),
]


def last_shift_end(person, now):
    """Return when the last outing of ``person`` ended, or None when there is none."""
    return (
        Intervention.objects.visible_to(person)
        .with_person(person)
        .live()
        .filter(ends_at__lte=now)
        .order_by("-ends_at")
        .values_list("ends_at", flat=True)
        .first()
    )


def news_since(person, now):
    """Return (moment, is of a shift): after it a note is news for ``person``."""
    end = last_shift_end(person, now)
    return (end, True) if end else (now - WITHOUT_A_SHIFT, False)


def readers():
    """Return the active people who read the board, by name."""
    return list(User.objects.who_may(BoardPermission.USE))


def mention_of(person):
    """Return the ``Mention`` that calls ``person``, or None."""
    service = service_of(person)
    if service == Service.POLICE:
        return BoardNote.Mention.OFFICERS
    if service == Service.EDUCATION:
        return BoardNote.Mention.EDUCATORS
    if person.may(BoardPermission.MODERATE):
        return BoardNote.Mention.COORDINATOR
    return None


def may_correct(note, person, now=None):
    """Tell whether ``person`` may correct the note, or take it away."""
    if person.may(BoardPermission.MODERATE):
        return True
    now = now or timezone.now()
    return note.by_id == person.pk and note.at > now - CORRECTED_WITHIN


def expiry(lasts, day):
    """Return the moment a note of ``day`` expires: at the end of the last day it stays."""
    return midnight(day + timedelta(days=LASTS[lasts]))
