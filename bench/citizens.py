"""Citizens who fill in the real form: every walk is prepared up to the last button."""

import random
import time
from datetime import date

from bench.wire import COOKIE, Connection, request

DATA, SUMMARY = "/segnala/dati/", "/segnala/riepilogo/"
CHANCE = random.Random(1924)
TEXT = (
    "Da giorni vicino alla fontana ci sono vetri rotti, i bambini giocano lì accanto. "
    * 3
)


class Walk:
    """One browser with its cookies and address, from the gate to the summary."""

    def __init__(self, port, number):
        self.connection = Connection(port)
        self.cookies = {}
        self.address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"

    def prepare(self):
        """Fill in every step; return the bytes of the last POST, the one that sends."""
        self._get("/segnala/")
        self._post("/segnala/", {"danger": "no"}, "/segnala/autorizzazioni/")
        self._post("/segnala/autorizzazioni/", {"accepted": "on"}, DATA)
        self._post(DATA, self._typed(), SUMMARY)
        self._get(SUMMARY)
        self.connection.close()
        return self._message("POST", SUMMARY, {"website": ""})

    def _typed(self):
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

    def _message(self, method, path, form=None):
        if form is not None:
            form = {"csrfmiddlewaretoken": self.cookies["csrftoken"], **form}
        return request(
            method, path, cookies=self.cookies, form=form, address=self.address
        )

    def _get(self, path):
        self._ask("GET", path, None, expected="200")

    def _post(self, path, form, to):
        self._ask("POST", path, form, expected=f"302 {to}")

    def _ask(self, method, path, form, *, expected):
        answer = self.connection.send(self._message(method, path, form))
        self.cookies |= dict(COOKIE.findall(answer.head))
        came = f"{answer.status} {answer.location}".strip()
        if came != expected:
            raise RuntimeError(f"{method} {path}: {came} instead of {expected}")


def prepare_walks(port, number, *, first, wait):
    """Return (bytes of the last POST of ``number`` walks, seconds of one whole preparation).

    Waits ``wait`` seconds at the end: the form refuses who was faster than a person.
    """
    start = time.perf_counter()
    messages = [Walk(port, first + n).prepare() for n in range(number)]
    seconds = (time.perf_counter() - start) / number
    time.sleep(wait)
    return messages, seconds
