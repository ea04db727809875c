"""The one clock of the tests, and the moments at which every one of them must pass.

A test reads the clock as the portal does, with ``timezone.now()`` and ``timezone.localdate()``, and
stops it with ``clock_at`` or the fixture ``stop_clock``. Where the clock starts is ``TEST_MOMENT``,
for the tests that need Python alone, or now.

``python -m tests.moments`` runs those tests at each moment, with its other arguments for pytest;
``python -m tests.moments draw`` prints one moment, drawn at random.
"""

import os
import random
import sys
from contextlib import nullcontext
from datetime import datetime
from zoneinfo import ZoneInfo

import time_machine

from tests.rounds import failures, report

ROME = ZoneInfo("Europe/Rome")
TODAY = "today"
MOMENTS = {
    TODAY: "as the clock of this machine",
    "2026-12-31T23:40+01:00": "twenty minutes to a new year",
    "2027-02-01T00:10+01:00": "a Monday, and a month, just begun",
    "2027-03-28T01:30+01:00": "half an hour before an hour that does not exist",
    "2027-03-28T03:30+02:00": "half an hour after it",
    "2027-10-31T02:30+02:00": "the first of two half past two",
    "2028-02-29T12:00+01:00": "a day that most years do not have",
    "2031-08-17T18:00+02:00": "a Sunday of summer, when today is long past",
}


def moment(when):
    """Return the time of Rome that a text in ISO format or an aware datetime says.

    A text without offset is in Rome, the first time where it comes twice.
    """
    read = datetime.fromisoformat(when) if isinstance(when, str) else when
    return read.astimezone(ROME) if read.tzinfo else read.replace(tzinfo=ROME)


def clock_at(when):
    """Stop the clock at a ``moment``: a context, or the decorator of a test."""
    return time_machine.travel(moment(when), tick=False)


def clock_of(item):
    """Return the context in which a test runs: ``TEST_MOMENT``, from where its clock goes on.

    A browser, a worker and a server are processes of the machine, with its clock: so are the tests
    that talk to them.
    """
    asked = os.environ.get("TEST_MOMENT", TODAY)
    talks = item.get_closest_marker("browser") or item.get_closest_marker("server")
    if asked == TODAY or talks:
        return nullcontext()
    return time_machine.travel(moment(asked))


def draw():
    """Return a moment of the list, in ISO format."""
    drawn = random.choice(list(MOMENTS))
    return datetime.now(ROME).isoformat("T", "minutes") if drawn == TODAY else drawn


def run_at_each(arguments):
    """Run what needs Python alone at each moment; return the exit status, 0 if all passed."""
    return report(
        {
            f"TEST_MOMENT={asked}": failures(
                asked, "not browser and not server", arguments, note, TEST_MOMENT=asked
            )
            for asked, note in MOMENTS.items()
        }
    )


if __name__ == "__main__":
    if sys.argv[1:] == ["draw"]:
        print(draw())
    else:
        sys.exit(run_at_each(sys.argv[1:]))
