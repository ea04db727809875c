"""What the settings read in the environment."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from cremona_safety.request import Utf8Request
from cremona_safety.settings import base


@pytest.mark.parametrize(
    ("written", "read"),
    [("", []), ("di-ieri, di-prima", ["di-ieri", "di-prima"])],
)
def test_the_keys_of_before_are_read_with_commas(monkeypatch, written, read):
    monkeypatch.setenv("SECRET_KEY_FALLBACKS", written)

    assert runpy.run_path(Path(base.__file__))["SECRET_KEY_FALLBACKS"] == read


def test_a_variable_written_before_a_command_in_the_papers_exists():
    example = (base.BASE_DIR / ".env.example").read_text()
    papers = [base.BASE_DIR / "README.md", *(base.BASE_DIR / "docs").glob("*.md")]

    named = {
        name
        for paper in papers
        for name in re.findall(r"\b([A-Z_]{3,})=\S+ make", paper.read_text())
    }

    assert "PROGRAMME_FILE" in named
    of_the_drill = {"FAULTS", "SEED", "ONLY"}  # of `make fault-test` alone, no setting
    assert all(f"{name}=" in example for name in named - of_the_drill), named


@pytest.mark.parametrize(("written", "read"), [("", 20), ("5", 5)])
def test_a_page_may_wait_less_than_a_job_for_a_locked_database(
    monkeypatch, written, read
):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("SQLITE_WAIT_SECONDS", written)

    database = runpy.run_path(Path(base.__file__))["DATABASES"]["default"]

    assert database["OPTIONS"]["timeout"] == read


def test_the_door_of_the_web_server_waits_five_seconds_and_reads_utf8(monkeypatch):
    monkeypatch.delenv("SQLITE_WAIT_SECONDS", raising=False)
    # setdefault leaves it in the environment: monkeypatch takes it away again
    monkeypatch.setattr("os.environ", dict(os.environ))

    door = runpy.run_module("cremona_safety.wsgi")

    assert os.environ["SQLITE_WAIT_SECONDS"] == "5"
    assert door["application"].request_class is Utf8Request


def test_static_files_are_read_by_all_and_uploads_by_the_portal_alone(
    tmp_path, settings
):
    settings.MEDIA_ROOT, settings.STATIC_ROOT = tmp_path / "media", tmp_path / "static"
    options = base.STORAGES["staticfiles"]["OPTIONS"]
    kept = [FileSystemStorage(), StaticFilesStorage(**options)]

    os_umask = os.umask(0o077)
    try:
        paths = [Path(s.path(s.save("in/una", ContentFile(b"x")))) for s in kept]
    finally:
        os.umask(os_umask)

    modes = [oct(part.stat().st_mode)[-3:] for p in paths for part in (p.parent, p)]
    assert modes == ["700", "600", "755", "644"]


NEEDED = {
    "SECRET_KEY": "qualcosa",
    "ALLOWED_HOSTS": "portale.example.org",
    "PUBLIC_URL": "https://portale.example.org",
    "EMAIL_HOST": "posta.example.org",
    "DEFAULT_FROM_EMAIL": "portale@example.org",
    "CONFIDENTIAL_KEYS": "b25seS10by1jaGVjay10aGUtc2V0dGluZ3MtMzItYnk=",
    "PROGRAMME_FILE": "programmes/cremona.toml",
    "DATABASE_URL": "sqlite",
    "BACKUP_DIR": "/srv/backups",
}


@pytest.mark.parametrize("missing", NEEDED)
def test_production_does_not_start_without_what_nobody_can_guess(monkeypatch, missing):
    for name, value in NEEDED.items():
        monkeypatch.setenv(name, "" if name == missing else value)

    with pytest.raises(ImproperlyConfigured, match=f"{missing} is not set"):
        runpy.run_path(Path(base.__file__).with_name("prod.py"))


def test_production_keeps_the_confidential_keys_in_their_order(monkeypatch):
    for name, value in NEEDED.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("CONFIDENTIAL_KEYS", "nuova, di-prima")

    read = runpy.run_path(Path(base.__file__).with_name("prod.py"))

    assert read["CONFIDENTIAL_KEYS"] == ["nuova", "di-prima"]


@pytest.mark.parametrize("missing", NEEDED)
def test_a_command_of_production_says_what_is_not_set_and_how_to_be_at_home(missing):
    given = {name: value for name, value in NEEDED.items() if name != missing}

    refused = command("check", PATH=os.environ["PATH"], **given)

    assert refused.returncode == 1
    assert f"{missing} is not set" in refused.stderr
    assert "cremona_safety.settings.dev" in refused.stderr
    assert "Traceback" not in refused.stderr


SAY = "from django.conf import settings as s; print(s.SETTINGS_MODULE, s.DEMO)"


@pytest.mark.parametrize(
    "entrance",
    [
        ["manage.py", "shell", "-v", "0", "-c", SAY],
        ["-c", f"import cremona_safety.wsgi; {SAY}"],
        ["-c", f"import cremona_safety.celery; {SAY}"],
    ],
    ids=["manage", "wsgi", "celery"],
)
def test_every_entrance_is_of_production_unless_told_otherwise(entrance):
    said = subprocess.check_output(
        [sys.executable, *entrance],
        cwd=base.BASE_DIR,
        env={"PATH": os.environ["PATH"], **NEEDED},
        text=True,
    )

    assert said.split() == ["cremona_safety.settings.prod", "False"]


def test_who_only_checks_a_text_needs_no_secret_and_leaves_nothing(tmp_path):
    texts = tmp_path / "frasi.jsonl"
    texts.write_text('{"text": "Mario Rossi gira con la bici rubata"}')

    said = command(
        "check_text", str(texts), PATH=os.environ["PATH"], VAR_DIR=str(tmp_path / "var")
    )

    assert said.returncode == 0 and '"what": "name"' in said.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["frasi.jsonl"]


@pytest.mark.server
def test_nobody_else_on_the_machine_reads_what_the_portal_keeps(tmp_path):
    kept, shown = tmp_path / "var", tmp_path / "static"
    for folder in (kept, shown):
        folder.mkdir()
    (shown / "staticfiles.json").write_text('{"paths": {}, "version": "1.1"}')
    database = kept / "portal.sqlite3"
    database.touch(0o644)  # as former versions left it
    folders = {"VAR_DIR": str(kept), "STATIC_DIR": str(shown)}

    subprocess.run(
        [base.BASE_DIR / "deploy" / "start.sh", "prepare"],
        env={"PATH": os.environ["PATH"], **NEEDED, **folders},
        umask=0o022,
        check=True,
    )

    files = [path for path in kept.rglob("*") if path.is_file()]
    assert database in files
    assert [path for path in files if path.stat().st_mode & 0o077] == []


def command(*words, **environment):
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=base.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("DATABASE_URL", "postgresql://portal@127.0.0.1:1/portal", "PostgreSQL of DATABASE_URL"),
        ("REDIS_URL", "redis://127.0.0.1:1/0", "Redis of REDIS_URL does not answer"),
    ],
)  # fmt: skip
def test_a_server_that_is_not_there_stops_the_start_with_a_sentence(
    tmp_path, variable, value, sentence
):
    kept = {
        k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}
    }
    refused = subprocess.run(
        [sys.executable, "manage.py", "prepare", "--database-only"],
        cwd=base.BASE_DIR,
        env=kept | {"VAR_DIR": str(tmp_path), variable: value},
        capture_output=True,
        text=True,
    )

    assert refused.returncode == 1
    assert sentence in refused.stderr
    assert "Traceback" not in refused.stderr


def test_no_other_host_can_plant_a_cookie_in_production():
    kinds = ("SESSION", "CSRF", "LANGUAGE", "DRAFT")

    for kind in kinds:
        assert getattr(base, f"{kind}_COOKIE_NAME").startswith("__Host-")
    for kind in kinds[:3]:
        assert getattr(base, f"{kind}_COOKIE_SECURE")
    assert base.MESSAGE_STORAGE == "cremona_safety.cookies.MessageStorage"
