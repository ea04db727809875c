import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests import servers

TOKEN = "a-token-of-the-tests"


class House:
    """The portal's own processes, on the database of the test and on folders of their own."""

    def __init__(self, folder, **environment):
        self.log = folder / "log"
        (folder / "media").mkdir()
        self.parts = []
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cremona_safety.settings.dev",
            "VAR_DIR": str(folder),
            "SWEEP_SECONDS": "2",
            "OUTBOX_LEASE_SECONDS": "4",
            "WORKER_PROCESSES": "2",
            "EMAIL_USE_TLS": "false",
            "PORT": str(servers.free_port()),
            "REDIS_URL": "",
            "METRICS_TOKEN": TOKEN,
            **environment,
        }

    def start(self, *names):
        started = [servers.Part(name, self.environment, self.log) for name in names]
        self.parts += started
        return started

    def run(self, code):
        """Run ``code`` in a process of the portal; fail with its output if it fails or hangs."""
        command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", code]
        done = subprocess.run(
            command,
            env=self.environment,
            cwd=servers.ROOT,
            capture_output=True,
            text=True,
            timeout=servers.PATIENCE,
        )
        assert done.returncode == 0, done.stderr

    def send_mails(self, count, word="mail"):
        """Send ``mail 0`` … as a page does: rows of the outbox, and a task for each."""
        self.run(
            "from django.core.mail import send_mail\n"
            f"for n in range({count}):\n"
            f"    send_mail(f'{word} {{n}}', 'testo', None, ['a@example.org'])"
        )

    def queued(self, task):
        """Tell whether a message of ``task`` waits in the queue's folder."""
        folder = Path(self.environment["VAR_DIR"]) / "queue" / "tasks"
        return any(task in path.read_text() for path in folder.glob("*.msg"))

    def url(self, path):
        return f"http://127.0.0.1:{self.environment['PORT']}{path}"

    def kill(self):
        for part in self.parts:
            part.kill()


def database_of_the_test(folder):
    """Return the environment that brings another process to this test's database."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        (folder / "portal.sqlite3").symlink_to(Path(database["NAME"]))
        return {"DATABASE_URL": ""}
    host = database["HOST"].replace("/", "%2F")
    port = f":{database['PORT']}" if database["PORT"] else ""
    user = f"{database['USER']}:{database['PASSWORD']}"
    name = database["NAME"]
    return {"DATABASE_URL": f"postgresql://{user}@{host}{port}/{name}"}


@pytest.fixture
def house(transactional_db, tmp_path):
    """Return a function that makes a House; its processes end with the test."""
    houses = []

    def make(**environment):
        folder = tmp_path / f"house-{len(houses)}"
        folder.mkdir()
        houses.append(House(folder, **{**database_of_the_test(folder), **environment}))
        return houses[-1]

    yield make
    for made in houses:
        made.kill()


@pytest.fixture(scope="session")
def static_files(tmp_path_factory):
    """Gather the static files once; return the environment that names their folder."""
    folder = tmp_path_factory.mktemp("static")
    home = House(folder, STATIC_DIR=str(folder / "static"))
    home.run(
        "from django.core.management import call_command as c\n"
        "c('collectstatic', interactive=False, verbosity=0)"
    )
    return {"STATIC_DIR": home.environment["STATIC_DIR"]}


@pytest.fixture
def smtp():
    with servers.smtp() as mailbox:
        yield mailbox


@pytest.fixture
def redis():
    with servers.redis() as server:
        yield server
