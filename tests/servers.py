"""Private PostgreSQL, Redis and SMTP servers, and the portal's own processes, for the tests.

``python -m tests.servers -- command`` runs a command with ``DATABASE_URL`` and ``REDIS_URL`` of
fresh servers, and ends them.
"""

import asyncio
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from email import message_from_bytes
from pathlib import Path
from urllib.parse import quote

import psutil
from aiosmtpd.controller import Controller

ROOT = Path(__file__).resolve().parents[1]
# how long a test waits, in seconds, for a process and for a page: only a dead machine takes longer
PATIENCE = 180
PAGE_PATIENCE = 60
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser")


class Missing(Exception):
    """A program the tests need is not on this machine; the message names its package."""


def program(name, package):
    """Return the path of a program: from PATH, else the newest of Debian's PostgreSQL."""
    found = shutil.which(name)
    if found:
        return found
    versions = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = sorted(versions, key=lambda path: int(path.parts[4]))
    if not newest:
        raise Missing(f"{name} is not in PATH: install the package {package}.")
    return str(newest[-1])


def chromium():
    """Return the path of the machine's Chromium, without its windows where it can be had."""
    found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if found is None:
        raise Missing(f"Chromium is not in PATH: install the package {CHROMIUMS[0]}.")
    return found


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(true, *, what="it"):
    """Wait for ``true()``; raise ``TimeoutError`` saying ``what`` did not happen."""
    end = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not happen in {PATIENCE} s")
        time.sleep(0.05)


@contextmanager
def locked(path):
    """Hold what is made once for all the workers of a run, as long as the context lasts."""
    with open(f"{path}.lock", "w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


class PostgreSQL:
    """A cluster in its own folder, on a Unix socket only, that a test may stop and start."""

    port = 5432  # of the socket
    listens = "''"

    def __init__(self, folder):
        self.folder = folder
        self.as_owner = []
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            self.as_owner = ["runuser", "-u", "postgres", "--"]
        self._run(
            "initdb", "-U", "portal", "-A", "trust", "-E", "UTF8",
            "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip

    @property
    def url(self):
        return f"postgresql://portal@{quote(str(self.folder), safe='')}/portal"

    def start(self):
        options = f"-k {self.folder} -p {self.port} -c listen_addresses={self.listens}"
        options += " -c fsync=off"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-w", "-l", log, "-o", options, "start")

    def stop(self, mode="fast"):
        self._run("pg_ctl", "-w", "-m", mode, "stop")

    @contextmanager
    def frozen(self):
        """Let it hold every connection and answer none, as a disk that hangs does."""
        pid = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        processes = [psutil.Process(pid), *psutil.Process(pid).children()]
        for process in processes:
            process.suspend()
        try:
            yield
        finally:
            for process in processes:
                process.resume()

    def _run(self, name, *arguments):
        command = [program(name, "postgresql"), "-D", str(self.folder / "data")]
        subprocess.run(
            [*self.as_owner, *command, *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd="/",
        )


class GuardedPostgreSQL(PostgreSQL):
    """A cluster as of a container: trusted on its socket, on the network asks for the password."""

    listens = "127.0.0.1"

    def __init__(self, folder):
        super().__init__(folder)
        self.port = free_port()
        rules = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
        (folder / "data" / "pg_hba.conf").write_text(rules)

    @property
    def address(self):
        return f"127.0.0.1:{self.port}"

    def give_password(self, password):
        psql = [program("psql", "postgresql-client"), "-h", str(self.folder)]
        words = f"ALTER ROLE portal PASSWORD '{password}'"
        subprocess.run(
            [*psql, "-p", str(self.port), "-U", "portal", "-qc", words, "portal"],
            check=True,
        )


@contextmanager
def folder_of_postgresql():
    """Make a folder that the user of the servers owns; yield it."""
    folder = Path(tempfile.mkdtemp(prefix="pg_"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgresql(kind=PostgreSQL):
    """Start a private cluster with an empty database ``portal``; yield it."""
    program("initdb", "postgresql")
    with folder_of_postgresql() as folder:
        server = kind(folder)
        try:
            server.start()
            subprocess.run(
                [program("createdb", "postgresql-client"), "-h", str(folder)]
                + ["-p", str(server.port), "-U", "portal", "portal"],
                check=True,
            )
            yield server
        finally:
            with suppress(subprocess.CalledProcessError):
                server.stop("immediate")


class Redis:
    """A server on a free port, with its log on disk, that a test may stop and start."""

    def __init__(self, folder):
        self.folder = folder
        self.port = free_port()
        self.process = None

    @property
    def url(self):
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self):
        command = [program("redis-server", "redis-server"), "--bind", "127.0.0.1"]
        command += ["--port", str(self.port), "--dir", str(self.folder)]
        command += ["--save", "", "--appendonly", "yes", "--appendfsync", "always"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        wait_until(lambda: answers(self.port), what="Redis")

    def stop(self):
        self.process.kill()
        self.process.wait()

    def forget(self):
        """Throw away what a stopped server left on disk."""
        for path in Path(self.folder).iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()


@contextmanager
def redis():
    """Start a private Redis; yield it."""
    program("redis-server", "redis-server")
    with tempfile.TemporaryDirectory(prefix="redis_") as folder:
        server = Redis(folder)
        try:
            server.start()
            yield server
        finally:
            if server.process:
                server.stop()


class Mailbox:
    """What an SMTP server received; it may be told to refuse, and to be slow."""

    def __init__(self):
        self.messages = []
        self.refusal = None
        self.seconds = 0

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(self.seconds)
        if self.refusal:
            return self.refusal
        self.messages.append(message_from_bytes(envelope.content))
        return "250 OK"


@contextmanager
def smtp():
    """Start an SMTP server; yield its mailbox, with ``port``."""
    mailbox = Mailbox()
    mailbox.port = free_port()
    controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()


def answers(port):
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
        return True
    return False


class Part:
    """One process of the portal, with its children, started as the Procfile does."""

    def __init__(self, name, environment, log):
        with open(log, "ab") as output:
            self.process = subprocess.Popen(
                [str(ROOT / "deploy" / "start.sh"), name],
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self):
        """End it with its children at once, as a power cut does."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        finally:
            self.kill()


def prepare(var_dir):
    """Make a house with its demonstration on the databases of this run, and return it."""
    own = {
        "VAR_DIR": str(var_dir),
        "DJANGO_SETTINGS_MODULE": "cremona_safety.settings.dev",
    }
    command = [sys.executable, "manage.py", "prepare"]
    subprocess.run(
        command, cwd=ROOT, env=os.environ | own, check=True, capture_output=True
    )
    return var_dir


def main():
    """Run the command after ``--`` with the addresses of fresh servers; return its status."""
    command = sys.argv[sys.argv.index("--") + 1 :]
    try:
        with postgresql() as database, redis() as queue:
            environment = {"DATABASE_URL": database.url, "REDIS_URL": queue.url}
            return subprocess.call(command, env=os.environ | environment)
    except Missing as missing:
        print(missing, file=sys.stderr)  # noqa: T201
        return 1


if __name__ == "__main__":
    sys.exit(main())
