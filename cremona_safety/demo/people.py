"""One invented person for each role, to walk through a demonstration."""

from django.db import transaction

from accounts.models import User
from accounts.services import record

DEMO_PEOPLE = {
    "officer": ("agente", "Agente demo"),
    "educator": ("educatore", "Educatore demo"),
    "social_worker": ("sociale", "Assistente sociale demo"),
    "coordinator": ("coordinatore", "Coordinatore demo"),
    "grant_officer": ("rendiconto", "Ufficio rendicontazione demo"),
    "assessore": ("assessore", "Assessore demo"),
    "admin": ("amministratore", "Amministratore demo"),
}


@transaction.atomic
def create_demo_people(password):
    """Make one demonstration person per role, or give them back ``password``; return them."""
    return [
        _demo_person(role, address, name, password)
        for role, (address, name) in DEMO_PEOPLE.items()
    ]


def _demo_person(role, address, name, password):
    email = f"{address}@demo.example"
    person = User.objects.select_related("role").filter(email=email).first()
    if person is None:
        person = User.objects.create_user(
            email, password, full_name=name, role_id=role, is_demo=True
        )
        record("accounts.person_created", person, by=None, after={"role": role})
    elif not person.check_password(password):
        person.set_password(password)
        person.save(update_fields=["password"])
    return person
