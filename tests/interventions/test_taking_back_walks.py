"""Two phones and the desk, walked at random: what one takes back, and takes up again.

Whatever the order, in the end the portal holds what the phones show and what the desk wrote.
``Walker`` does what ``static/js/field/records.js``, ``sync.js`` and ``queue.js`` do.
"""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import example, given, settings
from hypothesis import strategies as st

from accounts.throttle import Limit
from interventions.models import Intervention, Status
from interventions.record.rows import TallyLine
from interventions.record.sheet import read_sheet
from interventions.services.sheet import save_sheet
from tests.accounts.factories import UserFactory
from tests.interventions.factories import InterventionFactory
from tests.interventions.phone import ID, kept, outing, put

CONTACT = TallyLine("contatti", "", "", "", 0)
PLAN_NOTE = "Guardare la fontana"


class Walker:
    """A phone, as its own page keeps the one outing; ``count`` and ``note`` are what it shows."""

    def __init__(self, number, client, person):
        self.number, self.client, self.person = number, client, person
        self.device = str(uuid.UUID(int=number + 1))
        self.revision = self.sent = self.count = 0
        self.began_here = self.is_away = self.has_left = False
        self.lines = 0
        self.look()

    @property
    def has_it(self):
        return self.revision > 0

    @property
    def shows_it(self):
        return self.has_it and not self.is_away

    def look(self):
        """Read what the portal offers, as before each sending."""
        address = f"{reverse('field_state')}?telefono={self.device}"
        offered = self.client.get(address).json()["outings"]
        self.offered = next((o for o in offered if o["client_id"] == str(ID)), None)

    def begin(self, people):
        """Begin what is offered; with some ``people``, also what nobody planned."""
        if self.shows_it or self.has_left or not (self.offered or people):
            return
        theirs = self.offered
        self.count, self.note, self.version, self.base = 0, "", None, None
        self.crew, self.kind = [person.pk for person in people], "presidio"
        self.started_at = (timezone.now() - timedelta(hours=1)).isoformat()
        if theirs:
            self._take(theirs)
            self.note = theirs["note"]
            self.count = sum(row["count"] for row in theirs["own"])
        if theirs and theirs["running"]:
            self.started_at = theirs["started_at"]
        self.began_here = not (theirs and theirs["running"])
        self.revision, self.sent, self.is_away, self.settles = (
            self.revision + 1,
            0,
            False,
            None,
        )

    def tap(self):
        if self.shows_it:
            self.count += 1
            self.revision += 1

    def write(self):
        if self.shows_it:
            self.lines += 1
            self.note = f"{self.note}\n{self.number}: riga {self.lines}".strip()
            self.revision += 1

    def annul(self):
        if self.shows_it and self.began_here:
            self.is_away = True
            self.revision += 1

    def take_up(self):
        if self.has_it and self.is_away and not self.has_left:
            self.is_away = False
            self.revision += 1

    def leave(self):
        """Go one's own way: what was told goes into another outing, of this person alone."""
        if self.shows_it and self.version and self.offered and self.offered["phones"]:
            self.is_away = self.has_left = True
            self.crew = []
            self.revision += 1

    def send(self):
        if self.revision == self.sent:
            return
        self.look()
        answer = put(self.client, self._document(), ID)
        if answer.status_code == 409:
            self._choose(answer.json()["server"])
            answer = put(self.client, self._document(), ID)
        assert answer.status_code in (200, 201), (answer.status_code, answer.json())
        told = answer.json()
        self.sent, self.settles, self.base = self.revision, None, None
        self.version = told["version"] or None
        if "server" in told:
            self._take(told["server"])
            self.base |= {"note": self.note}
        self.look()

    def _choose(self, theirs):
        """Join the two; of one that is taken back, say it again."""
        self.revision += 1
        if self.is_away:
            self._take(theirs)
        else:
            self.settles = theirs["version"]

    def _take(self, theirs):
        self.base = theirs | {"tallies": theirs["own"]}
        self.version = theirs["version"]
        self.kind = theirs["kind"]
        if not self.has_left:
            self.crew = [*{self.person.pk, *theirs["crew"]}]

    def _document(self):
        return outing(
            self.person,
            device=self.device,
            revision=self.revision,
            base_version=self.version,
            base=self.base,
            settles=self.settles,
            started_at=self.started_at,
            kind=self.kind,
            crew=self.crew,
            note=self.note,
            tallies=[CONTACT._replace(count=self.count)._asdict()],
            ended=False,
            discarded=self.is_away,
        )


class Desk:
    """Who writes on the sheet while the outing goes on."""

    def __init__(self, person):
        self.person, self.count, self.lines = person, 0, []

    def write(self):
        row = Intervention.objects.filter(client_id=ID, status=Status.RUNNING).first()
        if row is None:
            return
        sheet = read_sheet(row)
        now = sum(line.count for line in sheet.tallies)
        self.count += 1
        self.lines.append(f"Ufficio: riga {self.count}")
        save_sheet(
            row,
            replace(
                sheet,
                tallies=[CONTACT._replace(count=now + 1)],
                shared_note=f"{sheet.shared_note}\n{self.lines[-1]}".strip(),
            ),
            by=self.person,
        )


@pytest.fixture
def colleague(officer):
    return UserFactory(role=officer.role)


@pytest.fixture
def clients(programme, client_as, colleague, monkeypatch):
    monkeypatch.setattr(Limit, "hit", lambda self, identity: True)
    second = client_as("anonymous")
    second.force_login(colleague)
    return [client_as("officer"), second]


STEPS = ["begin", "tap", "write", "send", "annul", "take_up", "leave", "look"]
walks = st.lists(
    st.one_of(
        st.tuples(st.integers(0, 1), st.sampled_from(STEPS)),
        st.just((None, "write")),
    ),
    max_size=25,
)


def steps_of(words):
    """Return the steps of "0 tap, 1 send"; who has no number is the desk."""
    steps = [step.split() for step in words.split(", ")]
    return [(int(who) if who.isdigit() else None, what) for who, what in steps]


BEGUN = "0 begin, 0 tap, 0 write, 0 send"
JOINED = f"{BEGUN}, 1 look, 1 begin, 1 tap, 1 write"
AWAY = "0 annul, 0 send"


@pytest.mark.django_db
@pytest.mark.parametrize("is_planned", [False, True], ids=["unplanned", "planned"])
@settings(derandomize=True, max_examples=12)
@example(steps_of(f"{BEGUN}, {AWAY}, 0 take_up, 0 send, 0 tap"))
@example(steps_of(f"{BEGUN}, {AWAY}, 0 take_up, 0 annul, 0 send, 0 take_up"))
@example(steps_of(f"{JOINED}, 1 send, {AWAY}, 1 tap, 1 send, 0 take_up"))
@example(steps_of(f"{JOINED}, 1 send, {AWAY}, 0 take_up, 1 tap"))
@example(steps_of(f"{JOINED}, {AWAY}, 1 send, 0 take_up"))
@example(steps_of(f"{BEGUN}, desk write, {AWAY}, 0 take_up"))
@example(steps_of(f"{JOINED}, 1 send, 0 send, 0 leave"))
@given(walks)
def test_the_portal_holds_what_the_phones_show(
    clients, officer, colleague, user_as, is_planned, steps
):
    people = [officer, colleague]
    with transaction.atomic():
        if is_planned:
            start = timezone.now() - timedelta(hours=2)
            more = {"starts_at": start, "shared_note": PLAN_NOTE}
            InterventionFactory(client_id=ID, crew=people, **more)
        phones = [Walker(n, clients[n], people[n]) for n in range(2)]
        desk = Desk(user_as("coordinator"))
        walk(phones, desk, steps, is_planned, people)
        transaction.set_rollback(True)


def walk(phones, desk, steps, is_planned, people):
    for who, what in steps:
        if who is None:
            desk.write()
        elif what == "begin":
            alone = who == 0 and not is_planned
            phones[who].begin(people if alone else ())
        else:
            getattr(phones[who], what)()
    for phone in [*phones, *phones]:
        phone.send()
    if not Intervention.objects.filter(client_id=ID).exists():
        return
    row, there = kept(), [phone for phone in phones if phone.shows_it]
    contacts = sum(line.count for line in row.tallies.all())
    assert contacts == sum(phone.count for phone in there) + desk.count
    assert (row.status == Status.RUNNING) == bool(there)
    wrote = {line for phone in there for line in phone.note.splitlines()}
    lines = row.shared_note.splitlines()
    own = {f"{phone.number}:" for phone in there}
    assert len(lines) == len(set(lines))
    assert {line for line in lines if line[:2] in own} == {
        line for line in wrote if line[:2] in own
    }
    assert {line for line in lines if line[:1].isdigit()} <= wrote
    assert set(desk.lines) <= set(lines)
    assert not is_planned or PLAN_NOTE in lines
