"""The chain of the trail; its rows may only be emptied, of what is erased when its time is over."""

import django.db.models.deletion
from django.db import migrations, models

# On SQLite a migration that alters one of the two tables rebuilds it and loses its triggers: such a
# migration must run ``guard`` again after it (tests/accounts/test_audit_trail.py tells).
ENTRY = """
    NEW.id = OLD.id AND NEW.at = OLD.at AND NEW.action = OLD.action
    AND NEW.target_type = OLD.target_type AND NEW.actor_id IS NULL
    AND NEW.actor_label = '' AND NEW.target_id = '' AND NEW.before = '{}' AND NEW.after = '{}'
"""
LINK = """
    NEW.number = OLD.number AND NEW.entry_id = OLD.entry_id AND NEW.digest = OLD.digest
    AND NEW.hash = OLD.hash AND NEW.salt = ''
"""
TABLES = {"accounts_auditentry": ENTRY, "accounts_traillink": LINK}
REFUSE = "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
OLD = {
    "sqlite": "DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete",
    "postgresql": "DROP TRIGGER audit_append_only ON accounts_auditentry",
}
OLD_UNDO = {
    "sqlite": [
        f"CREATE TRIGGER audit_no_update BEFORE UPDATE ON accounts_auditentry {REFUSE}",
        f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON accounts_auditentry {REFUSE}",
    ],
    "postgresql": [
        """CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
        ON accounts_auditentry FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()"""
    ],
}


def triggers(vendor, table, erasure):
    """Yield the statements that make the triggers of one table."""
    if vendor == "postgresql":
        refuse = "EXECUTE FUNCTION audit_append_only()"
        yield (
            f"CREATE TRIGGER {table}_erased BEFORE UPDATE ON {table} FOR EACH ROW"
            f" WHEN (NOT ({erasure})) {refuse}"
        )
        yield (
            f"CREATE TRIGGER {table}_kept BEFORE DELETE OR TRUNCATE ON {table}"
            f" FOR EACH STATEMENT {refuse}"
        )
    else:
        yield (
            f"CREATE TRIGGER {table}_erased BEFORE UPDATE ON {table}"
            f" WHEN NOT ({erasure}) {REFUSE}"
        )
        yield f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} {REFUSE}"


def guard(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in OLD[vendor].split(";"):
        schema_editor.execute(statement, params=None)
    for table, erasure in TABLES.items():
        for statement in triggers(vendor, table, erasure):
            schema_editor.execute(statement, params=None)


def unguard(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table in TABLES:
        on = f" ON {table}" if vendor == "postgresql" else ""
        for word in ("erased", "kept"):
            schema_editor.execute(f"DROP TRIGGER {table}_{word}{on}", params=None)
    for statement in OLD_UNDO[vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_failed_sign_ins")]
    operations = [
        migrations.CreateModel(
            name="TrailLink",
            fields=[
                (
                    "number",
                    models.PositiveBigIntegerField(primary_key=True, serialize=False),
                ),
                ("salt", models.CharField(max_length=32)),
                ("digest", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="link",
                        to="accounts.auditentry",
                    ),
                ),
            ],
            options={"ordering": ["number"]},
        ),
        migrations.RunPython(guard, unguard),
    ]
