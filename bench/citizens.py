"""Citizens who fill in the real form: every walk is prepared up to the last button."""

import random
import re
import time
from datetime import date

from bench.load import Browser

DATA, SUMMARY = "/segnala/dati/", "/segnala/riepilogo/"
CHANCE = random.Random(1924)
SEEN = re.compile(r'name="seen" value="(\w+)"')  # what the summary showed
TEXT = (
    "Da giorni vicino alla fontana ci sono vetri rotti, i bambini giocano lì accanto. "
    * 3
)


def prepare_walk(port, number):
    """Fill in every step; return the browser ready for the last POST, the one that sends."""
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    browser = Browser(port, address=address)
    _step(browser, "/segnala/")
    _step(browser, "/segnala/", {"danger": "no"}, to="/segnala/autorizzazioni/")
    _step(browser, "/segnala/autorizzazioni/", {"accepted": "on"}, to=DATA)
    _step(browser, DATA, _typed(), to=SUMMARY)
    _step(browser, SUMMARY)
    seen = SEEN.search(browser.page).group(1)
    browser.turn_to(SUMMARY, {"seen": seen, "website": ""})
    return browser


def _step(browser, path, form=None, *, to=None):
    expected = f"302 {to}" if to else "200"
    browser.turn_to(path, form)
    if (came := browser.send()) != expected:
        raise RuntimeError(f"{path}: {came} instead of {expected}")


def _typed():
    return {
        "action": "next",
        "place": "punto",
        "latitude": f"{CHANCE.uniform(45.128, 45.150):.6f}",
        "longitude": f"{CHANCE.uniform(10.000, 10.060):.6f}",
        "located_by": "mappa",
        "category": "rifiuti",
        "subject": "Vetri rotti vicino alla fontana",
        "details": TEXT,
        "occurred_on": date.today().isoformat(),
        "occurred_part": "sera",
        "email": "",
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
