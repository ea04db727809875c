"""What is asked: every address as every role, each time with something else that is hostile."""

import json
from collections import defaultdict

from django.urls import reverse

from fuzz.hostile import METHODS, Hostile
from fuzz.pages import Form, forms_of
from tests.access_matrix import MATRIX, ROLES
from tests.house import every_url, filled
from tests.interventions.phone import outing

KEYS = ("report", "draft", "other_draft", "intervention", "photo", "place_photo", "referral", "diary", "police_note", "person", "note")  # fmt: skip
PHONE = ("field_record", "field_photo")


class Plan:
    """The addresses and the forms of the portal, found by walking its resolver and its pages."""

    def __init__(self, asker, house):
        self.asker, self.house = asker, house
        self.rows = [row for row in MATRIX if row.name]
        assert {row.name for row in self.rows} == {name for name, _ in every_url()}
        self.forms = defaultdict(list)  # those that a role sees, by address
        self.names = {"next", "q", "page", "action"}
        for row in self.rows:
            for role in ROLES:
                self._look(role, row)
        self.names = sorted(self.names)

    def ask(self, number, seed):
        """Ask the thing of this number: each address comes as often as the others."""
        row = self.rows[number % len(self.rows)]
        role = ROLES[number // len(self.rows) % len(ROLES)]
        hostile = Hostile(seed)
        path = self._path(row)
        seen = self.forms.get(path)
        if row.name in PHONE and hostile.chance.random() < 0.7:
            self._tell(role, path, hostile)
        elif seen and hostile.chance.random() < 0.6:
            self._fill_in(role, path, hostile.chance.choice(seen), hostile)
        else:
            self._knock(role, path, row, hostile)

    def _path(self, row):
        return reverse(row.name, kwargs=filled(row.args, self.house))

    def _look(self, role, row):
        """Keep the forms that a role sees on a page."""
        path = self._path(row)
        response = self.asker.ask(role, "GET", path)
        page = response and response.get("Content-Type", "").startswith("text/html")
        if not page or response.status_code != 200:
            return
        for form in forms_of(path, response.content.decode()):
            known = self.forms[form.action.partition("?")[0]]
            if form not in known:
                known.append(form)
            self.names.update(name for name, _ in form.fields)

    def _fill_in(self, role, path, form, hostile):
        """Send a form as its page filled it in, with hostile answers, whoever the role is."""
        pairs = hostile.filled(form.fields, self.names)
        if form.method == "GET":
            query = "&".join(
                f"{hostile.encoded(n)}={hostile.encoded(v)}" for n, v in pairs
            )
            self.asker.ask(role, "GET", f"{path}?{query}", headers=hostile.headers())
            return
        csrf = hostile.chance.random() < 0.05
        declared, body = hostile.body(pairs, form.files)
        self.asker.ask(
            role, "POST", form.action, declared, body, hostile.headers(), csrf
        )

    def _knock(self, role, path, row, hostile):
        """Ask an address, at times of another's row or of none, by any method."""
        chance = hostile.chance
        if chance.random() < 0.3:
            path = self._elsewhere(path, row, hostile)
        if chance.random() < 0.6:
            path += "?" + hostile.query(self.names)
        usual = "POST" if row.post else "GET"
        method = usual if chance.random() < 0.7 else chance.choice(METHODS)
        declared, body = "", b""
        if method not in {"GET", "HEAD"}:
            fields = [(n, hostile.value()) for n in chance.sample(self.names, 4)]
            declared, body = hostile.body(fields, Form("", "").files)
        csrf = chance.random() < 0.05
        self.asker.ask(role, method, path, declared, body, hostile.headers(), csrf)

    def _elsewhere(self, path, row, hostile):
        """Return the address with another row in the place of its own, or with what is none."""
        own = {str(value) for value in filled(row.args, self.house).values()}
        other = str(self.house[hostile.chance.choice(KEYS)])
        if hostile.chance.random() < 0.6:
            other = hostile.encoded(hostile.value())
        parts = path.split("/")
        places = [at for at, part in enumerate(parts) if part in own] or [
            len(parts) - 1
        ]
        parts[hostile.chance.choice(places)] = other
        return "/".join(parts)

    def _tell(self, role, path, hostile):
        """Send what a phone keeps, with something hostile in it."""
        people = self.house["people"]
        sound = outing(people.get(role) or people["officer"])
        body = hostile.document(json.loads(json.dumps(sound)))
        self.asker.ask(role, "PUT", path, "application/json", body, hostile.headers())
