"""What a confidential note says is nowhere but in the pages of its own service."""

import io
import json
import logging
import pickle
import subprocess
from glob import glob

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from cremona_safety.logs import JsonFormatter
from interventions.models import Service
from jobs.models import JobRun, Outbox
from notebooks import views as views
from notebooks.models import SealedNote
from tests.access_matrix import MATRIX
from tests.interventions.factories import InterventionFactory
from tests.notebooks.factories import SealedNoteFactory

pytestmark = pytest.mark.engine
MARKER = "ombrellificio"  # no other row says it
CLEAR = "passaggio-in-chiaro"  # what the search below must be able to find
DIARY, POLICE = "/interventi/diario/", "/interventi/note-di-servizio/"


@pytest.fixture
def log():
    """Return what every logger writes, whatever its level, as the portal formats it and raw."""
    stream, raw = io.StringIO(), io.StringIO()
    handler, bare = logging.StreamHandler(stream), logging.StreamHandler(raw)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.DEBUG)
    for one in (handler, bare):
        root.addHandler(one)
    yield lambda: stream.getvalue() + raw.getvalue()
    root.setLevel(level)
    for one in (handler, bare):
        root.removeHandler(one)


def live(client_as, user_as):
    """Write, correct, mistype, look up and read in both notebooks, with the marker everywhere."""
    outing = InterventionFactory(
        ended=True,
        aim=CLEAR,
        starts_at=timezone.now(),
        crew=[user_as("officer"), user_as("educator")],
    )
    today = timezone.localdate().isoformat()
    page = {
        "on": today,
        "hotspot": "altro",
        "climate": "3",
        "referral": "no",
        "size_1": "4",
    }
    page |= {"band_1": "14-17", "intervention": outing.code}
    notes = {}
    for role, folder in (("educator", DIARY), ("officer", POLICE)):
        client = client_as(role)
        text = f"{MARKER} {role}"
        answer = client.post(f"{folder}nuova/", page | {"text": text})
        assert answer.status_code == 302
        edit = f"{answer.url}correggi/"
        client.post(edit, page | {"text": f"{text} corretto", "seen": "1"})
        client.post(edit, page | {"text": f"{text} di nuovo", "seen": "1"})
        client.post(f"{folder}nuova/", page | {"text": f"{text} AB123CD"})
        client.post(folder, {"words": MARKER})
        assert MARKER in client.get(answer.url).content.decode()
        notes[role] = answer.url
    return outing, notes


def every_row():
    """Yield (table, row) of the whole database, read past the models."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield table, row


def test_a_dump_of_the_database_does_not_say_it(db, client_as, user_as):
    live(client_as, user_as)

    rows = [(table, repr(row)) for table, row in every_row()]

    assert [table for table, row in rows if CLEAR in row]
    assert not [table for table, row in rows if MARKER in row.casefold()]
    sealed = [row for table, row in rows if table == "interventions_sealednote"]
    assert len(sealed) == 2 and all("gAAAAA" in row for row in sealed)


@pytest.mark.django_db(transaction=True)
def test_the_bytes_of_the_database_do_not_say_it(client_as, user_as):
    live(client_as, user_as)

    kept = _bytes_of_the_database()

    assert CLEAR.encode() in kept
    assert MARKER.encode() not in kept


def _bytes_of_the_database():
    if connection.vendor == "sqlite":
        return _bytes_of_sqlite(connection.settings_dict["NAME"])
    kept = io.BytesIO()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            command = f"COPY {connection.ops.quote_name(table)} TO STDOUT"
            with cursor.copy(command) as copy:
                for block in copy:
                    kept.write(block)
    return kept.getvalue()


def _bytes_of_sqlite(path):
    """Read the file and its log in another process.

    A process that closes a file of SQLite's loses its own locks on it (sqlite.org/howtocorrupt.html,
    2.2): a portal beside this one would then throw the log away while it is in use.
    """
    files = [path, *glob(f"{path}-wal")]
    return subprocess.run(["cat", *files], check=True, capture_output=True).stdout


def test_django_s_own_dump_does_not_say_it(db, client_as, user_as, settings):
    live(client_as, user_as)
    out = io.StringIO()

    call_command("dumpdata", *settings.OUR_APPS, stdout=out)

    assert CLEAR in out.getvalue()
    assert MARKER not in out.getvalue()
    assert len(json.loads(out.getvalue())) > 2


def test_no_line_of_the_log_says_it(db, client_as, user_as, log):
    live(client_as, user_as)
    logging.getLogger("django.request").error("prova %s", CLEAR)

    assert CLEAR in log()
    assert MARKER not in log()


def test_neither_trail_mails_jobs_sessions_messages_nor_cache_say_it(
    db, client_as, user_as
):
    from django.contrib.sessions.models import Session

    live(client_as, user_as)

    kept = [
        *AuditEntry.objects.values_list("action", "target_id", "before", "after"),
        *Outbox.objects.values_list("payload", flat=True),
        *JobRun.objects.values_list("detail", "arguments"),
        *(session.get_decoded() for session in Session.objects.all()),
        *map(pickle.loads, cache._cache.values()),
    ]
    assert MARKER not in repr(kept)
    of_notes = AuditEntry.objects.filter(target_type="notebooks.sealednote")
    written = of_notes.exclude(action__startswith="notebook.read_")
    assert written.count() == 4
    assert all(row.before == row.after == {} for row in of_notes)


@pytest.mark.parametrize("url", [f"{DIARY}nuova/", DIARY])
def test_the_cookies_of_the_writer_do_not_say_it(client_as, url):
    client = client_as("educator")
    client.post(url, {"text": MARKER, "words": MARKER})

    assert MARKER not in str(client.cookies)


def test_no_page_of_anybody_else_says_it(programme, client_as, user_as):
    """Every page without arguments, and those of the outing, as each other role."""
    outing, notes = live(client_as, user_as)
    urls = [reverse(row.name) for row in MATRIX if not row.args and not row.post]
    urls += [f"/interventi/{outing.code}/", *notes.values()]
    urls += [f"{url}?q={MARKER}" for url in urls if url.startswith("/interventi/")]
    texts = {"educator": f"{MARKER} educator", "officer": f"{MARKER} officer"}

    for role in ("officer", "educator", "coordinator", "admin", "assessore"):
        client = client_as(role)
        forbidden = [text for whose, text in texts.items() if whose != role]
        for url in urls:
            shown = _shown(client, url)
            assert not [text for text in forbidden if text in shown], (role, url)


def _shown(client, url):
    response = client.get(url)
    body = (
        b"".join(response.streaming_content) if response.streaming else response.content
    )
    return body.decode("utf-8", "replace")


@pytest.mark.parametrize("role", ["officer", "coordinator", "admin", "assessore"])
def test_a_search_posted_by_another_role_is_refused(client_as, role):
    client = client_as(role)
    SealedNoteFactory(data={"text": MARKER})

    refused = client.post(DIARY, {"words": MARKER})

    assert refused.status_code == 403
    assert MARKER not in refused.content.decode()


def test_an_error_while_writing_shows_and_logs_nothing_of_it(
    client_as, user_as, monkeypatch, log, settings
):
    settings.DEBUG = False
    client = client_as("educator")
    client.raise_request_exception = False

    def dies(data, **kwargs):
        raise RuntimeError(f"cannot write {data}")

    monkeypatch.setattr(views, "write_note", dies)
    answer = client.post(
        f"{DIARY}nuova/",
        {
            "on": timezone.localdate().isoformat(),
            "hotspot": "altro",
            "climate": "3",
            "referral": "no",
            "text": MARKER,
        },
    )

    assert answer.status_code == 500
    assert MARKER not in answer.content.decode()
    portal = [line for line in log().splitlines() if line.startswith('{"at"')]
    assert [line for line in portal if "RuntimeError" in line]
    assert not [line for line in portal if MARKER in line]


def test_a_form_refused_by_the_csrf_check_gives_nothing_back(client_as, user_as):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user_as("educator"))

    refused = client.post(f"{DIARY}nuova/", {"text": MARKER})

    assert refused.status_code == 403
    assert MARKER not in refused.content.decode()


def test_words_looked_up_stay_out_of_the_address(client_as):
    SealedNoteFactory(data={"text": MARKER})

    answer = client_as("educator").post(DIARY, {"words": MARKER})

    body = answer.content.decode()
    assert not [
        part for part in body.split('href="')[1:] if MARKER in part.split('"')[0]
    ]
    assert not [
        part for part in body.split('action="')[1:] if MARKER in part.split('"')[0]
    ]


def test_nothing_of_the_two_services_meets_in_the_rows(user_as):
    """What each role may read at all, asked of the rows and not of the pages."""
    roles = ("officer", "educator", "social_worker", "coordinator", "admin")
    people = {role: user_as(role) for role in roles}
    notes = {service: SealedNoteFactory(service=service) for service in Service}
    expected = {"educator": Service.EDUCATION, "officer": Service.POLICE}

    for role, person in people.items():
        seen = set(SealedNote.objects.visible_to(person))
        service = expected.get(role)
        assert seen == ({notes[service]} if service else set()), role
