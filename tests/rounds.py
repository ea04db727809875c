"""The same tests in several rounds, a line for each: on other days, or on a busy machine."""

import os
import subprocess
import sys
import time


def failures(name, chosen, arguments, note="", **environment):
    """Run the tests of the markers ``chosen``, print a line, return a line for each failure.

    ``arguments`` go to pytest, ``environment`` is added to this one.
    """
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "-m", chosen]
    start = time.monotonic()
    run = subprocess.run(
        [*command, *arguments],
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    seconds = time.monotonic() - start
    said = "FAILED" if run.returncode else "passed"
    print(f"{name:<24}{said}{seconds:>6.0f} s  {note}", flush=True)
    if run.returncode == 0:
        return []
    lines = run.stdout.splitlines()
    failed = [line for line in lines if line.startswith(("FAILED ", "ERROR "))]
    return failed or lines[-20:]  # it did not come as far as its tests


def report(rounds):
    """Print the failures of ``{name of the round: [line]}``; return the exit status, 0 for none."""
    for name, lines in rounds.items():
        if lines:
            print(f"\n{name}", *lines, sep="\n  ")
    return int(any(rounds.values()))
