"""What changes people, and the one function that writes the trail."""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts import browsers
from accounts.models import ADMIN, AuditEntry, FailedSignIns, User
from accounts.notifications import (
    send_invitation,
    tell_access_changed,
    tell_administrators,
    tell_failed,
    tell_recovery_code_used,
)
from accounts.throttle import MINUTE, Limit
from texts.refusals import Refused

LAST_ADMINISTRATOR = "È l’ultima persona attiva che amministra il portale: prima dai questo ruolo a un’altra."
RECOVERY_CODE_USED = "accounts.recovery_code_used"
EMAIL_TAKEN = "C’è già una persona con questa email."
INVITATIONS = Limit("invitation", 1, 10 * MINUTE)  # to one person: five clicks are one
JUST_INVITED = (
    "L’invito è già partito da poco. Per inviarne un altro riprova dopo le {time}."
)
ONESELF = "Non puoi disattivare te stesso: chiedi a un’altra persona che amministra il portale."


class PersonRefused(Refused):
    """A change that would leave the portal without an administrator, or the like."""


def record(action, target, *, by, before=None, after=None, now=None):
    """Append one row to the audit trail, in the caller's transaction, and return it.

    ``target`` is the saved object the action is about; ``by`` a User, or None for the portal
    itself and for citizens. ``before`` and ``after`` follow the rule of ``AuditEntry``.

    ``now``, here and in every verb that takes one, is the aware moment at which it happens: the
    clock's when nobody says it.
    """
    (entry,) = record_each(action, [(target, before, after)], by=by, now=now)
    return entry


def record_each(action, done, *, by, now=None):
    """Append a row for each (target, before, after) of one act, at once; return them."""
    at, label = now or timezone.now(), by.full_name if by else ""
    return AuditEntry.objects.bulk_create(
        AuditEntry(
            at=at,
            actor=by,
            actor_label=label,
            action=action,
            target_type=target._meta.label_lower,
            target_id=str(target.pk),
            before=before or {},
            after=after or {},
        )
        for target, before, after in done
    )


def record_and_tell(action, target, *, by, before=None, after=None):
    """Append a row of what opens doors, mail it to the other administrators, and return it."""
    entry = record(action, target, by=by, before=before, after=after)
    tell_administrators(entry)
    return entry


def record_export(action, form, *, by):
    """Write in the trail that ``by`` took a list away, with the names of the filters in use."""
    return record(action, by, by=by, after={"filters": form.used()})


@transaction.atomic
def create_person(*, email, full_name, role, by):
    """Make an account without a password and mail the link to choose one.

    Raise ``PersonRefused`` when somebody has this email, even from the same instant.
    """
    try:
        with transaction.atomic():
            person = User.objects.create_user(email, full_name=full_name, role=role)
    except IntegrityError:
        raise PersonRefused(EMAIL_TAKEN) from None
    after = {"role": role.pk}
    record_and_tell("accounts.person_created", person, by=by, after=after)
    send_invitation(person)
    return person


@transaction.atomic
def invite_again(person, *, by):
    """Mail a new link to choose a password; raise ``PersonRefused`` when one just left."""
    if not INVITATIONS.hit(person.pk):
        free = INVITATIONS.time_for(person.pk)
        raise PersonRefused(JUST_INVITED.format(time=free))
    record("accounts.person_invited", person, by=by)
    send_invitation(person)


@transaction.atomic
def edit_person(person, *, full_name, role, by):
    """Correct the name and change the role, both or neither."""
    rename_person(person, full_name=full_name, by=by)
    change_role(person, role=role, by=by)


@transaction.atomic
def rename_person(person, *, full_name, by):
    person = locked(person)
    if person.full_name == full_name:
        return
    person.full_name = full_name
    person.save(update_fields=["full_name"])
    record("accounts.person_renamed", person, by=by)


@transaction.atomic
def change_role(person, *, role, by):
    """Give another role; raise ``PersonRefused`` for the last administrator."""
    person = locked(person)
    before = person.role_id
    if before == role.pk:
        return
    if before == ADMIN and person.is_active:
        _refuse_last_administrator(person)
    person.role = role
    person.save(update_fields=["role"])
    change = {"before": {"role": before}, "after": {"role": role.pk}}
    entry = record_and_tell("accounts.role_changed", person, by=by, **change)
    tell_access_changed(person, entry)


@transaction.atomic
def deactivate_person(person, *, by):
    """Close an account: at the next request the person is out.

    Raise ``PersonRefused`` for oneself and for the last administrator.
    """
    if person.pk == by.pk:
        raise PersonRefused(ONESELF)
    person = locked(person)
    if not person.is_active:
        return
    if person.role_id == ADMIN:
        _refuse_last_administrator(person)
    _set_active(person, False)
    browsers.close_all(
        person
    )  # reactivated, nobody is in again with a session of before
    entry = record_and_tell("accounts.person_deactivated", person, by=by)
    tell_access_changed(person, entry)


@transaction.atomic
def reactivate_person(person, *, by):
    person = locked(person)
    if person.is_active:
        return
    _set_active(person, True)
    entry = record_and_tell("accounts.person_reactivated", person, by=by)
    tell_access_changed(person, entry)


@transaction.atomic
def note_recovery_code(person, *, left):
    """Write that a recovery code of ``person`` was used, and mail how many are left."""
    entry = record(RECOVERY_CODE_USED, person, by=person, after={"left": left})
    tell_recovery_code_used(person, entry)


@transaction.atomic
def close_session(browser, *, by):
    """End the session of a browser of ``by``, who has to enter there again as from a new one."""
    record("accounts.session_closed", by, by=by, after={"browser": browser.name})
    browsers.close(browser)


@transaction.atomic
def leave_everywhere(person):
    """End every session of a person and forget every browser."""
    browsers.close_all(person)
    record("accounts.left_everywhere", person, by=person)


@transaction.atomic
def tell_failed_sign_ins():
    """Write in the trail, and to each person, how often somebody failed to enter as them.

    Return how many people were told; of emails that nobody has there is nobody to tell.
    """
    rows = list(FailedSignIns.objects.due().select_for_update())
    people = User.objects.in_bulk([row.person for row in rows if row.count])
    for row in rows:
        person = people.get(row.person)
        if person is None:
            row.delete()
            continue
        counts = {"passwords": row.passwords, "codes": row.codes}
        failed = {what: count for what, count in counts.items() if count}
        record("accounts.sign_in_failed", person, by=None, after=failed)
        if person.may_enter:
            tell_failed(person, row)
        row.passwords = row.codes = 0
        row.since = row.told_at = timezone.now()
        row.save()
    return len(people)


def locked(person):
    """Lock the person and all administrators, always in the same order, and return the person.

    The last two administrators cannot then remove each other at the same instant.
    """
    rows = User.objects.select_for_update().filter(Q(role_id=ADMIN) | Q(pk=person.pk))
    return {row.pk: row for row in rows.order_by("pk")}[person.pk]


def _set_active(person, active):
    person.is_active = active
    person.save(update_fields=["is_active"])


def _refuse_last_administrator(person):
    if not User.objects.administrators().exclude(pk=person.pk).exists():
        raise PersonRefused(LAST_ADMINISTRATOR)
