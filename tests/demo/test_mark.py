"""What tells a demonstration from a portal at work, and what each may do to the other."""

import os
import subprocess

import pytest
from django.contrib.auth import get_user
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from accounts.models import AuditEntry, User
from cremona_safety.demo.people import create_demo_people
from cremona_safety.demo_mark import is_empty, is_invented, mark
from cremona_safety.management.commands import reset_demo
from hotspots.models import Municipality
from reports.models import Report
from tests import servers
from tests.deploy.test_settings import NEEDED
from tests.reports.factories import ReportFactory

PASSWORD = "insieme-in-piazza"
EVERY_COMMAND = ["load_demo", "reset_demo", ("prepare", "--database-only")]


@pytest.fixture
def thrown_away(monkeypatch):
    """Let nothing be thrown away; return the list of the times it would have been."""
    times = []
    monkeypatch.setattr(reset_demo, "throw_away", lambda: times.append(1))
    return times


@pytest.mark.parametrize("words", EVERY_COMMAND)
@pytest.mark.parametrize("row", ["person", "programme", "report"])
def test_no_demo_command_touches_a_database_that_it_did_not_make(
    db, request, thrown_away, words, row
):
    if row == "person":
        User.objects.create_superuser("ada@example.org", "lunga-e-mia-2026")
    else:
        request.getfixturevalue("programme")
    if row == "report":
        ReportFactory()
    people, reports = User.objects.count(), Report.objects.count()

    with pytest.raises(CommandError, match="no demonstration made: nothing was touched"):  # fmt: skip
        call_command(*([words] if isinstance(words, str) else words))

    assert (User.objects.count(), Report.objects.count()) == (people, reports)
    assert not Municipality.objects.filter(demo_since__isnull=False).exists()
    assert not thrown_away


def test_the_mark_of_a_demonstration_loaded_over_a_real_portal_is_not_believed(
    programme,
):
    User.objects.create_superuser("ada@example.org", "lunga-e-mia-2026")
    create_demo_people(PASSWORD)
    mark()

    assert not is_invented()


def test_a_new_database_is_empty_and_becomes_a_demonstration_at_once(db, monkeypatch):
    interrupted = "cremona_safety.management.commands.load_demo.create_demo_people"
    monkeypatch.setattr(interrupted, lambda password: 1 / 0)
    assert is_empty()

    with pytest.raises(ZeroDivisionError):
        call_command("prepare", "--database-only")

    assert is_invented() and not is_empty()


def test_the_mark_keeps_its_first_day(programme):
    mark()
    first = Municipality.objects.get().demo_since
    mark()

    assert Municipality.objects.get().demo_since == first


def test_tables_of_another_program_are_no_demonstration(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE reports_of_others (id integer)")
        cursor.execute("INSERT INTO reports_of_others VALUES (1)")
    try:
        assert not is_empty() and not is_invented()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE reports_of_others")


@pytest.fixture
def agent(programme):
    """The first officer of a demonstration, whose password everybody knows."""
    return create_demo_people(PASSWORD)[0]


def enter(client, person):
    return client.post("/accedi/", {"login": person.email, "password": PASSWORD})


def test_an_invented_person_enters_a_demonstration(agent, client):
    enter(client, agent)

    assert get_user(client).is_authenticated


def test_an_invented_person_never_enters_a_real_portal(agent, client, settings):
    settings.DEMO = False

    answer = enter(client, agent)

    assert answer.url == "/accedi/disattivato/"
    assert "_auth_user_id" not in client.session
    assert not AuditEntry.objects.filter(action="accounts.signed_in").exists()
    assert not agent.may("reports.handle")


def test_a_session_made_before_is_over_on_a_real_portal(agent, settings):
    client = Client()
    enter(client, agent)
    settings.DEMO = False

    assert client.get("/profilo/").url == "/accedi/?next=/profilo/"


def problems(databases=("default",)):
    found = run_checks(
        tags=["start"], databases=databases, include_deployment_checks=True
    )
    return [error.id for error in found]


def test_a_real_portal_does_not_start_on_invented_people(agent, settings):
    settings.DEMO, settings.TRAIL_HEAD_TO = False, ["dpo@comune.example"]

    assert problems() == ["start.E1"]


def test_a_real_portal_does_not_start_on_what_says_it_is_invented(programme, settings):
    settings.DEMO, settings.TRAIL_HEAD_TO = False, ["dpo@comune.example"]
    assert problems() == []

    mark()

    assert problems() == ["start.E1"]


def test_a_demonstration_starts_on_its_own(agent):
    assert problems() == []


def test_where_a_portal_is_only_built_nothing_is_asked(agent, settings):
    settings.DEMO = False

    assert problems(databases=None) == []


def test_who_serves_must_read_the_static_files(db, settings, tmp_path):
    settings.DEMO, settings.TRAIL_HEAD_TO = False, ["dpo@comune.example"]
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {
            "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        },
    }
    assert problems() == ["start.E2"]

    (tmp_path / "staticfiles.json").write_text('{"paths": {}, "version": "1.1"}')

    assert problems() == []


@pytest.mark.alone  # in a database of its own, in a file
@pytest.mark.server
@pytest.mark.parametrize("part", ["web", "worker", "beat", "prepare"])
def test_no_part_of_a_real_portal_starts_on_a_demonstration(demonstration, part):
    given = {**NEEDED, "VAR_DIR": str(demonstration()), "PATH": os.environ["PATH"]}

    refused = subprocess.run(
        [servers.ROOT / "deploy" / "start.sh", part],
        env=given,
        capture_output=True,
        text=True,
    )

    assert refused.returncode == 1
    assert "start.E1" in refused.stderr and "DATABASE_URL" in refused.stderr
