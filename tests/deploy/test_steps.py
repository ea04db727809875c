"""Every command that deploy/README.md has, run word by word as production runs it.

Built by root, served by the user 10001, who has no name, owns ``VAR_DIR`` and nothing else. What a
machine of the tests has not (docker, systemd) is in ``tests/deploy/machine.py``.
"""

import os
import pty
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest
import redis
import requests
from cryptography.fernet import Fernet

from tests import servers
from tests.deploy.machine import RUNNING, USER, Machine, end, writable
from tests.tiles.files import pmtiles, town

README = servers.ROOT / "deploy" / "README.md"
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
NO_COMMANDS = {"nginx", "cron", "ini", "yaml"}  # languages of files
PLAIN = "Without containers"
# a block that no test here can run, and why
NOT_RUN = {
    "pg_basebackup -U portal -D /srv/base/$(date +%F) -X none --checkpoint=fast": (
        "it wants a server that keeps its log: tests/deploy/test_point_in_time.py runs it"
    ),
    (
        "docker compose exec web .venv/bin/python manage.py reset_access lucia.rossi@comune.example --second-factor\n"
        "docker compose exec web .venv/bin/python manage.py reset_access lucia.rossi@comune.example --password"
    ): "it wants somebody who lost them: tests/accounts/test_resets.py runs it",
}
# inline code that is a command would be run by nobody
COMMAND = re.compile(r"`(?:docker|git|make|systemctl|pg_\w+|\S*manage\.py) [^`]+`")
PASSWORD = "c@sa/d#gli:Umori%41"
ADMINISTRATOR = {"Email": "ada@example.org", "Nome e cognome": "Ada", "Password": "ponte-lume-orzo-sasso"}  # fmt: skip

needs_root = pytest.mark.skipif(
    os.geteuid() != 0, reason="only root builds for another user: run the tests as root"
)


@dataclass(frozen=True)
class Step:
    section: str
    language: str
    text: str


def steps():
    """Return the fenced blocks of the README, in their order."""
    found = []
    for section in re.split("^## ", README.read_text(), flags=re.MULTILINE):
        title = section.partition("\n")[0]
        for indent, language, text in FENCE.findall(section):
            lines = [line.removeprefix(indent) for line in text.splitlines()]
            found.append(Step(title, language, "\n".join(lines)))
    return found


def commands(*, plain):
    """Return the blocks of commands of the machine with, or without, containers."""
    return [
        step.text
        for step in steps()
        if step.language not in NO_COMMANDS
        and (step.section == PLAIN) == plain
        and step.text not in NOT_RUN
    ]


def repository(folder):
    """Make a repository in ``folder`` of what is here, as ``git clone`` leaves it: it may pull."""
    origin = folder.with_name("origin")
    listed = subprocess.check_output(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=servers.ROOT,
        text=True,
    )
    for name in filter(None, listed.split("\0")):
        if (servers.ROOT / name).is_file():
            (origin / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(servers.ROOT / name, origin / name)
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-C", origin]
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-qm", "as it is here"], check=True)
    subprocess.run(["git", "clone", "-q", origin, folder], check=True)


@pytest.fixture
def machine():
    """Return a Machine with PostgreSQL and Redis; its parts end with the test."""
    # not tmp_path: that is root's alone
    with (
        tempfile.TemporaryDirectory(prefix="machine_") as folder,
        servers.postgresql(servers.GuardedPostgreSQL) as database,
        servers.redis() as queue,
    ):
        Path(folder).chmod(0o755)
        database.give_password(PASSWORD)
        made = Machine(
            folder=folder,
            database=database.address,
            sockets=str(database.folder),
            queue=f"127.0.0.1:{queue.port}",
            port=servers.free_port(),
        )
        yield made
        for name in RUNNING:
            end(made, name)


def run(text, *, at, environment):
    """Run a block as somebody types it at a terminal, who answers what is asked; return what it said."""
    terminal, shell = pty.openpty()
    running = subprocess.Popen(
        ["sh", "-euc", text], cwd=at, env=environment, start_new_session=True,
        stdin=shell, stdout=shell, stderr=shell,
    )  # fmt: skip
    os.close(shell)
    said, answered = "", 0
    with suppress(OSError):  # the end of who writes there
        while piece := os.read(terminal, 65536).decode(errors="replace"):
            said += piece
            asked = said[answered:]
            if question := re.search(r"([A-Z][\w ]+?)(?: \(again\))?: $", asked):
                os.write(terminal, f"{ADMINISTRATOR[question[1]]}\n".encode())
                answered = len(said)
            elif asked.endswith("[y/N]: "):  # what was typed is refused
                os.killpg(running.pid, signal.SIGKILL)
    os.close(terminal)
    assert running.wait() == 0, f"{text}\n\n{said}"
    return said


def fill_in(path, **values):
    """Write the values that somebody writes by hand in a copy of .env.example."""
    text = path.read_text()
    for name, value in values.items():
        line = f"{name}={value}"
        text, found = re.subn(
            f"^(# )?{name}=.*$", lambda _, x=line: x, text, count=1, flags=re.MULTILINE
        )
        assert found, name
    path.write_text(text)


BY_HAND = {
    "SECRET_KEY": secrets.token_urlsafe(50),
    "CONFIDENTIAL_KEYS": Fernet.generate_key().decode(),
    "ALLOWED_HOSTS": "portale.example.org",
    "PUBLIC_URL": "https://portale.example.org",
    "EMAIL_HOST": "127.0.0.1",
    "DEFAULT_FROM_EMAIL": "portale@example.org",
    "PROGRAMME_FILE": "programmes/cremona.toml",
    "BACKUP_DIR": "/srv/backups",
    "METRICS_TOKEN": secrets.token_urlsafe(32),
}


class Person:
    """A browser behind the proxy: the portal's name, over https."""

    def __init__(self, port):
        self.address = f"http://127.0.0.1:{port}"
        self.cookies = {}

    def ask(self, path, **data):
        """Return what a page answers, without following it; None while nobody does."""
        headers = {
            "Host": "portale.example.org",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "192.0.2.1",
            "Referer": "https://portale.example.org/accedi/",
        }
        try:
            answer = requests.request(
                "POST" if data else "GET", self.address + path, headers=headers, data=data,
                cookies=self.cookies, allow_redirects=False, timeout=servers.PATIENCE,
            )  # fmt: skip
        except requests.ConnectionError:
            return None
        self.cookies |= answer.cookies.get_dict()
        return answer

    def status(self, path):
        answer = self.ask(path)
        return answer and answer.status_code

    def sign_in(self):
        """Sign in as who was made at the terminal; return where that leads."""
        token = re.search(
            r'csrfmiddlewaretoken" value="(\w+)', self.ask("/accedi/").text
        )
        entered = self.ask(
            "/accedi/",
            csrfmiddlewaretoken=token[1],
            login=ADMINISTRATOR["Email"],
            password=ADMINISTRATOR["Password"],
        )
        return entered.headers.get("Location")


def assert_it_runs(machine):
    """Look at the portal from outside: pages, their files, the first administrator."""
    person = Person(machine.port)
    try:
        servers.wait_until(lambda: person.status("/readyz") == 200, what="readiness")
    except TimeoutError:
        logs = Path(machine.folder).glob("*.log")
        pytest.fail("\n".join(log.read_text()[-4000:] for log in logs))
    for path in ("/healthz", "/", "/segnala/", "/luoghi/"):
        assert person.status(path) == 200, path
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', person.ask("/").text)
    assert len(files) > 5
    for path in files:
        assert person.status(path) == 200, path
    assert person.sign_in() == "/inizio/"
    assert (
        person.ask("/inizio/")
        .headers["Location"]
        .startswith("/profilo/secondo-fattore/")
    )


# what the portal writes and draws while it works, as the user who serves
AT_WORK = """
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.timezone import localdate
from accounts.models import User
from desk.pdf.day import day_data
from documents.pdf import render_pdf
from indicators.tasks import recompute
default_storage.save("prova/foto.jpg", ContentFile(b"x"))
render_pdf("day", day_data(localdate(), user=User.objects.get()))
recompute()
"""


@needs_root
@pytest.mark.server
def test_every_step_with_containers_makes_a_portal_that_runs(machine):
    environment = machine.write()
    here = Path(machine.folder, "clone")
    repository(here)
    redis.Redis.from_url(f"redis://{machine.queue}").config_set("requirepass", PASSWORD)
    pmtiles(here / "mappa.pmtiles", town(zooms=range(13, 14)))

    for text in commands(plain=False):
        run(machine.translate(text), at=here, environment=environment)
        if ".env.example" in text:
            secret = {"POSTGRES_PASSWORD": PASSWORD, "REDIS_PASSWORD": PASSWORD}
            fill_in(here / ".env", **BY_HAND, **secret)

    assert_it_runs(machine)
    for name in RUNNING:
        asked = ["docker", "compose", "healthcheck", name]
        well = partial(answers_well, asked, here, environment)
        servers.wait_until(well, what=f"the health of {name}")
    at_work = ["docker", "compose", "exec", "worker", ".venv/bin/python", "manage.py"]
    subprocess.run(
        [*at_work, "shell", "-v", "0", "-c", AT_WORK],
        cwd=here,
        env=environment,
        check=True,
    )
    photo = Path(machine.folder, "volume", "media", "prova", "foto.jpg")
    assert (photo.stat().st_uid, oct(photo.stat().st_mode)) == (USER, "0o100600")
    assert writable(machine.image) == []
    # who serves could not keep what it compiles
    code = ("jobs", ".venv/lib/python3.*/site-packages/celery")
    for folder in code:
        assert any(machine.image.glob(f"{folder}/__pycache__/*.pyc")), folder


def answers_well(command, at, environment):
    return subprocess.run(command, cwd=at, env=environment).returncode == 0


@needs_root
@pytest.mark.server
def test_every_step_without_containers_makes_a_portal_that_runs(machine):
    environment = machine.write()
    repository(machine.image)
    for name in ("systemd", "var-lib-portal"):
        Path(machine.folder, name).mkdir()

    for text in commands(plain=True):
        # who builds may keep to themselves what they make
        here = machine.translate(f"umask 077\n{text}")
        run(here, at=machine.folder, environment=environment)
        if ".env.example" in text:
            fill_in(
                Path(machine.folder, "portal.env"),
                **BY_HAND | {"BACKUP_DIR": machine.translate("/srv/backups")},
                DATABASE_URL=f"postgresql://portal:{quote(PASSWORD, safe='')}@{machine.database}/portal",
                REDIS_URL=f"redis://{machine.queue}/0",
                TRUSTED_PROXIES="1",
                VAR_DIR=machine.translate("/var/lib/portal"),
                STATIC_DIR=machine.translate("/srv/portal/static-gathered/static"),
            )

    assert_it_runs(machine)
    assert writable(machine.image) == []


def test_every_block_is_of_a_known_language():
    assert {step.language for step in steps()} == {"sh", *NO_COMMANDS}


def test_every_command_is_in_a_block_that_is_run():
    assert COMMAND.findall(README.read_text()) == []


def test_what_no_test_runs_is_still_in_the_papers():
    assert set(NOT_RUN) <= {step.text for step in steps()}
