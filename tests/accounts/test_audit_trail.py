"""The database refuses to change the trail; these tests run on the engine in use."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from accounts.models import AuditEntry
from tests.accounts.factories import AuditEntryFactory

REFUSAL = "append-only"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_auditentry SET actor_label = 'nessuno'",
        "DELETE FROM accounts_auditentry",
        "DELETE FROM accounts_auditentry WHERE id > 0",
    ],
)
def test_the_database_refuses_to_touch_a_row(db, statement):
    entry = AuditEntryFactory()

    with (
        pytest.raises(DatabaseError, match=REFUSAL),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert AuditEntry.objects.get().actor_label == entry.actor_label


def test_the_orm_is_refused_too(db):
    entry = AuditEntryFactory()

    for change in (
        entry.delete,
        entry.save,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(action="x"),
    ):
        with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
            change()

    assert AuditEntry.objects.get().action == "accounts.role_changed"


def test_the_trail_cannot_be_truncated_on_postgresql(db):
    AuditEntryFactory()
    connection.check_constraints()  # a pending foreign key would refuse it first
    statement = {
        "postgresql": "TRUNCATE accounts_auditentry, accounts_traillink",
        "sqlite": "DELETE FROM accounts_auditentry",  # SQLite has no TRUNCATE
    }[connection.vendor]

    with (
        pytest.raises(DatabaseError, match=REFUSAL),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_person_of_the_trail_cannot_be_deleted(db):
    entry = AuditEntryFactory()

    with pytest.raises(ProtectedError):
        entry.actor.delete()
