"""Who read what: one row for each thing and person, and again after a quarter of an hour."""

import pytest
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.readings import SAME_READING, record_readings
from tests.accounts.factories import UserFactory
from tests.notebooks.factories import SealedNoteFactory

READ = "notebook.read_diary"
LIST = "/interventi/diario/"
pytestmark = pytest.mark.django_db


def read_by(person):
    rows = AuditEntry.objects.filter(action=READ, actor=person).order_by("pk")
    return [int(row.target_id) for row in rows]


@pytest.mark.engine
def test_a_reading_repeated_within_minutes_is_one_row_for_each_person():
    one, other = UserFactory.create_batch(2)
    notes, now = SealedNoteFactory.create_batch(2), timezone.now()
    keys = [note.pk for note in notes]

    record_readings(READ, notes[:1], by=one, now=now)
    record_readings(READ, notes, by=one, now=now + SAME_READING / 2)
    record_readings(READ, notes, by=other, now=now + SAME_READING / 2)
    record_readings(READ, notes, by=one, now=now + 2 * SAME_READING)

    assert read_by(one) == [*keys, *keys]
    assert read_by(other) == keys


@pytest.mark.parametrize(
    ("way", "address"),
    [
        ("get", LIST),
        ("post", LIST),  # who looks for words
        ("get", LIST + "{pk}/"),
        ("get", LIST + "{pk}/correggi/"),
    ],
)
def test_every_page_that_shows_a_note_is_a_reading(client_as, user_as, way, address):
    person = user_as("educator")
    note = SealedNoteFactory(by=person, data={"text": "Alla fontana"})

    answer = getattr(client_as("educator"), way)(
        address.format(pk=note.pk), {"words": "fontana"} if way == "post" else {}
    )

    assert b"Alla fontana" in answer.content
    assert read_by(person) == [note.pk]


def test_what_is_found_without_being_shown_is_no_reading(client_as, user_as):
    SealedNoteFactory(data={"text": "Alla fontana"})
    client = client_as("educator")

    client.post(LIST, {"words": "panchina"})
    client.get(LIST, {"since": "2001-01-01", "until": "2001-01-02"})
    client.get(f"{LIST}nuova/")

    assert read_by(user_as("educator")) == []


def test_who_reads_a_note_is_shown_to_who_audits_and_not_beside_the_note(
    client_as, user_as
):
    note = SealedNoteFactory(by=user_as("educator"))
    colleague = UserFactory(full_name="Lucia Rossi", role=user_as("educator").role)
    record_readings(READ, [note], by=colleague)

    beside = client_as("educator").get(f"{LIST}{note.pk}/").content.decode()
    trail = client_as("admin").get("/operatori/registro/").content.decode()

    assert "Lucia Rossi" not in beside
    assert "Lucia Rossi</td>" in trail and "Ha letto una pagina del diario" in trail


def test_who_read_a_note_is_found_by_its_number(client_as):
    note, other = SealedNoteFactory.create_batch(2)
    record_readings(READ, [note, other], by=UserFactory())

    page = client_as("admin").get("/operatori/registro/", {"code": f" {note.pk} "})

    assert [row.entry.target_id for row in page.context["rows"]] == [str(note.pk)]


@pytest.mark.parametrize(
    ("chosen", "shown"), [("", {"x", READ}), ("sole", {READ}), ("no", {"x"})]
)
def test_the_trail_and_its_file_show_readings_alone_or_none(client_as, chosen, shown):
    client, person = client_as("admin"), UserFactory()
    AuditEntry.objects.create(action="x", target_type="accounts.user", target_id="1")
    record_readings(READ, [SealedNoteFactory()], by=person)

    page = client.get("/operatori/registro/", {"readings": chosen})
    file = client.get("/operatori/registro.csv", {"readings": chosen})

    assert {row.entry.action for row in page.context["rows"]} == shown
    lines = b"".join(file.streaming_content).decode().splitlines()[1:]
    codes = {line.split(";")[3] for line in lines}
    assert codes - {"accounts.trail_exported"} == shown
