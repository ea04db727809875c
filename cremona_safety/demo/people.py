"""The invented people of a demonstration: each role, and who shares the shifts with the first."""

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from accounts.models import User
from accounts.services import record

# role: address and name of the first, how many there are
DEMO_PEOPLE = {
    "officer": ("agente", "Agente demo", 6),
    "educator": ("educatore", "Educatore demo", 4),
    "social_worker": ("sociale", "Assistente sociale demo", 1),
    "coordinator": ("coordinatore", "Coordinatore demo", 1),
    "grant_officer": ("rendiconto", "Ufficio rendicontazione demo", 1),
    "assessore": ("assessore", "Assessore demo", 1),
    "admin": ("amministratore", "Amministratore demo", 1),
}


@transaction.atomic
def create_demo_people(password):
    """Make the demonstration people, or give them back ``password``; return them, by role."""
    shared = make_password(password)  # one for all: to hash is slow on purpose
    opens = {}
    people = []
    for role, (address, name, how_many) in DEMO_PEOPLE.items():
        for number in range(1, how_many + 1):
            own = "" if number == 1 else str(number)
            person = _person(role, f"{address}{own}", f"{name} {own}".strip())
            if person.password not in opens:
                opens[person.password] = (
                    person.has_usable_password()
                    and check_password(password, person.password)
                )
            if not opens[person.password]:
                person.password = shared
                person.save(update_fields=["password"])
            people.append(person)
    return people


def _person(role, address, name):
    email = f"{address}@demo.example"
    person = User.objects.select_related("role").filter(email=email).first()
    if person is None:
        person = User.objects.create_user(
            email, full_name=name, role_id=role, is_demo=True
        )
        record("accounts.person_created", person, by=None, after={"role": role})
    return person
