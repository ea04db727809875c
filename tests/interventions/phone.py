"""What a phone sends, written by hand for the tests."""

import json
import uuid
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from interventions.models import Intervention

DEVICE = "7f4c1f7e-2a52-4b3e-9f43-0d4d1f0f6a11"
OTHER_DEVICE = "0b7a2f0e-91c4-4a1e-8d0c-5f6a7b8c9d00"
ID = uuid.UUID("5d9c0a52-97ab-4a7b-8a2e-3a1f6d0c7e10")


def outing(person, *, revision=1, minutes=90, ended=True, **more):
    """Return a document: two hours ago to half an hour ago, of one person, all quiet."""
    now = timezone.now()
    start = now - timedelta(hours=2)
    return {
        "device": DEVICE,
        "device_now": now.isoformat(),
        "revision": revision,
        "base_version": None,
        "kind": "presidio",
        "place": "piazza-roma",
        "started_at": start.isoformat(),
        "ended_at": (start + timedelta(minutes=minutes)).isoformat() if ended else None,
        "crew": [person.pk],
        "tallies": [{"what": "contatti", "count": 4}],
        "outcome": "tranquillo" if ended else "",
    } | more


def put(client, document, client_id=None, **more):
    """Send a document, or raw text, as the phone does."""
    path = reverse("field_record", args=[client_id or uuid.uuid4()])
    body = document if isinstance(document, str | bytes) else json.dumps(document)
    return client.put(path, body, content_type="application/json", **more)


def put_photo(client, client_id, data, photo_id=None, device=DEVICE):
    path = reverse("field_photo", args=[client_id, photo_id or uuid.uuid4()])
    return client.put(f"{path}?telefono={device}", data, content_type="image/jpeg")


def state(client):
    """Return what the portal gives the phone of who is signed in."""
    return client.get(reverse("field_state")).json()


def kept():
    return Intervention.objects.get(client_id=ID)


def history(row):
    return [step.what for step in row.history.all()]


def counts(row):
    return {
        (t.what, t.people, t.age_band, t.outcome): t.count for t in row.tallies.all()
    }
