"""The invented people of a demonstration: each role, and who shares the shifts with the first."""

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from accounts.models import Role, User
from accounts.services import record

# role: address of the first, how many there are; each is named after the Comune's word for the role
DEMO_PEOPLE = {
    "officer": ("agente", 6),
    "educator": ("educatore", 4),
    "social_worker": ("sociale", 1),
    "coordinator": ("coordinatore", 1),
    "grant_officer": ("rendiconto", 1),
    "assessore": ("assessore", 1),
    "admin": ("amministratore", 1),
}


@transaction.atomic
def create_demo_people(password):
    """Make the demonstration people, or give them back ``password``; return them, by role."""
    shared = make_password(password)  # one for all: to hash is slow on purpose
    opens = {}
    people = []
    labels = dict(Role.objects.values_list("code", "label"))
    for role, (address, how_many) in DEMO_PEOPLE.items():
        name = f"{labels[role].split()[0]} demo"
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
