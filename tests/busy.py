"""A busy machine, on which no test may fail: ``python -m tests.busy [arguments of pytest]``.

What talks to a browser or a server runs five times beside one endless loop for each core, every
answer of the tests' portal late and every page on a slow processor: a test that does not wait for
what it reads fails here at once, and not one day in ten on a machine that others use.
"""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from wsgiref.handlers import BaseHandler

from tests.rounds import failures, report

ROUNDS = 5
LATE = 0.25  # seconds before an answer
SLOWER = 3  # times a page takes of its processor
BUSY = "TEST_BUSY" in os.environ
LOOP = [sys.executable, "-c", "while True: pass"]


def answer_late():
    """Let every answer of the tests' own server come late, those of its static files too."""
    run = BaseHandler.run

    def late(self, application):
        time.sleep(LATE)
        return run(self, application)

    BaseHandler.run = late


def slow_page(context):
    """Return a new page of a browser's context, whose scripts run slowly."""
    page = type(context).new_page(context)
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return page


@contextmanager
def loops():
    """Keep every core busy as long as the context lasts."""
    running = [subprocess.Popen(LOOP) for _ in range(os.cpu_count())]
    yield
    for loop in running:
        loop.kill()
        loop.wait()


def main(arguments):
    """Run the rounds, whatever each says; return the exit status, 0 if nothing failed."""
    with loops():
        return report(
            {
                f"round {number}": failures(
                    f"round {number}", "browser or server", arguments, TEST_BUSY="1"
                )
                for number in range(1, ROUNDS + 1)
            }
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
