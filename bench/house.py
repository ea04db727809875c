"""A private PostgreSQL and Redis, with one portal for each size of the archive."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from urllib.parse import quote

import psutil

from bench.load import Browser, answers, fire
from tests.servers import Part, PostgreSQL, free_port, program, redis, wait_until

ROOT = Path(__file__).resolve().parents[1]
REST_SECONDS = 15


class DurablePostgreSQL(PostgreSQL):
    """As in production: what is committed is on the disk, unlike in the tests."""

    def start(self):
        options = (
            f"-k {self.folder} -c listen_addresses='' -c shared_buffers=256MB"
            " -c max_wal_size=4GB -c work_mem=16MB -c random_page_cost=1.1"
        )
        log = str(self.folder / "log")
        self._run("pg_ctl", "-w", "-l", log, "-o", options, "start")

    def make_database(self, name):
        command = [program("createdb", "postgresql-client"), "-h", str(self.folder)]
        subprocess.run([*command, "-U", "portal", name], check=True)
        return f"postgresql://portal@{quote(str(self.folder), safe='')}/{name}"


@contextmanager
def postgresql():
    folder = Path(tempfile.mkdtemp(prefix="bench_pg_"))
    server = DurablePostgreSQL(folder)
    try:
        server.start()
        yield server
    finally:
        with suppress(subprocess.CalledProcessError):
            server.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)


class Portal:
    """The portal on one database: its web server, and a process inside it that answers orders."""

    def __init__(self, name, database_url, redis_url, folder):
        self.port = free_port()
        self.log = folder / f"{name}.log"
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "VAR_DIR": str(folder / "var"),
            "SECRET_KEY": "bench-only-" + "x" * 50,
            "CONFIDENTIAL_KEYS": "YmVuY2gtb25seS1iZW5jaC1vbmx5LWJlbmNoLW9ubHk=",
            "ALLOWED_HOSTS": "127.0.0.1",
            "EMAIL_HOST": "127.0.0.1",  # nobody listens: no worker runs
            "DEFAULT_FROM_EMAIL": "bench@example.org",
            "PROGRAMME_FILE": "programmes/cremona.toml",
            "BACKUP_DIR": str(folder / "backups"),
            "PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "SECURE_SSL_REDIRECT": "false",
            "TRUSTED_PROXIES": "1",
            "PORT": str(self.port),
            "VENV": sys.prefix,
        }
        self.web = self.inside = None

    def prepare(self):
        manage(self.environment, "prepare")

    def start(self):
        self.inside = subprocess.Popen(
            [sys.executable, "-m", "bench.inside"],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.web = Part("web", self.environment, self.log)
        end = time.monotonic() + 120
        while not answers(self.port):
            if time.monotonic() > end:
                raise TimeoutError(
                    f"The portal does not answer: {self.log.read_text()}"
                )
            time.sleep(0.1)

    def stop(self):
        if self.inside:
            self.inside.kill()
            self.inside.communicate()
        if self.web:
            self.web.stop()

    def web_processes(self):
        """Return the processes that draw pages: the children of the one that was started."""
        return psutil.Process(self.web.process.pid).children()

    def order(self, name, *arguments):
        """Have the process inside run a function of ``bench.inside``; return its answer."""
        print(name, *arguments, file=self.inside.stdin, flush=True)
        answer = self.inside.stdout.readline()
        if not answer:
            raise RuntimeError(f"bench.inside ended while doing {name}")
        return json.loads(answer)


def manage(environment, *arguments):
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


@contextmanager
def portals(sizes):
    """Start a portal for each {name: reports}; yield {name: Portal}, filled and ready."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench_")))
        database = stack.enter_context(postgresql())
        queue = stack.enter_context(redis())
        started = {}
        for number, (name, reports) in enumerate(sizes.items()):
            url = queue.url.replace("/0", f"/{number}")
            portal = Portal(name, database.make_database(name), url, folder)
            portal.prepare()
            stack.callback(portal.stop)
            portal.start()
            seconds = portal.order("fill", reports)
            print(f"  {reports:>9,} reports in {seconds:.0f} s", flush=True)
            started[name] = portal
        yield started


@contextmanager
def embedded():
    """Start the portal as ``make run`` does; yield all its processes, at rest."""
    with tempfile.TemporaryDirectory(prefix="bench_run_") as folder:
        port = free_port()
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "cremona_safety.settings.dev",
            "DATABASE_URL": "",
            "REDIS_URL": "",
            "VAR_DIR": folder,
            "PORT": str(port),
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
            "VENV": sys.prefix,
        }
        manage(environment, "prepare")
        portal = psutil.Popen(
            [sys.executable, "deploy/serve.py"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
        )
        try:
            _wait_for_rest(port)
            yield [portal, *portal.children(recursive=True)]
        finally:
            portal.terminate()
            portal.wait()


def _wait_for_rest(port):
    """Wait until every part works and has drawn or done something, and then nothing more."""
    ready = partial(answers, port, "/readyz")
    wait_until(ready, what="the portal's start")
    fire([Browser(port) for _ in range(50)])
    time.sleep(REST_SECONDS)
