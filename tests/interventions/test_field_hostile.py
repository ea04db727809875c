"""What a phone would never send, or sends late and wrong: a sentence, and nothing is lost."""

import json
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from interventions.field.protocol import read_protocol
from interventions.models import DiscardedRecord, Intervention
from interventions.record.lifecycle import StepRefused
from interventions.services.approval import approve_intervention
from tests.interventions.phone import OTHER_DEVICE, outing, put

ID = uuid.UUID("5d9c0a52-97ab-4a7b-8a2e-3a1f6d0c7e11")


def kept():
    return Intervention.objects.get(client_id=ID)


@pytest.mark.parametrize(
    ("part", "changed"),
    [
        ("crew", {"crew": [10**400]}),
        ("revision", {"revision": 10**400}),
        ("revision", {"revision": float("inf")}),
        ("base_version", {"base_version": float("nan")}),
        ("tallies", {"tallies": [{"what": "contatti", "count": 10**400}]}),
        ("acts", {"acts": [{"kind": "sanzione", "count": 10**400}]}),
        (
            "acts",
            {"acts": [{"kind": "sanzione", "count": 1, "protocol_number": "1\ud800"}]},
        ),
        ("device", {"device": "\ud800" * 32}),
        ("place", {"place": "\udfff"}),
        ("note", {"note": [[[[[]]]]]}),
        ("reports", {"reports": ["\x00"]}),
        (
            "device_now",
            {
                "device_now": "8999-01-01T00:00:00+00:00",
                "started_at": "1901-01-01T00:00:00+00:00",
            },
        ),
        ("started_at", {"started_at": "1970-01-01T00:00:00+00:00"}),
        (
            "started_at",
            {
                "device_now": "2199-12-31T23:59:59-23:59",
                "started_at": "1970-01-01T00:00:00+23:59",
            },
        ),
    ],
)
@pytest.mark.engine
def test_a_figure_or_a_text_beyond_measure_gets_a_sentence(
    phone, officer, part, changed
):
    answer = put(phone, outing(officer, **changed), ID)

    assert answer.status_code == 422 and answer.json()["errors"][part].endswith(".")
    assert not Intervention.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        "2026-11-20T19:00",
        [],
        {"at": None},
        {"at": "20/11/2026"},
        {"at": "2026-11-20T19:00+02:00"},
        {"at": "0001-01-01T00:00"},
        {"at": "9999-12-31T23:59"},
        {"at": "2026-10-25T02:30", "which": {"prima": 1}},
        {"at": "2026-10-25T02:30", "which": ["prima"]},
        {"at": "2026-10-25T02:30", "which": None},
    ],
)
def test_an_hour_typed_that_is_none_gets_a_sentence(phone, officer, words):
    sent = outing(officer, typed=["started_at"], wall={"started_at": words})

    answer = put(phone, sent, ID)

    assert answer.status_code == 422
    assert answer.json()["errors"]["started_at"].endswith(".")
    assert not Intervention.objects.exists()


@pytest.mark.parametrize("wall", [None, [], "x", 3, {}, {"x": 1}, {"started_at": None}])
def test_of_a_phone_that_keeps_no_words_the_instant_is_taken(phone, officer, wall):
    sent = outing(officer, typed=["started_at"], wall=wall)

    assert put(phone, sent, ID).status_code == 201
    assert kept().starts_at.isoformat() == sent["started_at"]


def test_a_phone_whose_clock_began_again_from_1970_is_put_right(phone, officer):
    sent = outing(officer)
    for name in ("device_now", "started_at", "ended_at"):
        moved = timezone.datetime.fromisoformat(sent[name]) - timedelta(days=365 * 56)
        sent[name] = moved.isoformat()

    assert put(phone, sent, ID).status_code == 201
    assert kept().minutes == 90


@pytest.mark.parametrize(("hours", "status"), [(24, 201), (24.1, 422), (50, 422)])
def test_an_outing_lasts_a_day_at_most(phone, officer, hours, status):
    end = timezone.now() - timedelta(minutes=5)
    start = end - timedelta(hours=hours)

    answer = put(
        phone,
        outing(officer, started_at=start.isoformat(), ended_at=end.isoformat()),
        ID,
    )

    assert answer.status_code == status
    if status == 422:
        assert answer.json()["errors"] == {
            "ended_at": "Un’uscita dura al massimo 24 ore: controlla gli orari."
        }


# --- protocol numbers


@pytest.mark.parametrize(
    "number",
    ["2026/1234", "0012345/2026", "PL 12-2026", "3331/2026", "2026/0001234", "7", ""],
)
def test_a_protocol_number_is_kept(number):
    assert read_protocol(f" {number} ") == number


@pytest.mark.parametrize(
    "number",
    [
        "Rossi Mario",
        "AB123CD",
        "ab 123 cd",
        "RSSMRA85T10A562S",
        "333 1234567",
        "333/1234567",
        "0039 333 1234567",
        "0372 407291",
        "1" * 41,
        "12_34",
        "12\n34",
        "\u0663\u0663",
        "1\x00",
    ],
)
def test_what_is_no_protocol_number_is_refused_from_the_phone(phone, officer, number):
    acts = [{"kind": "sanzione", "count": 1, "protocol_number": number}]

    answer = put(phone, outing(officer, acts=acts), ID)

    assert answer.status_code == 422 and "2026/1234" in answer.json()["errors"]["acts"]


# --- crew


def test_who_left_the_office_since_stays_in_what_they_did(phone, officer, user_as):
    colleague = user_as("educator")
    crew = [officer.pk, colleague.pk]
    put(phone, outing(officer, crew=crew), ID)
    colleague.is_active = False
    colleague.save()

    answer = put(
        phone, outing(officer, crew=crew, revision=2, base_version=1, note="Buio"), ID
    )

    assert answer.status_code == 200 and kept().educators == 1
    assert put(phone, outing(officer, crew=crew), uuid.uuid4()).status_code == 422


def test_a_crew_that_is_refused_is_told_beside_the_crew_and_nothing_changes(
    phone, officer, monkeypatch
):
    put(phone, outing(officer), ID)

    def refuse(*_, **__):
        raise StepRefused("Non si può.")

    monkeypatch.setattr("interventions.services.field_steps.set_crew", refuse)
    answer = put(phone, outing(officer, revision=2, base_version=1, note="Buio"), ID)

    assert answer.status_code == 422
    assert answer.json()["errors"] == {"crew": "Non si può."}
    assert (kept().version, kept().shared_note) == (1, "")


# --- taken back before it was told


def test_a_first_revision_later_than_its_taking_back_makes_nothing(phone, officer):
    put(phone, outing(officer, ended=False, revision=2, discarded=True), ID)

    late = put(phone, outing(officer, ended=False), ID)

    assert late.status_code == 200 and late.json() == {"code": "", "version": 0}
    assert not Intervention.objects.exists()


def test_what_another_phone_took_back_or_a_newer_revision_is_kept(phone, officer):
    put(phone, outing(officer, revision=2, discarded=True, device=OTHER_DEVICE), ID)
    assert put(phone, outing(officer), ID).status_code == 201

    other = uuid.uuid4()
    put(phone, outing(officer, revision=2, discarded=True), other)
    assert put(phone, outing(officer, revision=3), other).status_code == 201


def test_a_taking_back_is_forgotten_after_a_month(phone, officer):
    put(phone, outing(officer, revision=2, discarded=True), ID)
    DiscardedRecord.objects.update(at=timezone.now() - timedelta(days=31))

    put(phone, outing(officer, revision=2, discarded=True), uuid.uuid4())

    assert not DiscardedRecord.objects.filter(client_id=ID).exists()


def test_a_phone_does_not_take_the_other_service_out_of_a_joint_outing(
    phone, officer, user_as
):
    educator = user_as("educator")
    put(phone, outing(officer, crew=[officer.pk, educator.pk]), ID)
    row = kept()
    approve_intervention(row, by=educator)

    alone = put(phone, outing(officer, revision=2, crew=[officer.pk]), ID)

    row.refresh_from_db()
    assert alone.status_code == 422 and "crew" in alone.json()["errors"]
    assert row.is_joint and row.approvals.count() == 1


@pytest.mark.engine
@pytest.mark.parametrize("text", ["\x00", "\ud800", "IN-2026-\x00"])
def test_a_text_that_no_database_takes_is_refused_wherever_it_stands(
    phone, officer, text
):
    doubt = {"codes": [text, "IN-2026-AAAAAA"], "same": False, "reason": "Altra zona"}
    answer = phone.put(
        reverse("field_doubt"), json.dumps(doubt), content_type="application/json"
    )
    assert answer.status_code in {400, 409, 422}

    for name in ("reports", "typed"):
        sent = put(phone, outing(officer, **{name: [text]}), ID)
        assert sent.status_code == 422
    assert not Intervention.objects.exists()
