"""A file from outside ends its own process, and nothing else."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from threading import Thread

import psutil
import pytest

from sandbox.places import Busy
from sandbox.running import Limits, NotOpened, TooMuch, run_apart
from tests.servers import ROOT, wait_until
from texts.refusals import Refused

MEGABYTE = 1024 * 1024
LIMITS = Limits(cpu_seconds=1, seconds=120, memory=256 * MEGABYTE, answer=MEGABYTE)


def apart(name, data=b"abc", limits=LIMITS, **more):
    return run_apart(f"tests.sandbox.hostile:{name}", data, limits, **more)


def children():
    return psutil.Process().children(recursive=True)


def test_bytes_go_in_and_bytes_come_out():
    assert apart("give_back", size=3) == b'cba{"size": 3}'


def test_what_the_function_refuses_is_said_in_the_same_words():
    with pytest.raises(Refused, match="è “così”"):
        apart("refuse")


def test_of_an_error_only_its_kind_comes_out():
    with pytest.raises(NotOpened, match=r"^LookupError$"):
        apart("fail")


@pytest.mark.parametrize(
    "name",
    [
        "crash",
        "answer_too_long",
        "write_without_end",
        "print_garbage",
        "end_well_without_a_word",
    ],
)
def test_a_process_that_breaks_gives_nothing(name):
    with pytest.raises(NotOpened):
        apart(name)


def test_a_sandbox_that_does_not_begin_is_an_error_of_the_portal(caplog):
    with pytest.raises(NotOpened):
        apart("no_such_function")

    assert "the sandbox did not begin" in caplog.text


@pytest.mark.parametrize(
    "name",
    ["loop_for_ever", "ignore_every_signal_and_loop", "allocate_without_end"],
)
def test_who_takes_too_much_is_ended_and_told_so(name):
    with pytest.raises(TooMuch):
        apart(name)


def test_who_only_waits_is_ended_by_the_clock():
    with pytest.raises(Busy):
        apart("sleep_for_ever", limits=Limits(1, 1, 256 * MEGABYTE, MEGABYTE))


def test_the_answer_may_be_as_long_as_its_limit_and_no_longer():
    limits = Limits(1, 120, 256 * MEGABYTE, answer=2 * MEGABYTE)

    assert len(apart("answer_too_long", b"x", limits)) == MEGABYTE
    with pytest.raises(NotOpened):
        apart("answer_too_long", b"xx", limits)  # the first byte says what it is


@pytest.mark.parametrize("name", ["crash", "loop_for_ever", "print_garbage", "fail"])
def test_nothing_is_left_behind(name, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = children()

    with pytest.raises(NotOpened):
        apart(name)

    assert children() == before  # nor a zombie
    assert list(tmp_path.iterdir()) == []


def test_nothing_of_the_portal_is_there(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "a secret")
    with open(__file__) as ours:
        os.set_inheritable(ours.fileno(), True)
        there = json.loads(apart("what_is_there"))

    assert there["environment"] in ([], ["LC_CTYPE"])  # Python's own
    assert there["files"] == []
    assert {"django", "psycopg", "numpy"} & {*there["modules"]} == {"numpy"}  # a blank
    assert there["done"] == []


PARENT = """
import django
django.setup()
from tests.sandbox.test_running import Limits, apart
print("started", flush=True)
apart("sleep_for_ever", limits=Limits(60, 600, 2**28, 2**20))
"""


@pytest.mark.skipif(
    sys.platform != "linux", reason="of Linux: elsewhere it ends by its clock"
)
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_it_ends_with_the_process_that_waits_for_it(end):
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "cremona_safety.settings.test"},
        start_new_session=True,
    )
    ours = psutil.Process(parent.pid)
    wait_until(lambda: any(map(is_asleep, ours.children())), what="a file being opened")
    (child,) = ours.children()

    parent.send_signal(end)
    parent.wait()

    wait_until(lambda: not child.is_running(), what="the end of the orphan")


def is_asleep(process):
    """Tell whether the child has imported all, confined itself, and opens its file."""
    with open(f"/proc/{process.pid}/limits") as limits:
        (files,) = [line for line in limits if line.startswith("Max open files")]
    return files.split()[3] == "0"


def test_others_are_served_while_one_file_never_ends():
    limits = Limits(60, 600, 256 * MEGABYTE, MEGABYTE)
    before = children()
    endless = Thread(target=_until_killed, args=("loop_for_ever", limits))
    endless.start()
    wait_until(lambda: len(children()) > len(before), what="the endless one")

    assert apart("give_back", b"ab", whose="another") == b"ba{}"

    assert endless.is_alive()
    for one in set(children()) - set(before):
        one.kill()
    endless.join()


def _until_killed(name, limits):
    with pytest.raises(TooMuch):
        apart(name, limits=limits, whose="one")
