"""The portal as in production, with every part a fault may break: all on loopback, all thrown away."""

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psutil
import pycurl

from bench.load import Browser
from tests import servers

PARTS = ("web", "worker", "beat")
MEDIA_MB = 24


class House:
    """The servers, the parts that run on them, and the folder of the photos."""

    def __init__(self, folder, database, queue, mailbox):
        self.folder, self.database, self.queue = folder, database, queue
        self.mailbox = mailbox
        self.clock = folder / "clock"
        self.media = folder / "var" / "media"
        self.port = servers.free_port()
        self.environment = os.environ | _environment(self)
        self.parts = {}
        self.is_mounted = False

    @property
    def origin(self):
        return f"http://127.0.0.1:{self.port}"

    def prepare(self):
        self.clock.write_text("0")
        self.media.mkdir(parents=True)
        self.is_mounted = _mount(self.media)
        subprocess.run(
            [sys.executable, "manage.py", "prepare"],
            cwd=servers.ROOT,
            env=self.environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def start(self, name):
        self.parts[name] = self.another(name)

    def another(self, name):
        """Start one more process of a part; it is the caller's to end."""
        return servers.Part(name, self.environment, self.folder / f"{name}.log")

    def children(self, name):
        """Return the processes that do the work of a part, its first one left out."""
        with suppress(psutil.NoSuchProcess):
            return psutil.Process(self.parts[name].process.pid).children()
        return []

    def start_what_ended(self):
        """Start again, as a service manager does, the parts that ended by themselves; name them."""
        ended = [
            name for name, part in self.parts.items() if part.process.poll() is not None
        ]
        for name in ended:
            self.start(name)
        return ended

    def answers(self):
        with suppress(pycurl.error):
            return Browser(self.port, "/segnala/").send() == "200"
        return False

    def keep_logs(self):
        """Copy what the parts wrote to the folder of this machine's own files; return where."""
        kept = servers.ROOT / "var" / "faults"
        kept.mkdir(parents=True, exist_ok=True)
        for log in self.folder.glob("*.log"):
            shutil.copy(log, kept)
        return kept

    def end(self):
        for part in self.parts.values():
            part.kill()
        if self.is_mounted:
            subprocess.run(["umount", "-l", str(self.media)], check=False)


def _environment(house):
    return {
        "DJANGO_SETTINGS_MODULE": "faults.settings",
        "DATABASE_URL": house.database.url,
        "REDIS_URL": house.queue.url,
        "VAR_DIR": str(house.folder / "var"),
        "FAULTS_CLOCK": str(house.clock),
        "SECRET_KEY": "faults-only-" + "x" * 50,
        "CONFIDENTIAL_KEYS": "ZmF1bHRzLW9ubHktZmF1bHRzLW9ubHktZmF1bHRzLW8=",
        "ALLOWED_HOSTS": "127.0.0.1",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(house.mailbox.port),
        "DEFAULT_FROM_EMAIL": "portale@example.org",
        "PROGRAMME_FILE": "programmes/cremona.toml",
        "BACKUP_DIR": str(house.folder / "backups"),
        "PUBLIC_URL": house.origin,
        "TRUSTED_PROXIES": "1",
        "SWEEP_SECONDS": "3",
        "REFRESH_SECONDS": "10",
        # a night's reports come in some minutes here, and the disk of the photos is small
        "REPORTS_PER_TOWN_TEN_MINUTES": "1000000",
        "DISK_FREE_MB": "0",
        "OUTBOX_LEASE_SECONDS": "20",
        "PORT": str(house.port),
        "VENV": sys.prefix,
    }


def _mount(folder):
    """Give the photos a small disk of their own, that can be full; tell whether it was possible."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={MEDIA_MB}m,mode=700", "tmpfs"]
    try:
        return not subprocess.run(
            [*command, str(folder)], check=False, capture_output=True
        ).returncode
    except OSError:
        return False


@contextmanager
def portal():
    """Start the servers and the whole portal on them; yield the House, answering."""
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="faults_"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        database = stack.enter_context(servers.postgresql())
        queue = stack.enter_context(servers.redis())
        mailbox = stack.enter_context(servers.smtp())
        house = House(folder, database, queue, mailbox)
        stack.callback(house.end)
        house.prepare()
        for name in PARTS:
            house.start(name)
        servers.wait_until(house.answers, what="the start")
        yield house
