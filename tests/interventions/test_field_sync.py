"""What the server makes of what a phone sends: once whatever is sent twice, and never less."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.throttle import Limit
from hotspots.models import Hotspot
from interventions.models import Intervention, PhoneSend, Status, Step
from interventions.record.bounds import MOST_COUNTED
from interventions.record.lifecycle import lock, save_change
from interventions.services.approval import approve_intervention
from interventions.services.field_taking_back import STARTED_BY_MISTAKE
from interventions.services.planning import cancel_intervention
from reports.models import Status as ReportStatus
from sandbox.running import PLACES
from tests.interventions.factories import InterventionFactory
from tests.interventions.phone import (
    ID,
    OTHER_DEVICE,
    counts,
    history,
    kept,
    outing,
    put,
    put_photo,
    state,
)
from tests.reports.factories import ReportFactory
from tests.reports.pictures import huge_png, phone_photo

MOST_QUERIES = 44  # of one more tap sent

# --- once


def test_a_finished_outing_is_a_sheet_to_approve(phone, officer, user_as):
    educator = user_as("educator")
    sent = outing(officer, crew=[officer.pk, educator.pk], kind="pattuglia-congiunta")

    answer = put(phone, sent, ID)

    row = kept()
    assert answer.status_code == 201
    assert answer.json() == {"code": row.code, "version": 1}
    assert (row.status, row.hotspot.slug, row.is_joint) == (
        Status.ENDED,
        "piazza-roma",
        True,
    )
    assert (row.officer_minutes, row.educator_minutes, row.lead) == (90, 90, "pl")
    assert row.created_by == officer and row.day == timezone.localdate(row.starts_at)
    assert history(row) == [Step.What.LOGGED]
    assert counts(row) == {("contatti", "", "", ""): 4}


def test_the_same_sent_again_gives_the_same_answer_and_changes_nothing(phone, officer):
    sent = outing(officer)
    first = put(phone, sent, ID)

    second = put(phone, sent, ID)

    assert second.status_code == 200 and second.json() == first.json()
    assert Intervention.objects.count() == 1 and kept().history.count() == 1


def test_an_older_revision_that_arrives_late_changes_nothing(phone, officer):
    put(phone, outing(officer, revision=3, tallies=[]), ID)

    late = put(phone, outing(officer, revision=2), ID)

    assert late.status_code == 200 and late.json()["version"] == kept().version
    assert counts(kept()) == {}


def test_a_running_outing_is_told_then_grows_then_ends(phone, officer):
    put(phone, outing(officer, ended=False), ID)
    assert kept().status == Status.RUNNING
    assert kept().ends_at is None

    put(phone, outing(officer, ended=False, revision=5, base_version=1), ID)
    put(phone, outing(officer, revision=9, base_version=2), ID)

    row = kept()
    assert row.status == Status.ENDED and row.minutes == 90
    assert history(row) == [Step.What.STARTED, Step.What.CHANGED, Step.What.ENDED]


def test_an_answer_lost_on_the_way_does_not_stop_the_next_revision(phone, officer):
    put(phone, outing(officer, ended=False), ID)  # the phone never read the answer

    answer = put(phone, outing(officer, revision=2, base_version=None), ID)

    assert answer.status_code == 200 and kept().status == Status.ENDED


@pytest.mark.django_db(transaction=True)
def test_two_equal_requests_at_the_same_instant_make_one(programme, user_as):
    officer = user_as("officer")
    sent = outing(officer)

    def send(_):
        client = Client()
        client.force_login(officer)
        try:
            return put(client, sent, ID)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))

    assert sorted(a.status_code for a in answers) == [200, 200, 200, 201]
    assert len({a.json()["code"] for a in answers}) == 1
    assert Intervention.objects.count() == 1 and kept().history.count() == 1


# --- planned


def test_a_planned_outing_is_found_by_its_id_and_keeps_its_plan(phone, officer):
    start = timezone.now() - timedelta(hours=1)
    planned = InterventionFactory(
        client_id=ID, crew=[officer], starts_at=start, hotspot=Hotspot.objects.first()
    )

    answer = put(phone, outing(officer, base_version=planned.version), ID)

    row = kept()
    assert answer.status_code == 200 and row.code == planned.code
    assert row.status == Status.ENDED and row.planned_from == start
    assert row.starts_at < start


def test_an_outing_cancelled_at_the_desk_is_a_conflict_that_the_phone_may_win(
    phone, officer
):
    row = InterventionFactory(client_id=ID, crew=[officer])
    row = lock(row)
    save_change(
        row,
        Step.What.CANCELLED,
        by=officer,
        status=Status.CANCELLED,
        cancelled_because="Piove",
    )

    refused = put(phone, outing(officer, base_version=1), ID)
    assert refused.status_code == 409
    version = refused.json()["server"]["version"]
    kept_mine = put(phone, outing(officer, revision=2, base_version=version), ID)

    assert kept_mine.status_code == 200 and kept().status == Status.ENDED


@pytest.mark.parametrize("ended", [False, True])
def test_the_phone_whose_outing_the_desk_cancelled_may_keep_its_own(
    phone, officer, ended
):
    sent = outing(officer, ended=False)
    sent["base_version"] = put(phone, sent, ID).json()["version"]
    cancel_intervention(kept(), because="Creduta doppia", by=officer)
    ends = {"ended_at": timezone.now().isoformat(), "outcome": "tranquillo"}
    sent |= ends if ended else {}

    theirs = put(phone, sent | {"revision": 2}, ID).json()["server"]
    base = theirs | {"tallies": theirs["own"]}
    more = {"revision": 3, "base": base, "base_version": theirs["version"]}
    answer = put(phone, sent | more, ID)

    row = kept()
    assert answer.status_code == 200
    assert row.status == (Status.ENDED if ended else Status.RUNNING)
    assert row.starts_at == parse_datetime(sent["started_at"])
    assert counts(row) == {("contatti", "", "", ""): 4}


def test_begun_by_mistake_it_is_taken_back(phone, officer):
    put(phone, outing(officer, ended=False), ID)

    put(phone, outing(officer, ended=False, revision=2, discarded=True), ID)

    assert kept().status == Status.CANCELLED
    assert kept().cancelled_because == STARTED_BY_MISTAKE


def test_a_planned_one_begun_by_mistake_is_planned_again(phone, officer):
    planned = InterventionFactory(client_id=ID, crew=[officer])
    put(phone, outing(officer, ended=False, base_version=1), ID)

    put(phone, outing(officer, ended=False, revision=2, discarded=True), ID)

    row = kept()
    assert row.status == Status.PLANNED
    assert (row.starts_at, row.ends_at) == (planned.starts_at, planned.ends_at)


def test_what_was_never_told_needs_no_taking_back(phone, officer):
    answer = put(phone, outing(officer, ended=False, discarded=True), ID)

    assert answer.json() == {"code": "", "version": 0}
    assert not Intervention.objects.exists()


# --- conflict


def test_what_the_desk_changed_stays_and_the_phone_is_told(phone, officer):
    sent = outing(officer)
    put(phone, sent, ID)
    save_change(
        lock(kept()), Step.What.CHANGED, by=officer, shared_note="Scritta al banco"
    )

    answer = put(phone, sent | {"revision": 2, "base_version": 1}, ID)

    server = answer.json()["server"]
    assert answer.status_code == 200
    assert server["note"] == "Scritta al banco" and server["version"] == 2
    assert server["own"][0]["count"] == 4
    assert kept().shared_note == "Scritta al banco"


def test_where_only_one_can_be_right_the_phone_is_shown_both(phone, officer):
    put(phone, outing(officer), ID)
    marconi = Hotspot.objects.get(slug="piazza-marconi")
    save_change(lock(kept()), Step.What.CHANGED, by=officer, hotspot=marconi)

    sent = outing(officer, revision=2, base_version=1, place="via-orti-romani")
    answer = put(phone, sent, ID)

    server = answer.json()["server"]
    assert answer.status_code == 409
    assert server["place"] == "piazza-marconi" and server["version"] == 2
    assert kept().hotspot == marconi


def test_two_phones_of_one_crew_do_not_write_over_each_other(phone, officer):
    put(phone, outing(officer, ended=False, revision=7), ID)
    [offered] = state(phone)["outings"]
    put(phone, outing(officer, ended=False, revision=8), ID)

    other = put(
        phone,
        outing(officer, device=OTHER_DEVICE, base_version=offered["version"]),
        ID,
    )

    assert other.status_code == 409 and kept().status == Status.RUNNING


def test_another_phone_of_the_same_person_is_called_theirs(phone, officer):
    put(phone, outing(officer, ended=False), ID)

    [offered] = state(phone)["outings"]

    assert offered["others"] == [{"who": "da un altro tuo telefono", "contacts": 4}]
    assert offered["phones"] == [] and offered["apart"] is None


def test_an_old_revision_sent_again_does_not_hide_what_the_desk_did(phone, officer):
    put(phone, outing(officer), ID)
    save_change(lock(kept()), Step.What.CHANGED, by=officer, shared_note="Al banco")

    again = put(phone, outing(officer), ID)

    assert again.status_code == 200 and again.json()["version"] == 1


def test_a_change_after_the_approval_takes_it_away(phone, officer):
    put(phone, outing(officer), ID)
    approve_intervention(kept(), by=officer)
    assert kept().status == Status.APPROVED

    put(
        phone, outing(officer, revision=2, base_version=kept().version, note="Buio"), ID
    )

    assert kept().status == Status.ENDED and kept().shared_note == "Buio"


# --- whose


def test_an_outing_of_another_crew_is_refused(phone, officer, client_as, user_as):
    put(phone, outing(officer), ID)

    answer = put(client_as("educator"), outing(user_as("educator"), revision=2), ID)

    assert answer.status_code == 403
    assert counts(kept()) == {("contatti", "", "", ""): 4}


def test_planned_for_others_it_is_refused_as_well(phone, officer, user_as):
    InterventionFactory(client_id=ID, crew=[user_as("educator")], created_by=officer)

    assert put(phone, outing(officer, base_version=1), ID).status_code == 403


def test_what_one_wrote_is_not_taken_from_who_entered_after(
    phone, officer, client_as, user_as
):
    educator = user_as("educator")
    sent = outing(officer, crew=[officer.pk, educator.pk], user=officer.pk)

    assert put(client_as("educator"), sent, ID).status_code == 401
    assert not Intervention.objects.exists()
    assert put(phone, sent, ID).status_code == 201
    path = reverse("field_photo", args=[ID, uuid.uuid4()])
    answer = client_as("educator").put(f"{path}?persona={officer.pk}", phone_photo())
    assert answer.status_code == 401 and not kept().photos.exists()


def test_who_logs_is_in_the_crew(phone, user_as):
    answer = put(phone, outing(user_as("educator")), ID)

    assert answer.status_code == 422 and "crew" in answer.json()["errors"]


@pytest.mark.parametrize("role", ["coordinator", "assessore", "social_worker", "admin"])
def test_who_does_not_go_out_does_not_log(programme, client_as, user_as, role):
    assert put(client_as(role), outing(user_as(role)), ID).status_code == 403


def test_the_crew_holds_only_people_of_the_two_services(phone, officer, user_as):
    sent = outing(officer, crew=[officer.pk, user_as("assessore").pk])

    assert put(phone, sent, ID).status_code == 422
    assert not Intervention.objects.exists()


def test_without_a_session_nothing_is_written_and_the_page_leads_to_the_entrance(
    officer,
):
    answer = put(Client(), outing(officer), ID)

    assert answer.status_code == 302 and answer.url.startswith("/accedi/")
    assert not Intervention.objects.exists()


def test_without_the_token_nothing_is_written(programme, officer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)

    assert put(client, outing(officer), ID).status_code == 403
    token = client.get(reverse("field_state")).json()["csrf"]
    assert (
        put(client, outing(officer), ID, headers={"X-CSRFToken": token}).status_code
        == 201
    )


# --- clocks


def test_a_clock_an_hour_ahead_is_put_right_and_its_own_time_is_kept(phone, officer):
    ahead = timedelta(hours=1)
    start = timezone.now() + ahead - timedelta(minutes=30)
    sent = outing(
        officer,
        device_now=(timezone.now() + ahead).isoformat(),
        started_at=start.isoformat(),
        ended_at=(start + timedelta(minutes=20)).isoformat(),
    )

    put(phone, sent, ID)

    row = kept()
    assert row.device_started_at == start and row.received_at is not None
    assert abs(row.starts_at - (start - ahead)) < timedelta(seconds=10)
    assert row.minutes == 20


def test_a_clock_a_minute_off_is_left_alone(phone, officer):
    sent = outing(officer)
    sent["device_now"] = (timezone.now() + timedelta(seconds=90)).isoformat()

    put(phone, sent, ID)

    assert kept().starts_at == parse_datetime(sent["started_at"])


def test_an_hour_a_person_wrote_is_not_moved(phone, officer):
    sent = outing(officer, typed=["started_at", "ended_at"])
    sent["device_now"] = (timezone.now() + timedelta(days=3)).isoformat()

    put(phone, sent, ID)

    assert kept().starts_at == parse_datetime(sent["started_at"])


@pytest.mark.parametrize(
    ("start", "end", "part"),
    [
        (timedelta(hours=1), timedelta(hours=2), "started_at"),
        (timedelta(days=-9), timedelta(days=-1), "ended_at"),
        (timedelta(hours=-1), timedelta(hours=-2), "ended_at"),
        (timedelta(hours=-1), timedelta(hours=-1), "ended_at"),
    ],
)
def test_times_that_cannot_be_get_a_sentence(phone, officer, start, end, part):
    now = timezone.now()
    sent = outing(officer, started_at=(now + start).isoformat())
    sent["ended_at"] = (now + end).isoformat() if end else None

    answer = put(phone, sent, ID)

    assert answer.status_code == 422 and part in answer.json()["errors"]
    assert not Intervention.objects.exists()


# --- shapes


BAD_PARTS = {
    "revision": [0, -1, True, "1", 10**9, None, 1.5],
    "base_version": ["1", -1, True],
    "device": ["", "x", 5, None],
    "device_now": ["ieri", None, "2026-11-25T10:00:00", "0001-01-01T00:00:00+00:00"],
    "started_at": [None, 5, "9999-12-31T23:59:59+00:00", "2026-13-01T00:00:00Z"],
    "kind": ["rapina", 4, ["presidio"], None],
    "place": ["piazza-lode", 4, "\x00", None, "x" * 51],
    "crew": ["7", [True], ["7"], list(range(1, 22)), [2**70], {}],
    "tallies": [
        {},
        [1],
        [{"what": "furti", "count": 1}],
        [{"what": "contatti", "count": -1}],
        [{"what": "contatti", "count": 1e3}],
        [{"what": "contatti", "count": MOST_COUNTED + 1}],
        [{"what": "contatti", "count": 1, "outcome": "accordo"}],
        [{"what": "mediazioni", "count": 1, "people": "giovani"}],
        [{"what": ["contatti"], "count": 1}],
    ],
    "acts": [
        [{"kind": "arresto", "count": 1}],
        [{"kind": "sanzione", "count": 0}],
        [{"kind": "sanzione", "count": 1, "protocol_number": "Rossi, Mario"}],
        [{"kind": "sanzione", "count": 1, "notified": 1}],
        [{"kind": "allontanamento", "count": 1, "notified": 2}],
        [{"kind": "allontanamento", "count": 1, "questore": 2}],
        [{"kind": "sequestro", "count": 1, "questore": 1}],
        [{"kind": "allontanamento", "count": 1, "questore": "1"}],
    ],
    "outcome": ["bene", 3, ""],
    "note": ["x" * 2001, 5, "\x00", "\ud800", "chiamare 333 1234567", "targa AB123CD"],
    "reports": [["x y"], ["CR-2026-ZZZZZZ"], [4], "CR-2026-ZZZZZZ"],
    "follow_up_on": ["domani", 5, "2020-01-01", "9999-12-31"],
    "typed": [["outcome"], "started_at", [[]]],
    "discarded": ["no"],
}


@pytest.mark.parametrize("part", sorted(BAD_PARTS))
def test_a_part_that_is_wrong_gets_a_sentence_and_nothing_is_written(
    phone, officer, part
):
    for value in BAD_PARTS[part]:
        answer = put(phone, outing(officer, **{part: value}), ID)

        assert answer.status_code == 422, value
        assert answer.json()["errors"][part].endswith(".")
    assert not Intervention.objects.exists() and not PhoneSend.objects.exists()


def test_a_moment_before_the_programme_gets_a_sentence(phone, officer):
    long_ago = outing(officer, started_at="2023-12-30T20:00:00Z", ended_at=None)

    answer = put(phone, long_ago, ID)

    assert answer.status_code == 422
    assert "prima del 2024" in answer.json()["errors"]["started_at"]


@pytest.mark.parametrize(("day", "status"), [("2026-11-19", 422), ("2026-11-20", 201)])
def test_nobody_goes_back_the_day_before_an_outing_just_after_midnight(
    phone, officer, stop_clock, day, status
):
    stop_clock("2026-11-20 02:30")  # two hours after its start, still the 19th in UTC

    answer = put(phone, outing(officer, follow_up_on=day), ID)

    assert answer.status_code == status


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "5", "null", '"x"', "[" * 100_000, b"\xff\xfe", "NaN"]
)
def test_what_is_no_document_gets_a_sentence(phone, body):
    answer = put(phone, body, ID)

    assert answer.status_code in {400, 422} and answer.json()["error"]


def test_a_phone_not_yet_updated_may_still_send_the_zones_it_kept(phone, officer):
    old = outing(officer, shares_trace=True, cells=[[45.135, 10.023, 4]])

    assert put(phone, old, ID).status_code == 201


def test_a_document_too_big_gets_a_sentence(phone, officer):
    answer = put(phone, outing(officer, more="x" * 300_000), ID)

    assert answer.status_code == 413 and answer.json()["error"]


def test_too_many_sendings_are_told_when_to_come_back(phone, officer, monkeypatch):
    monkeypatch.setattr("interventions.views.field.SENDINGS", Limit("x", 1, 60))
    put(phone, outing(officer), ID)

    answer = put(phone, outing(officer, revision=2), ID)

    assert answer.status_code == 429 and 0 < int(answer["Retry-After"]) <= 60
    assert "riprova da solo dopo le" in answer.json()["error"]
    assert kept().sends.get().revision == 1


# --- what hangs from it


def test_everything_the_phone_knows_is_kept(phone, officer):
    report = ReportFactory()
    day = timezone.localdate() + timedelta(days=1)
    sent = outing(
        officer,
        tallies=[
            {"what": "contatti", "people": "giovani", "age_band": "14-17", "count": 3},
            {"what": "mediazioni", "outcome": "accordo", "count": 1},
            {"what": "controlli", "count": 0},
        ],
        acts=[
            {"kind": "sanzione", "count": 1, "protocol_number": "2026/12"},
            {"kind": "allontanamento", "count": 1, "notified": 1},
            {"kind": "allontanamento", "count": 2, "questore": 2},
        ],
        note="Fontana accesa, panchine piene.",
        reports=[report.code],
        follow_up_on=day.isoformat(),
    )

    put(phone, sent, ID)

    row = kept()
    assert counts(row) == {
        ("contatti", "giovani", "14-17", ""): 3,
        ("mediazioni", "", "", "accordo"): 1,
    }
    assert {
        (a.kind, a.protocol_number, a.count, a.notified_questore, a.notified_services)
        for a in row.acts.all()
    } == {
        ("sanzione", "2026/12", 1, 0, 0),
        ("allontanamento", "", 3, 2, 1),
    }
    assert list(row.reports.all()) == [report] and row.trigger == "segnalazione"
    assert [task.due_on for task in row.follow_ups.open()] == [day]
    report.refresh_from_db()
    assert report.status == ReportStatus.IN_CHARGE


def test_an_educator_neither_reads_nor_loses_the_reports_an_officer_linked(
    phone, officer, client_as, user_as
):
    educator, report = user_as("educator"), ReportFactory()
    crew = [officer.pk, educator.pk]
    put(phone, outing(officer, crew=crew, reports=[report.code]), ID)

    sent = outing(educator, crew=crew, device=OTHER_DEVICE, base_version=kept().version)
    answer = put(client_as("educator"), sent, ID)

    assert answer.status_code == 200 and list(kept().reports.all()) == [report]
    assert client_as("educator").get(reverse("field_state")).json()["reports"] == []


def test_the_phone_offers_each_service_to_count_what_is_its_own(programme, client_as):
    words = {
        role: client_as(role).get(reverse("field_state")).json()["words"]
        for role in ("officer", "educator")
    }

    assert "controlli" in words["officer"]["offered"] and words["officer"]["acts"]
    assert words["educator"]["offered"] == ["contatti", "mediazioni"]
    assert words["educator"]["acts"] == []
    assert words["educator"]["tallies"] == words["officer"]["tallies"]  # to be read


def test_neither_the_history_nor_the_trail_holds_what_was_written(phone, officer):
    from accounts.models import AuditEntry

    put(phone, outing(officer, note="Parola-segreta vicino al muro"), ID)

    written = [*Step.objects.values_list("detail", flat=True)]
    written += [(e.before, e.after) for e in AuditEntry.objects.all()]
    assert "Parola-segreta" not in json.dumps(written)
    assert AuditEntry.objects.filter(action="intervention.log").count() == 1


# --- photos


def test_a_photo_sent_twice_is_one_without_its_metadata(phone, officer):
    put(phone, outing(officer), ID)
    photo_id = uuid.uuid4()

    answers = [put_photo(phone, ID, phone_photo(), photo_id) for _ in range(2)]

    assert [a.status_code for a in answers] == [200, 200]
    (photo,) = kept().photos.all()
    served = phone.get(reverse("intervention_photo", args=[photo.pk]))
    assert b"Anna" not in b"".join(served.streaming_content)
    # the phone's own photo is no conflict for its next revision
    assert (
        put(phone, outing(officer, revision=2, base_version=1), ID).status_code == 200
    )


def test_a_fourth_photo_a_false_one_and_one_too_big_are_refused(
    phone, officer, settings
):
    put(phone, outing(officer), ID)
    for data in [b"<script>", b"", huge_png()]:
        assert put_photo(phone, ID, data).status_code == 422
    for _ in range(3):
        put_photo(phone, ID, phone_photo())

    assert put_photo(phone, ID, phone_photo()).status_code == 422
    settings.PHOTO_LIMITS = {**settings.PHOTO_LIMITS, "bytes": 10}
    assert put_photo(phone, ID, phone_photo()).status_code == 413
    assert kept().photos.count() == 3


def test_a_photo_that_nobody_could_open_now_is_sent_again(phone, officer, settings):
    settings.SANDBOX = settings.SANDBOX | {"waiting": 0}
    put(phone, outing(officer), ID)

    with PLACES.taken(f"person {officer.pk}"):
        answer = put_photo(phone, ID, phone_photo())
    assert answer.status_code == 503 and "riprova tra poco" in answer.json()["error"]
    assert answer["Retry-After"] == "10"
    assert put_photo(phone, ID, phone_photo()).status_code == 200


def test_a_photo_before_its_record_or_of_another_crew_is_refused(
    phone, officer, client_as
):
    assert put_photo(phone, ID, phone_photo()).status_code == 404
    put(phone, outing(officer), ID)

    assert put_photo(client_as("educator"), ID, phone_photo()).status_code == 403


def test_a_photo_of_another_outing_is_not_taken_over(phone, officer):
    other, photo_id = uuid.uuid4(), uuid.uuid4()
    put(phone, outing(officer), ID)
    put(phone, outing(officer), other)
    put_photo(phone, other, phone_photo(), photo_id)

    assert put_photo(phone, ID, phone_photo(), photo_id).status_code == 422
    assert kept().photos.count() == 0


def test_one_more_tap_asks_once_for_what_the_document_names(
    phone, officer, django_assert_max_num_queries
):
    sent = outing(officer, ended=False, reports=[ReportFactory().code])
    put(phone, sent, ID)
    more = sent | {"revision": 2, "base_version": 1, "tallies": []}

    with django_assert_max_num_queries(MOST_QUERIES) as queries:
        put(phone, more, ID)

    asked = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    by_name = [sql for sql in asked if '"hotspots_hotspot"."slug" = ' in sql]
    by_code = [sql for sql in asked if '"reports_report"."code" IN' in sql]
    people = [sql for sql in asked if '"accounts_user"."id" IN' in sql]
    # the people once more, as they are locked
    assert [len(by_name), len(by_code), len(people)] == [1, 1, 2]
