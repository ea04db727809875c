"""The database itself refuses to change or delete a row of the audit trail."""

from django.db import migrations

# On SQLite a migration that alters AuditEntry rebuilds the table and loses its triggers:
# such a migration must run ``forbid`` again after it (tests/accounts/test_audit.py tells).
SQLITE = {
    "audit_no_update": """
        CREATE TRIGGER audit_no_update BEFORE UPDATE ON accounts_auditentry
        BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
    """,
    "audit_no_delete": """
        CREATE TRIGGER audit_no_delete BEFORE DELETE ON accounts_auditentry
        BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
    """,
}
# TRUNCATE too: ``manage.py flush`` would empty the trail of a live portal. The flush of
# transactional tests goes past the triggers in tests/database.py.
POSTGRESQL = """
    CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
    ON accounts_auditentry FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
"""
POSTGRESQL_UNDO = """
    DROP TRIGGER audit_append_only ON accounts_auditentry;
    DROP FUNCTION audit_append_only();
"""


def forbid(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL, params=None)
        return
    for trigger in SQLITE.values():
        schema_editor.execute(trigger, params=None)


def allow(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_UNDO, params=None)
        return
    for name in SQLITE:
        schema_editor.execute(f"DROP TRIGGER {name}", params=None)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(forbid, allow)]
