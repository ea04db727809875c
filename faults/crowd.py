"""The people of a run, and how they are signed in: by writing their session, as after the sign-in."""

import time
from contextlib import suppress
from threading import Lock

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, close_old_connections

from accounts.models import User
from faults.people import Citizen, Importer, Phone, Writer

CAST = (Citizen, Citizen, Citizen, Phone, Phone, Writer, Importer)
PATIENCE = 120  # seconds that who is at something may take to finish it
SIGNING_IN = Lock()


class Crowd:
    def __init__(self, house, ledger):
        self.people = [
            kind(house, ledger, sign_in, number) for number, kind in enumerate(CAST)
        ]
        self.ledger = ledger

    def begin(self):
        """Let everybody begin, and wait until each kind of thing was accepted once."""
        for person in self.people:
            self.ledger.accepted[person.kind] += 0
            person.start()
        while not all(self.ledger.accepted.values()):
            time.sleep(0.1)

    def end(self):
        """Tell everybody to stop, and wait until what they were at is answered."""
        for person in self.people:
            person.stopping.set()
        for person in self.people:
            person.join(PATIENCE)


def sign_in(person):
    """Return the key of a new session of ``person``, who is made if they are not there yet."""
    with SIGNING_IN:
        while True:
            with suppress(DatabaseError):
                return _session_of(person)
            close_old_connections()
            time.sleep(0.3)


def _session_of(person):
    email = f"{person.role}-{person.number}@example.org"
    words = {"full_name": f"Persona {person.number}", "role_id": person.role}
    user, _ = User.objects.get_or_create(email=email, defaults=words)
    person.pk = user.pk
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    close_old_connections()
    return store.session_key
