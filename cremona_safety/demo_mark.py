"""Which database is a demonstration's: one that was empty when it began, and says so on every page.

A demonstration makes people whose password is in the README, and is thrown away with a word: it
never touches a database that it did not make.
"""

from django.conf import settings
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.utils import timezone

from accounts.models import User
from hotspots.models import Municipality

REAL = (
    "The database {name} has rows that no demonstration made: nothing was touched.\n"
    "A demonstration begins in an empty database. Unset DATABASE_URL and name a new folder in"
    " VAR_DIR, or name in DATABASE_URL a database just created."
)


def refuse_what_is_real():
    """Raise ``CommandError`` unless the database is empty or a demonstration made it."""
    if not is_empty() and not is_invented():
        raise CommandError(REAL.format(name=connection.settings_dict["NAME"]))


def is_empty():
    """Tell whether no table of ours has a row, whatever version of the portal made the tables."""
    ours = tuple(f"{app}_" for app in settings.OUR_APPS)
    tables = connection.introspection.table_names()
    return not any(_has_rows(name) for name in tables if name.startswith(ours))


def is_invented():
    """Tell whether a demonstration made this database: it has the mark, and the first person too.

    The mark alone says less: before this rule a demonstration could be loaded over a portal at
    work, where the first person is somebody.
    """
    try:
        marked = Municipality.objects.filter(demo_since__isnull=False).exists()
        people = User.objects.order_by("pk").values_list("is_demo", flat=True)
        return marked and people.first() is not False
    except DatabaseError:  # tables of another version, or of another program
        return False


def mark():
    """Write on what was just made that it is a demonstration; the first time counts."""
    Municipality.objects.filter(demo_since=None).update(demo_since=timezone.now())


def _has_rows(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")
        return cursor.fetchone() is not None
