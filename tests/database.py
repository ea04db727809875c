"""Empties the tables between transactional tests although the audit trail refuses it."""

AUDIT_TABLE = "accounts_auditentry"


def flush_past_the_audit_trail(connection):
    """Let Django's flush, and nothing else, past the triggers of the audit trail."""
    flush = connection.ops.execute_sql_flush
    around = {"sqlite": _flush_sqlite, "postgresql": _flush_postgresql}
    connection.ops.execute_sql_flush = lambda sql_list: around[connection.vendor](
        connection, flush, sql_list
    )


def _flush_sqlite(connection, flush, sql_list):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
            [AUDIT_TABLE],
        )
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        flush(sql_list)
        for _, sql in triggers:
            cursor.execute(sql)


def _flush_postgresql(connection, flush, sql_list):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {AUDIT_TABLE} DISABLE TRIGGER USER")
        flush(sql_list)
        cursor.execute(f"ALTER TABLE {AUDIT_TABLE} ENABLE TRIGGER USER")
