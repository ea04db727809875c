"""`make run` as a newcomer meets it: it starts, says where it is, and leaves no process behind."""

import fcntl
import os
import pty
import select
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from tests import servers

SERVE = str(servers.ROOT / "deploy" / "serve.py")
# what `make run` ends in, once everything is prepared
PARTS = [
    "env",
    "DJANGO_SETTINGS_MODULE=cremona_safety.settings.dev",
    sys.executable,
    SERVE,
]


@pytest.fixture(scope="module")
def var_dir(demonstration):
    return demonstration()


def environment(var_dir, port):
    unwanted = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "MAKEFLAGS"}
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return kept | {"VAR_DIR": str(var_dir), "PORT": str(port)}


def processes_of(var_dir):
    """Return the ids of the living processes that were started with this VAR_DIR."""
    marker = f"VAR_DIR={var_dir}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if marker in (process / "environ").read_bytes().split(b"\0"):
                found.append(int(process.name))
    return found


def is_up(port):
    with (
        suppress(OSError),
        urllib.request.urlopen(
            f"http://127.0.0.1:{port}/healthz", timeout=servers.PATIENCE
        ) as answer,
    ):
        return answer.status == 200
    return False


@pytest.fixture
def started():
    """Return a function that starts a command on a folder and waits until the portal is up.

    ``started(command, var_dir)`` gives its process; whatever is left of it ends with the test.
    """
    folders = []

    def start(command, var_dir):
        folders.append(var_dir)
        port = servers.free_port()
        with (var_dir / "log").open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=servers.ROOT,
                env=environment(var_dir, port),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        servers.wait_until(lambda: is_up(port), what="the start")
        return process

    yield start
    for folder in folders:
        kill_what_is_left_of(folder)


def kill_what_is_left_of(var_dir):
    for process in processes_of(var_dir):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def assert_nothing_is_left_of(var_dir):
    servers.wait_until(lambda: not processes_of(var_dir), what="the end of every part")


@pytest.mark.server
def test_make_run_makes_a_portal_from_nothing_that_ends_with_its_terminal(tmp_path):
    port = servers.free_port()
    shell, terminal = pty.fork()
    if shell == 0:
        os.chdir(servers.ROOT)
        os.execvpe("make", ["make", "run"], environment(tmp_path, port))
    try:
        printed = read_until(terminal, lambda: is_up(port))
        assert f"Open http://127.0.0.1:{port}/" in printed
        assert "amministratore@demo.example" in printed

        os.close(terminal)

        assert_nothing_is_left_of(tmp_path)
    finally:
        kill_what_is_left_of(tmp_path)
        os.waitpid(shell, 0)


def read_until(terminal, true):
    """Read what the terminal shows, as somebody who watches it does, until ``true()``; return it."""
    shown = b""

    def read():
        nonlocal shown
        if select.select([terminal], [], [], 0.2)[0]:
            shown += os.read(terminal, 65536)
        return true()

    servers.wait_until(read, what="the start")
    return shown.decode()


@pytest.mark.server
def test_make_run_ends_every_part_when_it_alone_is_told_to(var_dir, started):
    run = started(["make", "run"], var_dir)

    run.send_signal(signal.SIGTERM)

    run.wait(servers.PATIENCE)
    assert_nothing_is_left_of(var_dir)


@pytest.mark.server
@pytest.mark.parametrize(
    "end", [signal.SIGINT, signal.SIGHUP], ids=["ctrl-c", "hang-up"]
)
def test_a_signal_to_every_process_at_once_leaves_no_orphan(var_dir, started, end):
    serving = started(PARTS, var_dir)

    os.killpg(serving.pid, end)

    serving.wait(servers.PATIENCE)
    assert_nothing_is_left_of(var_dir)


@pytest.mark.server
def test_the_death_of_the_beat_ends_the_portal_and_is_not_passed_over(var_dir, started):
    serving = started(PARTS, var_dir)
    servers.wait_until(lambda: beats_of(var_dir), what="the beat")

    for beat in beats_of(var_dir):
        os.kill(beat, signal.SIGKILL)

    assert serving.wait(servers.PATIENCE) != 0
    assert_nothing_is_left_of(var_dir)


def beats_of(var_dir):
    """Return the ids of the beats that were started with this VAR_DIR."""
    return [
        process
        for process in processes_of(var_dir)
        if b"\0beat\0" in Path(f"/proc/{process}/cmdline").read_bytes()
        and b"celery" in Path(f"/proc/{process}/cmdline").read_bytes()
    ]


def serve(port, *arguments, **variables):
    return subprocess.run(
        [sys.executable, SERVE, *arguments],
        env=os.environ | {"PORT": str(port)} | variables,
        capture_output=True,
        text=True,
    )


def test_a_port_that_is_taken_is_said_in_a_sentence():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        refused = serve(port)

    assert refused.returncode == 1
    assert f"Port {port} is taken" in refused.stderr
    assert f"PORT={port + 1}" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("port", ["ottomila", "0", "70000", "-1"])
def test_a_port_that_is_no_port_is_said_in_a_sentence(port):
    refused = serve(port, "--check-port")

    assert refused.returncode == 1
    assert "write a number from 1 to 65535" in refused.stderr


def test_a_free_port_is_accepted():
    assert serve(servers.free_port(), "--check-port").returncode == 0


def test_a_second_portal_on_the_same_folder_is_refused(tmp_path):
    with (tmp_path / "running").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)

        refused = serve(servers.free_port(), VAR_DIR=str(tmp_path))

    assert refused.returncode == 1
    assert "already runs" in refused.stderr


@pytest.mark.server
def test_the_demonstration_is_made_again_only_when_the_portal_is_off(tmp_path):
    command = ["make", "demo-reset"]
    settings = environment(tmp_path, 8000)
    with (tmp_path / "running").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        refused = subprocess.run(
            command, cwd=servers.ROOT, env=settings, capture_output=True, text=True
        )
    photo = tmp_path / "media" / "photo.jpg"
    photo.parent.mkdir()
    photo.write_bytes(b"old")
    made = subprocess.run(
        command, cwd=servers.ROOT, env=settings, capture_output=True, text=True
    )

    assert "end it with Ctrl-C first" in refused.stderr
    assert made.returncode == 0, made.stderr
    assert "amministratore@demo.example" in made.stdout
    assert not photo.exists()
