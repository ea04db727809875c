"""Whoever gives a role that opens a notebook does it under the eyes of who writes there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import services
from accounts.models import Role
from jobs.models import JobRun, Outbox
from notebooks.tasks import tell

DIARY, NOTES = "può leggere: diario di uscita", "può leggere: note di servizio"


@pytest.fixture
def admin(user_as):
    user_as("educator"), user_as("officer"), user_as("coordinator")
    return user_as("admin")


def told():
    """Run the job; return [(address, subject, body)] of the notices, the invitations apart."""
    tell()
    rows = Outbox.objects.filter(key__startswith="new-reader-").order_by("pk")
    payloads = [row.payload for row in rows]
    return [(mail["to"][0], mail["subject"], mail["body"]) for mail in payloads]


def new_person(role, by):
    return services.create_person(
        email="nuova@example.org",
        full_name="Nuova Persona",
        role=Role.objects.get(code=role),
        by=by,
    )


@pytest.mark.parametrize(("role", "title"), [("educator", DIARY), ("officer", NOTES)])
def test_a_service_is_told_once_who_reads_its_notebook_and_who_decided_it(
    admin, role, title
):
    new_person(role, admin)

    assert told() == told()
    [(address, subject, body)] = told()
    assert address == f"{role}@example.org"
    assert subject.endswith(title)
    assert "Nuova Persona" in body
    assert f"Modifica registrata da {admin.full_name}." in body
    assert JobRun.objects.filter(detail__contains="lettori: 1").count() == 1


def test_a_role_that_opens_no_notebook_is_no_news(admin):
    new_person("coordinator", admin)

    assert told() == []


def test_a_change_of_role_and_a_return_are_news_too(admin, user_as):
    person = user_as("coordinator")
    services.change_role(person, role=Role.objects.get(code="educator"), by=admin)
    assert len(told()) == 1

    services.deactivate_person(person, by=admin)
    assert len(told()) == 1
    services.reactivate_person(person, by=admin)
    assert len(told()) == 2


def test_a_role_given_and_taken_back_at_once_is_told_all_the_same(admin, user_as):
    person = user_as("coordinator")
    services.change_role(person, role=Role.objects.get(code="educator"), by=admin)
    services.change_role(person, role=Role.objects.get(code="coordinator"), by=admin)

    assert [address for address, _, _ in told()] == ["educator@example.org"]


def test_an_old_change_is_no_news(admin, stop_clock):
    new_person("educator", admin)
    stop_clock(timezone.now() + timedelta(days=3))

    assert told() == []
