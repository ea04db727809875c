"""Break one part of the portal after another while people use it: ``make fault-test``.

``MINUTES`` (4) is how long at least, ``FAULTS`` (50) how many at least, ``SEED`` their order,
``ONLY`` some words of those wanted. The portal runs as in production (gunicorn, worker, beat,
PostgreSQL, Redis, a mail server), on loopback alone, and is thrown away at the end. A line for each
fault says after how many seconds each kind of record is accepted again and a mail leaves. At the end
every record that was accepted is stored once, every mail was written once, no file is without a row,
figures are those of a recount, and every error was the 503 page. Exit status 1 if not.
"""

import logging
import os
import random
import signal
import sys
import time
from itertools import islice

import django

from faults.breaking import FAULTS
from faults.house import portal
from faults.ledger import Ledger
from tests.servers import Missing

MOST_RECOVERY = 120  # seconds
KILLS = ("killed", "stopped", "restarted", "cut", "ended", "frozen", "no connection")


def main():
    at_least = int(os.environ.get("FAULTS") or 50)
    minutes = float(os.environ.get("MINUTES") or (4 if at_least >= 50 else 0))
    # so that all that was started ends with it
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        with portal() as house:
            os.environ |= house.environment | {"FAULTS_CLOCK": "-"}
            django.setup()
            logging.disable(logging.WARNING)  # the parts have logs of their own
            return _run(house, at_least, minutes)
    except Missing as missing:
        sys.exit(str(missing))


def _run(house, at_least, minutes):
    from faults.crowd import Crowd
    from faults.ending import wrongs

    ledger, start = Ledger(), time.monotonic()
    crowd = Crowd(house, ledger)
    crowd.begin()
    wrong, seconds, kills = [], [], 0
    for number, name in enumerate(_plan(house), start=1):
        if number > at_least and time.monotonic() - start > minutes * 60:
            break
        recovery = _break(house, ledger, name)
        seconds.append(recovery or MOST_RECOVERY)
        kills += any(word in name for word in KILLS)
        if recovery is None:
            wrong.append(f"after “{name}” something does not work again")
        print(f"{number:>3}  {name:<42} {_said(recovery)}", flush=True)
    crowd.end()
    wrong += wrongs(ledger, house.mailbox, kills=kills)
    _sum_up(ledger, house, seconds, time.monotonic() - start)
    for sentence in wrong:
        print(f"LOST  {sentence}")
    if wrong:
        print(f"Something was lost: the logs are in {house.keep_logs()}.")
        return 1
    print("Nothing was lost.")
    return 0


def _plan(house):
    """Return the names of the faults without end, each round in another order."""
    order = random.Random(os.environ.get("SEED") or 1)
    only = os.environ.get("ONLY", "")
    names = [n for n, one in FAULTS.items() if house.is_mounted or not one.needs_mount]
    names = [name for name in names if only in name]
    if not house.is_mounted:
        print("The disk of the photos is not broken: mounting one needs root.")
    while True:
        yield from order.sample(names, len(names))


def _break(house, ledger, name):
    """Break one thing and put it right; return the seconds until all works again, None if never."""
    with FAULTS[name](house):
        pass
    mended = time.monotonic()
    before, mails = dict(ledger.accepted), len(house.mailbox.messages)
    while time.monotonic() - mended < MOST_RECOVERY:
        if ended := house.start_what_ended():
            print(f"     {', '.join(ended)} ended by itself and was started again")
        again = all(ledger.accepted[kind] > number for kind, number in before.items())
        if again and len(house.mailbox.messages) > mails:
            return time.monotonic() - mended
        time.sleep(0.1)
    return None


def _said(recovery):
    return "does not work again" if recovery is None else f"{recovery:6.1f} s"


def _sum_up(ledger, house, seconds, lasted):
    accepted = ", ".join(f"{kind} {n}" for kind, n in sorted(ledger.accepted.items()))
    answers = ", ".join(f"{s}: {n}" for s, n in ledger.answers.most_common())
    print(f"\n{len(seconds)} faults in {lasted / 60:.1f} minutes", end="; ")
    print(f"recovery median {sorted(seconds)[len(seconds) // 2]:.1f} s,", end=" ")
    print(f"longest {max(seconds):.1f} s.")
    print(f"Accepted: {accepted}; mails {len(house.mailbox.messages)}.")
    print(f"Answers: {answers}.")
    for words, times in islice(ledger.surprises.most_common(), 10):
        print(f"Surprise: {words} ({times} times)")


if __name__ == "__main__":
    sys.exit(main())
