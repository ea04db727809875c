"""A second factor, or a password, thrown away by the office: one administrator asks, another confirms.

What waits stands in the trail and nowhere else: nothing can wait without the row that says who asked.
Whoever confirms is neither who asked nor the person; where nobody is left for it, who runs the
machine does it (``manage.py reset_access``).
"""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import browsers
from accounts.models import AuditEntry, User
from accounts.notifications import (
    send_invitation,
    tell_access_changed,
    tell_administrators,
)
from accounts.services import PersonRefused, locked, record, record_and_tell

WAITS = timedelta(hours=24)
ALREADY = "C’è già una richiesta in attesa di conferma per questa persona."
NOTHING_TO_RESET = "Non ha un secondo fattore: non c’è niente da azzerare."
NOBODY_CONFIRMS = (
    "Nessun’altra persona può confermare: chi gestisce il server usa il comando reset_access, "
    "come dice deploy/README.md."
)
NOTHING_WAITS = "Nessuna richiesta è in attesa: è stata confermata, ritirata o è scaduta. Se serve, chiedila di nuovo."
NOT_ONESELF = "Serve un’altra persona che amministra il portale: non chi l’ha chiesto, né la persona stessa."


class Reset(NamedTuple):
    """What may be thrown away: the rows of the trail that ask for it and say it done, and how."""

    asked: str
    done: str
    throw_away: Callable


def _forget_second_factor(person):
    """Close every session too: the telephone that was lost has one."""
    browsers.close_all(person)
    Authenticator.objects.filter(user=person).delete()


def _forget_password(person):
    """Close every session, forget every browser, and mail the link to choose another password."""
    browsers.close_all(person)
    person.set_unusable_password()
    person.save(update_fields=["password"])
    send_invitation(person)


SECOND_FACTOR = Reset(
    "accounts.second_factor_reset_asked",
    "accounts.second_factor_reset",
    _forget_second_factor,
)
PASSWORD = Reset(
    "accounts.password_reset_asked", "accounts.password_reset", _forget_password
)
ASKED = {reset.asked: reset for reset in (SECOND_FACTOR, PASSWORD)}
REFUSED = "accounts.reset_refused"
ENDED = [REFUSED, *(reset.done for reset in ASKED.values())]


def waiting(person):
    """Return the trail's entry of the reset of ``person`` that waits for a confirmation, or None.

    It waits 24 hours, and no longer than who asked is an administrator.
    """
    last = (
        AuditEntry.objects.filter(
            target_type=User._meta.label_lower,
            target_id=str(person.pk),
            action__in=[*ASKED, *ENDED],
        )
        .order_by("pk")
        .last()
    )
    if last is None or last.action in ENDED:
        return None
    in_time = timedelta(0) <= timezone.now() - last.at < WAITS
    asker = User.objects.administrators().filter(pk=last.actor_id)
    return last if in_time and asker.exists() else None


def may_confirm(entry, administrator):
    """Tell whether ``administrator`` is a second person for what ``entry`` asks."""
    return administrator.pk not in (entry.actor_id, int(entry.target_id))


@transaction.atomic
def ask_reset(person, reset, *, by):
    """Ask for a ``Reset`` of ``person``, and mail the person and who may confirm it.

    Raise ``PersonRefused`` when there is nothing to reset, one waits already, or nobody could confirm.
    """
    person = locked(person)
    if reset is SECOND_FACTOR and not Authenticator.objects.filter(user=person):
        raise PersonRefused(NOTHING_TO_RESET)
    if waiting(person):
        raise PersonRefused(ALREADY)
    if not User.objects.administrators().exclude(pk__in=[by.pk, person.pk]).exists():
        raise PersonRefused(NOBODY_CONFIRMS)
    entry = record(reset.asked, person, by=by)
    tell_access_changed(person, entry)
    tell_administrators(entry, asked_at=reverse("user_reset_confirm", args=[person.pk]))


@transaction.atomic
def confirm_reset(person, *, by):
    """Do the reset that waits; raise ``PersonRefused`` when none does, or ``by`` asked for it."""
    person = locked(person)
    entry = waiting(person)
    if entry is None:
        raise PersonRefused(NOTHING_WAITS)
    if not may_confirm(entry, by):
        raise PersonRefused(NOT_ONESELF)
    _reset(person, ASKED[entry.action], by=by)


@transaction.atomic
def refuse_reset(person, *, by):
    """Let the reset that waits come to nothing; who asked may do it too."""
    person = locked(person)
    if waiting(person):
        record_and_tell(REFUSED, person, by=by)


@transaction.atomic
def reset_from_the_machine(person, reset):
    """Do a reset at once, for who runs the machine: the trail says that the portal did it."""
    _reset(locked(person), reset, by=None)


def _reset(person, reset, *, by):
    reset.throw_away(person)
    tell_access_changed(person, record_and_tell(reset.done, person, by=by))
