"""Citizens who fill in the real form: every walk is prepared up to the last button."""

import random
import re
import time
from datetime import date

from bench.load import Browser

CONSENT, CONTACT = {"accepted": "on"}, {"action": "next", "email": ""}
CHANCE = random.Random(1924)
SEEN = re.compile(r'name="seen" value="(\w+)"')  # what the summary showed
TEXT = (
    "Da giorni vicino alla fontana ci sono vetri rotti, i bambini giocano lì accanto. "
    * 3
)


def prepare_walk(port, number):
    """Fill in every step; return the browser ready for the last POST, the one that sends."""
    # of neighbours in another /24: that has a limit too
    address = f"10.{number & 255}.{number >> 8 & 255}.{number >> 16 & 255}"
    browser = Browser(port, address=address)
    _get(browser, "/segnala/")
    path = _post(browser, "/segnala/", {"danger": "no", "bozza": ""})
    for form in (CONSENT, _where(), _what(), CONTACT):
        path = _post(browser, path, form)
    _get(browser, path)
    seen = SEEN.search(browser.page).group(1)
    browser.turn_to(path, {"seen": seen, "website": ""})
    return browser


def _get(browser, path):
    browser.turn_to(path)
    if (came := browser.send()) != "200":
        raise RuntimeError(f"{path}: {came} instead of 200")


def _post(browser, path, form):
    """Send the form of a step; return the path of the next, where it must lead."""
    browser.turn_to(path, form)
    status, _, onward = browser.send().partition(" ")
    if status != "302" or onward in ("", path):
        raise RuntimeError(f"{path}: {status} {onward} instead of the next step")
    return onward


def _where():
    return {
        "action": "next",
        "place": "punto",
        "place_name": "",
        "latitude": f"{CHANCE.uniform(45.128, 45.150):.6f}",
        "longitude": f"{CHANCE.uniform(10.000, 10.060):.6f}",
        "located_by": "mappa",
    }


def _what():
    return {
        "action": "next",
        "category": "rifiuti",
        "subject": "Vetri rotti vicino alla fontana",
        "details": TEXT,
        "occurred_on": date.today().isoformat(),
        "occurred_part": "sera",
    }


def prepare_walks(port, number, *, first, wait):
    """Return (``number`` browsers at the last POST, seconds of one whole preparation).

    Waits ``wait`` seconds at the end: the form refuses who was faster than a person.
    """
    start = time.perf_counter()
    browsers = [prepare_walk(port, first + n) for n in range(number)]
    seconds = (time.perf_counter() - start) / number
    time.sleep(wait)
    return browsers, seconds
