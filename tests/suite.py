"""The whole suite in its two halves, which both run: ``python -m tests.suite [arguments of pytest]``.

On PostgreSQL with Redis, which is production, runs everything that needs no browser. On SQLite run
the browser, what starts databases of its own, and what another database may do in another way.
Each test of the first half stands at a moment drawn for the run: ``TEST_MOMENT`` repeats one.
"""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.servers import Missing, postgresql, redis

PRODUCTION = ("on PostgreSQL, with Redis", "not browser and not alone")
HOME = ("on SQLite, and in a browser", "browser or alone or engine")
# on two cores: browsers, servers and databases wait half of their time
WORKERS = "3"
SLOWEST = 10
# arguments may name one file, of which a half has nothing
FINE = {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}


@dataclass
class Half:
    """What a half of the suite did: its status, its seconds, and [(seconds, test)]."""

    name: str
    status: int = 1
    seconds: float = 0
    tests: list = field(default_factory=list)
    failed: int = 0

    @property
    def line(self):
        broken = "" if self.status in {0, 1} else f", pytest ended with {self.status}"
        return f"{counted(self.tests, self.failed)}{broken}"


def counted(tests, failed):
    return f"{len(tests) - failed} passed, {failed} failed"


def run(half, arguments, servers, **environment):
    """Run a half in its own pytest, beside the servers of a context, and return the Half.

    Servers that do not start are a half that fails: the other one runs all the same.
    """
    name, chosen = half
    say(f"== {name}")
    begun = time.monotonic()
    try:
        with servers as addresses, tempfile.TemporaryDirectory() as folder:
            results = Path(folder) / "results.xml"
            status = subprocess.call(
                [sys.executable, "-m", "pytest", "-q", "-n", WORKERS]
                + [f"--junitxml={results}", "-m", chosen, *arguments],
                env=os.environ | environment | (addresses or {}),
            )
            tests, failed = read(results) if results.exists() else ([], 0)
    except (Missing, OSError, subprocess.CalledProcessError) as error:
        say(str(error))
        return Half(name)
    status = 0 if status in FINE else status
    return Half(name, status, time.monotonic() - begun, tests, failed)


def read(results):
    """Return [(seconds, test)] and how many failed of a JUnit file that pytest wrote."""
    cases = list(ElementTree.parse(results).iter("testcase"))
    tests = [
        (float(case.get("time")), f"{case.get('classname')}::{case.get('name')}")
        for case in cases
    ]
    broken = [
        case for case in cases if {part.tag for part in case} & {"failure", "error"}
    ]
    return tests, len(broken)


@contextmanager
def production():
    """Start PostgreSQL and Redis; yield the environment that leads to them."""
    with postgresql() as database, redis() as queue:
        yield {"DATABASE_URL": database.url, "REDIS_URL": queue.url}


def drawn_moment():
    """Return the moment at which this run's tests stand: the one asked for, else one drawn."""
    draw = [sys.executable, "-m", "tests.moments", "draw"]
    asked = os.environ.get("TEST_MOMENT")
    return asked or subprocess.check_output(draw, text=True).strip()


def report(halves):
    """Say which tests were the slowest and how long each half took; return the worst status."""
    tests = sorted((test for half in halves for test in half.tests), reverse=True)
    say(f"== the {SLOWEST} slowest tests")
    for seconds, name in tests[:SLOWEST]:
        say(f"{seconds:6.1f} s  {name}")
    say("== the halves")
    for half in halves:
        say(f"{half.seconds:6.0f} s  {half.name}: {half.line}")
    seconds = sum(half.seconds for half in halves)
    say(f"{counted(tests, sum(half.failed for half in halves))} in {seconds:.0f} s")
    return max(half.status for half in halves)


def say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(arguments):
    """Run both halves, whatever the first one says; return the worst status."""
    moment = drawn_moment()
    say(f"TEST_MOMENT={moment}")
    halves = [
        run(PRODUCTION, arguments, production(), TEST_MOMENT=moment),
        run(HOME, arguments, nullcontext()),
    ]
    return report(halves)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
