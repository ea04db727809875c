"""What who administers the database can do to the trail: its triggers are theirs to take away."""

from contextlib import contextmanager

from django.db import connection

from tests.database import AUDIT_TABLES


@contextmanager
def as_database_administrator():
    """Yield a cursor that the triggers of the trail and its foreign keys do not stop."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            yield cursor
            cursor.execute("SET session_replication_role = origin")
            return
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            " AND tbl_name IN (%s, %s)",
            AUDIT_TABLES,
        )
        triggers = cursor.fetchall()
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield cursor
        for _, sql in triggers:
            cursor.execute(sql)
