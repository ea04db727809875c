"""Whoever gives a role that opens a notebook does it under the eyes of who writes there."""

import pytest

from accounts import services
from accounts.models import Role
from jobs.models import Outbox

DIARY, NOTES = "legge: diario di uscita", "legge: note di servizio"


@pytest.fixture
def admin(user_as):
    user_as("educator"), user_as("officer"), user_as("coordinator")
    return user_as("admin")


def told():
    """Return {address: (subject, body)} of the notices that wait, the invitations apart."""
    rows = Outbox.objects.filter(key__startswith="new-reader-")
    return {
        row.payload["to"][0]: (row.payload["subject"], row.payload["body"])
        for row in rows
    }


def new_person(role, by):
    return services.create_person(
        email="nuova@example.org",
        full_name="Nuova Persona",
        role=Role.objects.get(code=role),
        by=by,
    )


@pytest.mark.parametrize(
    ("role", "reader", "title"),
    [("educator", "educator", DIARY), ("officer", "officer", NOTES)],
)
def test_a_service_is_told_who_reads_its_notebook_and_who_decided_it(
    admin, role, reader, title
):
    new_person(role, admin)

    [(address, (subject, body))] = told().items()
    assert address == f"{reader}@example.org"
    assert subject.endswith(title)
    assert "Nuova Persona" in body and admin.full_name in body


def test_a_role_that_opens_no_notebook_is_no_news(admin):
    new_person("coordinator", admin)

    assert told() == {}


def test_a_change_of_role_and_a_return_are_news_too(admin, user_as):
    person = user_as("coordinator")
    services.change_role(person, role=Role.objects.get(code="educator"), by=admin)
    assert list(told()) == ["educator@example.org"]
    Outbox.objects.all().delete()

    services.deactivate_person(person, by=admin)
    assert told() == {}
    services.reactivate_person(person, by=admin)
    assert list(told()) == ["educator@example.org"]
