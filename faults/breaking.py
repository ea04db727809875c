"""What is broken, one thing at a time, and put right. Each fault is a context: broken while it lasts."""

import os
import signal
import subprocess
import time
from contextlib import contextmanager, suppress

import psutil
import psycopg

DAY = 24 * 3600
FAULTS = {}  # name: context of a House
SECONDS = 3  # that something stays broken
HANGS = 8  # more than EMAIL_TIMEOUT of the settings of the faults


def fault(name, *, needs_mount=False):
    def keep(break_it):
        FAULTS[name] = contextmanager(break_it)
        FAULTS[name].needs_mount = needs_mount
        return break_it

    return keep


def last(seconds=SECONDS):
    time.sleep(seconds)


@fault("worker killed")
def worker_killed(house):
    yield from _killed(house, "worker")


@fault("web killed")
def web_killed(house):
    yield from _killed(house, "web")


@fault("beat killed")
def beat_killed(house):
    yield from _killed(house, "beat")


@fault("everything killed at once")
def all_killed(house):
    yield from _killed(house, "web", "worker", "beat")


@fault("one process of the worker killed")
def worker_child_killed(house):
    yield from _child_killed(house, "worker")


@fault("one process of the web killed")
def web_child_killed(house):
    yield from _child_killed(house, "web")


@fault("worker asked to end and started again")
def worker_ended(house):
    yield from _ended(house, "worker")


@fault("web asked to end and started again")
def web_ended(house):
    yield from _ended(house, "web")


@fault("three beats at once")
def three_beats(house):
    others = [house.another("beat") for _ in range(2)]
    yield last(2 * SECONDS)
    for beat in others:
        beat.kill()


@fault("PostgreSQL stopped at once")
def database_stopped(house):
    house.database.stop("immediate")
    yield last()
    house.database.start()


@fault("PostgreSQL restarted")
def database_restarted(house):
    house.database.stop()
    yield
    house.database.start()


@fault("PostgreSQL frozen")
def database_frozen(house):
    postmaster = int(
        (house.database.folder / "data" / "postmaster.pid").open().readline()
    )
    yield from _frozen(postmaster)


@fault("slow database: tables locked")
def tables_locked(house):
    with psycopg.connect(house.database.url) as held:
        held.execute("SET lock_timeout = '20s'")
        held.execute("LOCK TABLE reports_report, jobs_outbox IN ACCESS EXCLUSIVE MODE")
        yield last()


@fault("every connection of the database cut")
def connections_cut(house):
    with psycopg.connect(house.database.url) as other:
        _cut(other)
    yield


@fault("no connection left in the database")
def no_connection_left(house):
    held = []
    try:
        with suppress(psycopg.OperationalError):
            while True:
                held.append(psycopg.connect(house.database.url))
        _cut(held[0], but=held)
        with suppress(psycopg.OperationalError):
            while True:
                held.append(psycopg.connect(house.database.url))
        yield last(2 * SECONDS)
    finally:
        for one in held:
            one.close()


@fault("Redis stopped")
def queue_stopped(house):
    house.queue.stop()
    yield last()
    house.queue.start()


@fault("Redis wiped")
def queue_wiped(house):
    house.queue.stop()
    house.queue.forget()
    yield
    house.queue.start()


@fault("slow Redis: frozen")
def queue_frozen(house):
    yield from _frozen(house.queue.process.pid)


@fault("disk of the photos full", needs_mount=True)
def disk_full(house):
    filler = house.media / "filler"
    with suppress(OSError), filler.open("wb") as filling:
        while True:
            filling.write(b"x" * 65536)
            filling.flush()
    yield last()
    filler.unlink()


@fault("photos read-only", needs_mount=True)
def read_only(house):
    _remount(house, "ro")
    yield last()
    _remount(house, "rw")


@fault("mail server refuses")
def mail_refused(house):
    house.mailbox.refusal = "451 4.7.1 try later"
    yield last()
    house.mailbox.refusal = None


@fault("mail server hangs")
def mail_hangs(house):
    house.mailbox.seconds = HANGS
    yield last(2 * SECONDS)
    house.mailbox.seconds = 0


@fault("clock a day ahead, then back")
def clock_ahead(house):
    yield from _clock_moved(house, DAY)


@fault("clock a day behind, then right")
def clock_behind(house):
    yield from _clock_moved(house, -DAY)


def _killed(house, *names):
    for name in names:
        house.parts[name].kill()
    yield
    for name in names:
        house.start(name)


def _child_killed(house, name):
    for child in house.children(name)[:1]:
        with suppress(psutil.NoSuchProcess):
            child.kill()
    yield


def _ended(house, name):
    house.parts[name].stop()
    yield
    house.start(name)


def _frozen(pid):
    every = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    for process in every:
        with suppress(psutil.NoSuchProcess):
            os.kill(process.pid, signal.SIGSTOP)
    yield last()
    for process in reversed(every):
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGCONT)


def _cut(connection, but=()):
    ours = [one.info.backend_pid for one in but] or [connection.info.backend_pid]
    connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE backend_type = 'client backend' AND NOT pid = ANY(%s)",
        [ours],
    )


def _remount(house, how):
    subprocess.run(["mount", "-o", f"remount,{how}", str(house.media)], check=True)


def _clock_moved(house, seconds):
    house.clock.write_text(str(seconds))
    yield last(2 * SECONDS)
    house.clock.write_text("0")
