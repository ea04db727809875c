"""Registra dopo: an outing written down at a desk, or without JavaScript."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from hotspots.shared_text import digest_of
from interventions.models import Intervention, Outcome, Status, Tally

pytestmark = pytest.mark.django_db


@pytest.fixture
def typed(programme, user_as, stop_clock):
    """What an officer types, an hour later, of two hours in piazza Roma with an educator."""
    stop_clock("2026-11-20 22:00")
    return {
        "client_id": str(uuid.uuid4()),
        "place": "piazza-roma",
        "kind": "pattuglia-congiunta",
        "starts_at": "2026-11-20T19:00",
        "ends_at": "2026-11-20T21:00",
        "crew": [user_as("officer").pk, user_as("educator").pk],
        "contacts": "4",
        "mediations": "1",
        "checks": "0",
        "outcome": "tranquillo",
        "shared_note": "Panchina rotta accanto alla fontana.",
        "follow_up_on": "",
    }


@pytest.fixture
def send(client_as):
    def post(typed, role="officer", **changes):
        return client_as(role).post(reverse("intervention_log"), typed | changes)

    return post


def test_an_outing_written_afterwards_waits_for_the_approval(send, typed):
    response = send(typed)

    outing = Intervention.objects.get()
    assert response.url == reverse("intervention_detail", args=[outing.code])
    assert outing.status == Status.ENDED and outing.is_joint
    assert outing.minutes == 120 and outing.outcome == Outcome.QUIET
    counted = {row.what: row.count for row in outing.tallies.all()}
    assert counted == {Tally.What.CONTACT: 4, Tally.What.MEDIATION: 1}


def test_no_phone_is_named_by_what_was_written_at_the_desk(send, typed, client_as):
    page = client_as("officer").get(send(typed).url)

    assert "Storia" in page.text and "sul telefono" not in page.text


def test_a_name_in_the_note_is_asked_of_once(send, typed):
    name = "Mario Rossi gira con la bici rubata."
    asked = send(typed, shared_note=name)
    assert "«Mario Rossi»" in asked.text and not Intervention.objects.exists()

    tick = {"shared_note-non-e-una-persona": digest_of(name)}
    send(typed, shared_note=name, **tick)

    assert Intervention.objects.get().shared_note == name


def test_an_educator_counts_no_checks(send, typed, client_as):
    page = client_as("educator").get(reverse("intervention_log")).text
    send(typed, role="educator", checks="3")

    assert "Contatti" in page and "Controlli" not in page
    counted = {row.what: row.count for row in Intervention.objects.get().tallies.all()}
    assert counted == {Tally.What.CONTACT: 4, Tally.What.MEDIATION: 1}


def test_to_follow_without_a_day_is_a_task_all_the_same(send, typed):
    send(typed, outcome="da-seguire")

    (task,) = Intervention.objects.get().follow_ups.all()
    assert task.due_on > timezone.localdate()


def test_a_second_click_makes_one_outing(send, typed):
    send(typed)

    response = send(typed)

    assert response.status_code == 302
    assert Intervention.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("starts_at", "ieri", "Scrivi data e ora così"),
        ("starts_at", "", "Scrivi il giorno e l’ora."),
        ("ends_at", "1999-01-01T10:00", "La data è prima del 2024"),
        ("contacts", "-1", "Almeno 0."),
        ("contacts", "99999999999", "Al massimo 500."),
        ("place", "piazza-lode", "Questo luogo non c’è"),
        ("crew", "999999", "Scegli una voce dell’elenco."),
        ("crew", "uno", "Questa persona non c’è"),
        ("crew", "99999999999999999999", "Questa persona non c’è"),
        ("place", "", "Scegli il luogo."),
        ("outcome", "benissimo", "Scegli una voce dell’elenco."),
        ("client_id", "non-un-uuid", "apri di nuovo la pagina"),
        ("shared_note", "Auto targata AB123CD vicino alla fontana", "targa"),
        ("shared_note", "a" * 5000, "il massimo è 2.000"),
        ("follow_up_on", "31/31/2026", "Scrivi la data così"),
    ],
)
def test_bad_input_is_said_keeps_what_was_typed_and_writes_nothing(
    send, typed, field, value, sentence
):
    response = send(typed, **{field: value})

    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert 'value="pattuglia-congiunta"' in page
    kept = value if field == "contacts" else "4"
    assert f'value="{kept}"' in page
    assert not Intervention.objects.exists()


def test_who_is_of_no_service_does_not_log(send, typed):
    assert send(typed, role="coordinator").status_code == 403
    assert not Intervention.objects.exists()


def test_who_logs_must_have_been_there(send, typed, user_as):
    response = send(typed, crew=[user_as("educator").pk])

    assert response.status_code == 422
    assert not Intervention.objects.exists()


def test_a_note_keeps_no_control_characters(send, typed):
    send(typed, shared_note="Panchina\x0b\x1b rotta.\r\nLampione spento.")

    assert Intervention.objects.get().shared_note == "Panchina rotta.\nLampione spento."
