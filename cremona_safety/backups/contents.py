"""What is in a database, asked in SQL: of a copy, of a snapshot, or of the one in use."""

from django.apps import apps
from django.db import connection
from django.db.models import FileField

from accounts.models import TrailLink
from hotspots.models import Municipality


def ask_here(sql):
    """Ask the database in use."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def rows(ask, tables):
    """Return how many rows each table has; ``tables`` is the SQL that lists them."""
    quote = connection.ops.quote_name
    return {
        table: ask(f"SELECT COUNT(*) FROM {quote(table)}")[0][0]
        for (table,) in sorted(ask(tables))
    }


def photos(ask):
    """Return the names of the files that the database holds, whatever the model."""
    return sorted(
        {
            name
            for model in apps.get_models()
            for field in model._meta.local_concrete_fields
            if isinstance(field, FileField)
            for (name,) in ask(_values(model, field))
        }
    )


def migrations(ask):
    """Return the migrations that made the tables, as ``app.name``."""
    found = ask("SELECT app, name FROM django_migrations ORDER BY app, name")
    return [f"{app}.{name}" for app, name in found]


def comune(ask):
    """Return the ISTAT code of the Comune, empty before a programme was loaded."""
    found = ask(_values(Municipality, Municipality._meta.get_field("istat_code")))
    return found[0][0] if found else ""


def head(ask):
    """Return the head of the audit trail, empty before the first link or of tables without one."""
    table = connection.ops.quote_name(TrailLink._meta.db_table)
    found = ask(f"SELECT number, hash FROM {table} ORDER BY number DESC LIMIT 1")
    return " ".join(map(str, found[0])) if found else ""


def _values(model, field):
    column, table = map(connection.ops.quote_name, (field.column, model._meta.db_table))
    return f"SELECT DISTINCT {column} FROM {table} WHERE {column} <> ''"
