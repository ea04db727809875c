"""Copies the database of the tests for each worker; empties its tables between transactional tests
although the audit trail refuses it, and fills them.
"""

from copy import copy

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection as default_connection
from django.db import transaction

AUDIT_TABLES = ("accounts_auditentry", "accounts_traillink")


def copy_migrated_database(connection, folder, worker):
    """Lead the connection, and those that follow it, to a copy of a database made once.

    The caller holds the lock of the run: who comes first migrates, on SQLite into ``folder``.
    """
    made = (
        folder / "migrated.sqlite3"
    )  # on PostgreSQL an empty file that says it is there
    settings, creation = connection.settings_dict, connection.creation
    on_file = (
        connection.vendor == "sqlite"
    )  # which the threads of live_server can share
    settings["TEST"]["NAME"] = str(made) if on_file else f"test_{settings['NAME']}"
    if made.exists():
        settings["NAME"] = settings["TEST"]["NAME"]
    else:
        creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        made.touch()
    connection.close()
    creation.clone_test_db(worker, verbosity=0, autoclobber=True)
    settings["NAME"] = creation.get_test_db_clone_settings(worker)["NAME"]


def flush_past_the_audit_trail(connection):
    """Let Django's flush, and nothing else, past the triggers of the audit trail.

    The change is made to the class: a browser's test runs in its own context, where Django opens
    another connection.
    """
    operations = type(connection.ops)
    flush = operations.execute_sql_flush
    around = {"sqlite": _flush_sqlite, "postgresql": _flush_postgresql}

    def execute_sql_flush(self, sql_list):
        around[self.connection.vendor](self.connection, lambda: flush(self, sql_list))

    operations.execute_sql_flush = execute_sql_flush


def close_forgotten_sessions(connection):
    """Let PostgreSQL drop the database although a server's thread ended without a goodbye."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


class Written:
    """The rows with which ``work`` fills tables that were empty, to be written again as they are.

    Making one undoes the work. What is said to the database is kept: half of the tests begin with
    these rows, and the models would take ten times as long.
    """

    def __init__(self, work):
        models = apps.get_models(include_auto_created=True)
        empty = [model for model in models if not model._base_manager.exists()]
        with transaction.atomic():
            work()
            found = {model: list(model._base_manager.all()) for model in empty}
            transaction.set_rollback(True)
        self.rows = {model: rows for model, rows in found.items() if rows}
        self.statements = []
        with transaction.atomic(), default_connection.execute_wrapper(self._keep):
            _write(self.rows)
            transaction.set_rollback(True)

    def _keep(self, execute, sql, params, many, context):
        if not sql.startswith(("SAVEPOINT", "RELEASE")):
            self.statements.append((sql, params))
        return execute(sql, params, many, context)

    def may_be_again(self):
        """Whether no number of these rows is taken by what a test already wrote."""
        numbered = [model for model in self.rows if model._meta.auto_field]
        return not any(model._base_manager.exists() for model in numbered)

    def write(self):
        """Write the rows with the same keys.

        A row whose key is a word, as a role's, takes the place of the one that was there.
        """
        with transaction.atomic(), default_connection.cursor() as cursor:
            for sql, params in self.statements:
                cursor.execute(sql, params)


def _write(written):
    for model, rows in written.items():
        replacing = {} if model._meta.auto_field else _replacing(model)
        model._base_manager.bulk_create([copy(row) for row in rows], **replacing)
    counters = default_connection.ops.sequence_reset_sql(no_style(), list(written))
    if counters:
        with default_connection.cursor() as cursor:
            cursor.execute(" ".join(counters))


def _replacing(model):
    others = [field.name for field in model._meta.fields if not field.primary_key]
    return {
        "update_conflicts": True,
        "unique_fields": [model._meta.pk.name],
        "update_fields": others,
    }


def _flush_sqlite(connection, flush):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            " AND tbl_name IN (%s, %s)",
            AUDIT_TABLES,
        )
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        flush()
        for _, sql in triggers:
            cursor.execute(sql)


def _flush_postgresql(connection, flush):
    with connection.cursor() as cursor:
        for table in AUDIT_TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        flush()
        for table in AUDIT_TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
