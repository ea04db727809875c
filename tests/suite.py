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
from contextlib import contextmanager
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
NOTHING_SELECTED = pytest.ExitCode.NO_TESTS_COLLECTED  # arguments may name one file


@dataclass
class Half:
    """What a half of the suite did: its pytest's status, how long it took, [(seconds, test)]."""

    name: str
    status: int
    seconds: float
    tests: list = field(default_factory=list)
    failed: int = 0

    @property
    def line(self):
        passed = len(self.tests) - self.failed
        return f"{passed} passed, {self.failed} failed"


def run(half, arguments, **environment):
    """Run the tests of a half in their own pytest and return the Half."""
    name, chosen = half
    say(f"== {name}")
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder) / "results.xml"
        status = subprocess.call(
            [sys.executable, "-m", "pytest", "-q", "-n", WORKERS]
            + [f"--junitxml={results}", "-m", chosen, *arguments],
            env=os.environ | environment,
        )
        tests, failed = read(results) if results.exists() else ([], 0)
    seconds = time.monotonic() - begun
    status = 0 if status == NOTHING_SELECTED else status
    return Half(name, status, seconds, tests, failed)


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


def moment():
    """Return the moment at which this run's tests stand: the one asked for, else one drawn."""
    drawn = [sys.executable, "-m", "tests.moments", "draw"]
    return (
        os.environ.get("TEST_MOMENT")
        or subprocess.check_output(drawn, text=True).strip()
    )


def report(halves):
    """Say which tests were the slowest, and how long each half took."""
    say(f"== the {SLOWEST} slowest tests")
    tests = sorted((test for half in halves for test in half.tests), reverse=True)
    for seconds, name in tests[:SLOWEST]:
        say(f"{seconds:6.1f} s  {name}")
    say("== the halves")
    for half in halves:
        say(f"{half.seconds:6.0f} s  {half.name}: {half.line}")
    whole = Half(
        name="",
        status=max(half.status for half in halves),
        seconds=sum(half.seconds for half in halves),
        tests=tests,
        failed=sum(half.failed for half in halves),
    )
    say(f"{whole.line} in {whole.seconds:.0f} s")
    return whole.status


def say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main():
    """Run both halves, whatever the first one says; return the worst status."""
    now = moment()
    say(f"TEST_MOMENT={now}")
    try:
        with production() as servers:
            first = run(PRODUCTION, sys.argv[1:], TEST_MOMENT=now, **servers)
    except Missing as missing:
        sys.exit(str(missing))
    return report([first, run(HOME, sys.argv[1:])])


if __name__ == "__main__":
    sys.exit(main())
