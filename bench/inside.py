"""Runs inside one portal: fills its database, times what no page shows. Orders come on stdin."""

import json
import sys
import time

import django

OPEN_REPORTS = 400  # an office's backlog does not grow with its archive
DAYS = 730


def fill(number):
    """Write ``number`` invented reports over two years by one INSERT; return the seconds."""
    from django.db import connection

    from indicators import measures

    number, start = int(number), time.perf_counter()
    columns = _columns(number)
    names = ", ".join(columns)
    values = ", ".join(columns.values())
    with connection.cursor() as cursor:
        indexes = _drop_indexes(cursor)
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute(
            f"INSERT INTO reports_report ({names}) SELECT {values}"
            f" FROM (SELECT i, now() - random() * interval '{DAYS} days' AS at,"
            f" random() AS u, random() AS v FROM generate_series(1, {number}) AS i) AS r"
        )
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for index in indexes:
            cursor.execute(index)
        cursor.execute("VACUUM ANALYZE")
    measures.refresh()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE indicators_dailycount")
        cursor.execute("CHECKPOINT")
    return time.perf_counter() - start


def _drop_indexes(cursor):
    """Drop the plain indexes of the reports; return the statements that make them again."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes"
        " WHERE tablename = 'reports_report' AND indexdef NOT LIKE 'CREATE UNIQUE%'"
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [statement for _, statement in found]


def _columns(number):
    """Return {column of reports_report: its SQL over i, at, u, v}."""
    from hotspots.models import Hotspot
    from reports.models import Category, Outcome, Report, Status

    hotspots = [
        str(pk) for pk in Hotspot.objects.programme().values_list("pk", flat=True)
    ]
    categories = [
        f"'{code}'"
        for code in Category.objects.filter(active=True).values_list("pk", flat=True)
    ]
    is_open = f"i > {number - OPEN_REPORTS}"
    received_on = "(at AT TIME ZONE 'Europe/Rome')::date"
    written = {
        "code": "'BN-2026-' || upper(lpad(to_hex(i), 6, '0'))",
        "key_hash": "md5(i::text) || md5('k' || i)",
        "draft_key": "gen_random_uuid()",
        "status": f"CASE WHEN {is_open} THEN '{Status.RECEIVED}' ELSE '{Status.CLOSED}' END",
        "outcome": f"CASE WHEN {is_open} THEN '' ELSE '{Outcome.SOLVED}' END",
        "category_id": f"(ARRAY[{','.join(categories)}])[1 + (u * {len(categories)})::int % {len(categories)}]",
        "subject": "'Vetri rotti vicino alla panchina ' || i",
        "details": "repeat(md5(i::text) || ' ', 6)",
        "latitude": "45.12 + u * 0.04",
        "longitude": "9.99 + v * 0.08",
        "cell": "(u * 1000)::bigint",
        "location_source": f"'{Report.LocationSource.MAP}'",
        # three quarters in the places of the programme, the rest elsewhere
        "hotspot_id": f"(ARRAY[{','.join(hotspots)}, NULL])[1 + floor(v * {len(hotspots) + 1})::int]",
        "occurred_on": received_on,
        "received_at": "at",
        "received_on": received_on,
        "updated_at": "at",
        "due_on": f"{received_on} + 30",
        "priority": "1 + i % 4",
    }
    return _defaults(Report) | written


def _defaults(model):
    """Return {column: SQL literal} of the defaults of the columns that may not be empty."""
    literals = {str: "''", bool: "false", int: "0"}
    columns = {}
    for field in model._meta.concrete_fields:
        if field.null or field.primary_key or getattr(field, "generated", False):
            continue
        default = field.get_default()
        if type(default) in (str, bool, int):
            columns[field.column] = (
                repr(default) if default else literals[type(default)]
            )
    return columns


def session(role_code):
    """Make a person of a role and return the key of a session of theirs."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from accounts.models import User

    person, _ = User.objects.get_or_create(
        email=f"{role_code}@example.org",
        defaults={"full_name": role_code, "role_id": role_code},
    )
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.create()
    return store.session_key


def count_reports():
    from reports.models import Report

    return Report.objects.count()


def group_by():
    """Seconds of one plain SQL count by place, day and category, rows fetched."""
    from django.db import connection

    start = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT hotspot_id, received_on, category_id, count(*) FROM reports_report"
            " GROUP BY hotspot_id, received_on, category_id"
        )
        cursor.fetchall()
    return time.perf_counter() - start


def recompute():
    """Seconds of the nightly recompute: count all, compare with what is stored."""
    from indicators import measures

    start = time.perf_counter()
    measures.recompute()
    return time.perf_counter() - start


def first_fill():
    """Seconds of a recompute that finds an empty table and writes every row."""
    from indicators import measures
    from indicators.models import DailyCount

    DailyCount.objects.all().delete()
    start = time.perf_counter()
    measures.recompute()
    return time.perf_counter() - start


def refresh():
    """Seconds to bring one report, just written, into the indicators."""
    from django.utils import timezone

    from indicators import measures
    from reports.models import Report
    from texts.codes import draw_code

    report = Report.objects.order_by("-received_at")[0]
    report.pk, report.code = None, draw_code("BN", 2026)
    report.draft_key = Report._meta.get_field("draft_key").get_default()
    report.received_at, report.received_on = timezone.now(), timezone.localdate()
    report.save()
    start = time.perf_counter()
    written = measures.refresh()
    seconds = time.perf_counter() - start
    if not written:
        raise RuntimeError("the refresh did not see the report")
    return seconds


ORDERS = [
    fill, session, count_reports, group_by, recompute, first_fill, refresh
]  # fmt: skip


def main():
    django.setup()
    known = {order.__name__: order for order in ORDERS}
    for line in sys.stdin:
        name, *arguments = line.split()
        print(json.dumps(known[name](*arguments)), flush=True)


if __name__ == "__main__":
    main()
