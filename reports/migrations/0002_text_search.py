"""On PostgreSQL an index of trigrams answers ``ReportQuerySet.search`` without reading all.

Its expressions are those Django writes for ``icontains`` and ``istartswith``. SQLite, for one
town's reports, reads them all. ``pg_trgm`` is a trusted extension: the owner of the database
may create it.
"""

from django.db import migrations

INDEX = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX report_text_search ON reports_report USING gin (
    UPPER(code::text) gin_trgm_ops,
    UPPER(subject::text) gin_trgm_ops,
    UPPER(details::text) gin_trgm_ops
);
"""


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(INDEX)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX report_text_search")


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
