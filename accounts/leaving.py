"""A colleague who leaves: what is kept of them, what is erased, what stays and why."""

from django.apps import apps
from django.db import models, transaction

from accounts.models import AuditEntry, User
from accounts.notifications import tell_access_changed
from accounts.register import entries
from accounts.services import PersonRefused, record_and_tell

STILL_IN = "Prima disattiva l’accesso: i dati di chi lavora servono a lavorare."
NOBODY = "cancellata.invalid"  # no mail leaves for it
ERASED_NAME = "Persona cancellata"


def held_of(person):
    """Return what the portal keeps of a person: (entry of the register, how many rows)."""
    counted = (
        (
            entry,
            sum(_rows(label, person, names) for label, names in entry.fields.items()),
        )
        for entry in entries()
    )
    return [(entry, rows) for entry, rows in counted if rows]


@transaction.atomic
def erase_person(person, *, by):
    """Erase what is of a person alone; what they signed, and its name, stays.

    Rows that the models say to be of the person (those a deletion would take along) go; the address,
    the password and the role are emptied; the name too when nothing carries it but the trail, which
    keeps its own. Raise ``PersonRefused`` for who may still sign in.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.is_active:
        raise PersonRefused(STILL_IN)
    if is_erased(person):
        return
    name_stays = _signed(person)
    after = {"name_stays": name_stays}
    entry = record_and_tell("accounts.person_erased", person, by=by, after=after)
    tell_access_changed(person, entry)  # while there is an address to tell
    for field in _fields(models.CASCADE):
        field.model.objects.filter(**{field.name: person}).delete()
    if not name_stays:
        person.full_name = ERASED_NAME
    person.email = f"{person.pk}@{NOBODY}"
    person.role = person.last_login = None
    person.set_unusable_password()
    person.save()


def is_erased(person):
    return person.email.endswith(f"@{NOBODY}")


def _signed(person):
    """Tell whether anything but the trail carries the name of ``person``."""
    return any(
        field.model.objects.filter(**{field.name: person}).exists()
        for field in _fields(models.PROTECT)
        if field.model is not AuditEntry
    )


def _fields(on_delete):
    """Return the fields of every model that name a person and say so of a deletion."""
    relations = User._meta.get_fields(include_hidden=True)  # most have no way back
    return [
        relation.field
        for relation in relations
        if relation.one_to_many or relation.one_to_one
        if relation.on_delete is on_delete
    ]


def _rows(label, person, names):
    """Count the rows of a model that name a person in ``names``, or are theirs."""
    model, names = apps.get_model(label), names.split()
    if model is User:
        return int("full_name" in names or not is_erased(person))
    of_people = (n for n in names if model._meta.get_field(n).related_model is User)
    rows = model._base_manager
    return sum(rows.filter(**{name: person}).count() for name in of_people)
