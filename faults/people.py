"""Who uses the portal during a run. What was begun is sent again until it is answered, as people do."""

import json
import random
import re
import threading
import time
import uuid
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from bench.citizens import CONSENT, SEEN, TEXT
from faults.browser import Browser, NoAnswer
from tests.interventions.phone import outing
from tests.reports.pictures import phone_photo

PAUSE = 0.3  # before trying again
WIZARD = re.compile(r"/segnala/([0-9a-f-]{36})/")
DRAFT = re.compile(r'name="draft" value="([^"]+)"')
ALREADY = "<strong>1</strong> già uguale"
COUNTS = "Mese;Luogo;Forza;Tipo;Interventi\r\n{month};Piazza Roma;Carabinieri;Controllo;{count}\r\n"


class Person(threading.Thread):
    """Does one thing after the other until told to stop, and finishes what was begun."""

    kind = role = ""
    turn = 0

    def __init__(self, house, ledger, sign_in, number):
        super().__init__(daemon=True)
        self.house, self.ledger, self.sign_in = house, ledger, sign_in
        self.number, self.chance = number, random.Random(number)
        self.stopping = threading.Event()
        self.browser = self.browse()

    def browse(self):
        session = self.sign_in(self) if self.role else ""
        address = "10.{}.{}.{}".format(*(self.chance.randrange(1, 255) for _ in "123"))
        return Browser(self.house.origin, self.ledger, address=address, session=session)

    def run(self):
        while not self.stopping.is_set():
            try:
                self.do()
            except Exception as error:  # a thread that ends would be a load that stops
                self.ledger.surprise(f"{self.kind}: {error!r}"[:200])
                time.sleep(PAUSE)

    def until(self, ask):
        """Ask until the portal answers, whatever it says but that it cannot now."""
        while True:
            try:
                answer = ask()
                if answer.status < 500 and answer.status != 429:
                    return answer
            except NoAnswer:
                pass
            time.sleep(PAUSE)

    def signed_in(self, ask):
        """The same for who is signed in, who enters again when the session is over."""
        while True:
            answer = self.until(ask)
            if answer.status not in (401, 403) and "/accedi" not in answer.onward:
                return answer
            self.browser = self.browse()
            self.until(lambda: self.browser.get(reverse("home")))


class Citizen(Person):
    """Sends a report with a photo and an address, each time as somebody else."""

    kind = "segnalazione"

    def do(self):
        self.browser = self.browse()
        self.until(lambda: self.browser.get("/segnala/"))
        path = self.send("/segnala/", {"danger": "no", "bozza": ""})
        for form in (CONSENT, _where(self.chance), _what()):
            path = self.send(path, form)
        email = f"persona-{uuid.uuid4().hex[:12]}@example.org"
        form, photo = {"action": "next", "email": email}, phone_photo(size=(200, 150))
        onward = self.send(path, form, [("photos", "foto.jpg", photo)])
        photos = int(onward.endswith("riepilogo/"))
        if onward == path:  # the photo was refused: the report goes without
            onward = self.send(path, form)
        self.send_off(onward, email, photos)

    def send(self, path, form, files=()):
        return self.until(lambda: self.browser.post(path, form, files)).onward or path

    def send_off(self, path, email, photos):
        while found := WIZARD.match(path):
            if path.endswith("inviata/"):
                self.ledger.reports[found[1]] = (email, photos)
                self.ledger.accept(self.kind)
                return
            if not path.endswith("riepilogo/"):
                return  # the draft is gone: nothing was promised
            seen = SEEN.search(self.until(lambda p=path: self.browser.get(p)).page)
            form = {"seen": seen[1] if seen else "", "website": ""}
            path = self.send(path, form)


class Phone(Person):
    """Sends from its queue the outing it was at, then what was counted since, then a photo."""

    kind, role = "uscita", "officer"

    def do(self):
        client = uuid.uuid4()
        path = reverse("field_record", args=[client])
        version = None
        for revision in (1, 2):
            count = self.chance.randrange(1, 90)
            told = [{"what": "contatti", "count": count}]
            more = {"revision": revision, "base_version": version, "tallies": told}
            answer = self.signed_in(lambda m=more: self.put(path, outing(self, **m)))
            if answer.status not in (200, 201):
                self.ledger.surprise(f"{self.kind}: {answer.status} {answer.page[:90]}")
                return
            version = answer.json["version"]
            self.ledger.outings[str(client)] = count
        photo, data = uuid.uuid4(), phone_photo(size=(180, 120))
        path = reverse("field_photo", args=[client, photo])
        answer = self.signed_in(lambda: self.browser.put(path, data, "image/jpeg"))
        if answer.status == 200:
            self.ledger.place_photos.add(str(photo))
        self.ledger.accept(self.kind)
        time.sleep(1)  # within the limit of sendings of one person

    def put(self, path, document):
        document |= {"device": str(uuid.UUID(int=self.number + 1)), "user": self.pk}
        self.browser.get(reverse("field_state"))
        return self.browser.put(path, _json(document))


class Writer(Person):
    """Writes on the board, each time another person: one may write so many notes in an hour.

    What was cut is not sent again, and may be there once.
    """

    kind, role = "nota", "educator"

    def do(self):
        text = f"Area giochi tranquilla, giro {self.turn}"
        form = {"text": text, "hotspot": "", "shift": "", "mention": ""}
        form["lasts"], self.turn = "settimana", self.turn + 1
        path = reverse("board")
        self.number += 100
        self.browser = self.browse()
        self.until(lambda: self.browser.get(path))
        try:
            answer = self.browser.post(path, form)
        except NoAnswer:
            self.ledger.unsure_notes.add(text)
            return
        if answer.status == 302 and "/accedi" not in answer.onward:
            self.ledger.notes.add(text)
            self.ledger.accept(self.kind)
        elif answer.status < 500 and answer.status not in (302, 403):
            self.ledger.surprise(f"{self.kind}: {answer.status}")
        time.sleep(PAUSE)


class Importer(Person):
    """Imports a month of the other forces, over and over, each time with another number."""

    kind, role = "importazione", "coordinator"

    def do(self):
        month = date.today().replace(day=1) - timedelta(days=31 * (1 + self.turn % 10))
        month = month.replace(day=1)
        self.turn += 1
        count, words = self.turn % 9000, f"{month:%m/%Y}"
        data = COUNTS.format(month=words, count=count).encode()
        while not self.bring(data):
            time.sleep(PAUSE)
        self.ledger.counts[month] = count
        self.ledger.accept(self.kind)
        time.sleep(1)

    def bring(self, data):
        """Send the file and confirm what is read of it; tell whether it is in."""
        path, preview = reverse("force_import"), reverse("force_preview")
        self.signed_in(lambda: self.browser.get(path))
        files = [("file", "conteggi.csv", data)]
        answer = self.signed_in(lambda: self.browser.post(path, {}, files))
        if answer.onward != preview:
            self.ledger.surprise(f"{self.kind}: {answer.status} {answer.onward}")
            return False
        page = self.until(lambda: self.browser.get(preview)).page
        found = DRAFT.search(page)
        if found is None:  # done already, and the answer was cut
            return ALREADY in page
        form = {"draft": found[1]}
        done = self.until(lambda: self.browser.post(preview, form))
        return "/importazioni/" in done.onward


def _where(chance):
    return {
        "action": "next",
        "place": "punto",
        "place_name": "",
        "latitude": f"{chance.uniform(45.128, 45.150):.6f}",
        "longitude": f"{chance.uniform(10.000, 10.060):.6f}",
        "located_by": "mappa",
    }


def _what():
    return {
        "action": "next",
        "category": "rifiuti",
        "subject": "Vetri rotti vicino alla fontana",
        "details": TEXT,
        "occurred_on": (timezone.localdate() - timedelta(days=1)).isoformat(),
        "occurred_part": "sera",
    }


def _json(document):
    return json.dumps(document, default=datetime.isoformat).encode()
