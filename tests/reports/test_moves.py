import itertools

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import AuditEntry
from jobs.models import Outbox
from reports.models import ALLOWED_MOVES, Message, Outcome, Report, Status
from reports.moves import MoveRefused, lock, may_move, move, version
from reports.services import desk, merging, steps
from tests.accounts.factories import UserFactory
from tests.reports.factories import (
    ORTI_ROMANI,
    PALAZZO_COMUNALE,
    PIAZZA_ROMA,
    CategoryFactory,
    ReportFactory,
)

pytestmark = pytest.mark.django_db
PAIRS = list(itertools.product(Status, Status))


def goes_with(status):
    """Return the fields that a report has in a state, and in that alone."""
    return {
        Status.IN_CHARGE: lambda: {"in_charge_of": UserFactory()},
        Status.FORWARDED: lambda: {"forwarded_to": "ASST"},
        Status.MERGED: lambda: {"merged_into": ReportFactory()},
        Status.CLOSED: lambda: {"outcome": Outcome.SOLVED},
    }.get(status, dict)()


def report_in(status, **fields):
    return ReportFactory(status=status, **goes_with(status), **fields)


@pytest.fixture
def officer(user_as):
    return user_as("officer")


@pytest.mark.parametrize(("now", "to"), PAIRS)
def test_a_report_moves_only_as_the_table_says(now, to, officer):
    report = report_in(now)
    extra = goes_with(to)
    steps = report.history.count()

    if to in ALLOWED_MOVES[now]:
        change = move(report, to, by=officer, note="Fatto", **extra)

        report.refresh_from_db()
        assert (report.status, change.status, change.by) == (to, to, officer)
        assert report.history.count() == steps + 1
    else:
        with pytest.raises(MoveRefused) as refused:
            move(report, to, by=officer, **extra)

        report.refresh_from_db()
        assert report.status == now
        assert report.history.count() == steps
        assert str(refused.value).endswith(".")


def test_every_state_has_its_row_in_the_table():
    assert set(ALLOWED_MOVES) == set(Status)


def test_leaving_the_closed_state_takes_the_outcome_away(officer):
    report = desk.reopen_report(report_in(Status.CLOSED), by=officer)

    assert (report.status, report.outcome) == (Status.IN_CHARGE, "")
    assert report.in_charge_of == officer


def test_a_report_taken_back_is_not_forwarded_any_more(officer):
    report = desk.forward_report(
        ReportFactory(), forwarded_to="ASST", note="Ti scrivono loro.", by=officer
    )
    assert report.forwarded_to == "ASST"

    report = desk.take_charge(report, by=officer)

    assert report.forwarded_to == ""
    notes = report.history.values_list("note", flat=True)
    assert "Inoltrata a: ASST. Ti scrivono loro." in notes


def test_a_separated_report_is_in_nobodys_charge(officer):
    report = desk.take_charge(ReportFactory(), by=officer)
    report = merging.merge_report(report, into=ReportFactory(), by=officer)

    report = merging.unmerge_report(report, by=officer)

    assert (report.status, report.in_charge_of) == (Status.TRIAGED, None)


@pytest.mark.parametrize("status", Status)
def test_the_database_refuses_what_belongs_to_another_state(status, officer):
    report = report_in(status)
    wrong = {"forwarded_to": "" if status == Status.FORWARDED else "ASST"}
    if status in (Status.RECEIVED, Status.TRIAGED):
        wrong = {"in_charge_of": officer}
    if status == Status.IN_CHARGE:
        wrong = {"in_charge_of": None}

    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(**wrong)


def test_taking_charge_writes_history_and_audit_and_tells_the_citizen(officer):
    report = ReportFactory(email="chi@example.org")

    desk.take_charge(report, by=officer)

    entry = AuditEntry.objects.get(action="report.take_charge")
    assert entry.before == {"status": Status.RECEIVED, "in_charge_of": None}
    assert entry.after == {"status": Status.IN_CHARGE, "in_charge_of": officer.pk}
    assert Outbox.objects.count() == 1


def test_the_second_officer_reads_who_was_faster(officer, user_as):
    report = ReportFactory()
    seen = version(report)
    desk.take_charge(report, by=officer, seen=seen)

    with pytest.raises(MoveRefused, match="Nel frattempo Officer demo l’ha presa in"):
        desk.take_charge(report, by=user_as("coordinator"), seen=seen)

    assert Report.objects.get().in_charge_of == officer


def test_a_change_without_a_step_is_noticed_too(officer):
    report = ReportFactory()
    desk.take_charge(report, by=officer)
    seen = version(lock(report))
    desk.triage_report(
        report, category=report.category, priority=1, by=officer, seen=seen
    )

    with pytest.raises(MoveRefused, match="Nel frattempo"):
        desk.close_report(
            report, outcome=Outcome.SOLVED, note="Pulito", by=officer, seen=seen
        )


def test_nobody_takes_a_report_from_a_colleague(officer, user_as):
    report = desk.take_charge(ReportFactory(), by=officer)

    with pytest.raises(MoveRefused, match="già in carico a Officer demo"):
        desk.take_charge(report, by=user_as("coordinator"))
    with pytest.raises(MoveRefused, match="già in carico a te"):
        desk.take_charge(report, by=officer)


def test_a_coordinator_gives_a_report_to_another_officer(officer, user_as):
    coordinator = user_as("coordinator")
    report = desk.take_charge(ReportFactory(), by=officer)

    report = desk.assign_report(report, to=coordinator, note="Ferie", by=coordinator)

    assert report.in_charge_of == coordinator
    assert Message.objects.get().text == "Assegnata a Coordinator demo. Ferie"
    assert report.history.filter(status=Status.IN_CHARGE).count() == 1


def test_giving_a_waiting_report_tells_the_citizen_as_taking_it_does(officer, user_as):
    report = ReportFactory(email="chi@example.org")

    desk.assign_report(report, to=officer, by=user_as("coordinator"))

    entry = AuditEntry.objects.get(action="report.assign")
    assert entry.after == {"status": Status.IN_CHARGE, "in_charge_of": officer.pk}
    assert Outbox.objects.count() == 1


def test_who_is_told_is_read_in_one_place(officer, user_as, monkeypatch):
    monkeypatch.setattr(steps, "TOLD", set())
    report = ReportFactory(email="chi@example.org")

    desk.assign_report(report, to=officer, by=user_as("coordinator"))

    assert not Outbox.objects.exists()


def test_a_report_is_not_given_to_who_cannot_work_it(officer, user_as):
    with pytest.raises(MoveRefused, match="non può gestire"):
        desk.assign_report(ReportFactory(), to=user_as("educator"), by=officer)


@pytest.mark.parametrize("status", [Status.CLOSED, Status.MERGED])
def test_a_finished_report_is_neither_taken_nor_valued_nor_released(status, officer):
    report = report_in(status)

    for verb, extra in [
        (desk.take_charge, {}),
        (desk.assign_report, {"to": officer}),
        (desk.release_report, {}),
        (desk.triage_report, {"category": report.category, "priority": 1}),
    ]:
        with pytest.raises(MoveRefused):
            verb(report, by=officer, **extra)


def test_triage_corrects_category_and_priority_and_keeps_the_note_inside(officer):
    category = CategoryFactory(code="verde")

    report = desk.triage_report(
        ReportFactory(),
        category=category,
        priority=1,
        note="Sentito il 118",
        by=officer,
    )

    assert (report.status, report.category, report.priority) == (
        Status.TRIAGED,
        category,
        1,
    )
    assert report.messages.get().side == Message.Side.INTERNAL
    assert "118" not in str(AuditEntry.objects.values("before", "after"))


def test_triage_of_a_report_in_charge_leaves_its_state(officer):
    report = desk.take_charge(ReportFactory(), by=officer)

    report = desk.triage_report(
        report, category=report.category, priority=2, by=officer
    )

    assert (report.status, report.priority) == (Status.IN_CHARGE, 2)


def test_a_released_report_is_in_nobodys_charge(officer):
    report = desk.take_charge(ReportFactory(), by=officer)

    report = desk.release_report(report, note="Fine turno", by=officer)

    assert (report.status, report.in_charge_of) == (Status.TRIAGED, None)


def test_closing_wants_an_outcome_and_words_for_the_citizen(officer):
    report = ReportFactory()

    with pytest.raises(MoveRefused, match="Scrivi"):
        desk.close_report(report, outcome=Outcome.SOLVED, note="  ", by=officer)
    with pytest.raises(ValueError):
        desk.close_report(report, outcome="boh", note="Pulito", by=officer)
    report = desk.close_report(
        report, outcome=Outcome.SOLVED, note="Pulito", by=officer
    )

    assert report.history.last().note == "Pulito"


def test_an_answer_reaches_the_citizen_also_when_the_report_is_closed(officer):
    report = report_in(Status.CLOSED, email="chi@example.org")

    desk.answer_report(report, text="Siamo passati ieri.", by=officer)

    assert report.messages.get().side == Message.Side.OFFICE
    assert Outbox.objects.count() == 1
    assert "ieri" not in str(Outbox.objects.get().payload)


def test_a_note_stays_inside(officer):
    report = ReportFactory(email="chi@example.org")

    desk.add_note(report, text="Da verificare", by=officer)

    assert report.messages.get().side == Message.Side.INTERNAL
    assert Outbox.objects.count() == 0


# --- Joining


def test_two_reports_of_the_same_place_become_one(officer):
    report, other = ReportFactory(), ReportFactory()

    report = merging.merge_report(report, into=other, by=officer)
    assert (report.status, report.merged_into) == (Status.MERGED, other)

    report = merging.unmerge_report(report, by=officer)
    assert (report.status, report.merged_into) == (Status.TRIAGED, None)


def test_what_was_joined_follows_so_that_no_chain_grows(officer):
    first, second, third = ReportFactory.create_batch(3)

    merging.merge_report(first, into=second, by=officer)
    merging.merge_report(second, into=third, by=officer)

    first.refresh_from_db()
    assert first.merged_into == third


def test_two_reports_cannot_be_joined_to_each_other(officer):
    first, second = ReportFactory.create_batch(2)
    merging.merge_report(first, into=second, by=officer)

    with pytest.raises(MoveRefused, match=f"è già unita a {second.code}"):
        merging.merge_report(second, into=first, by=officer)
    with pytest.raises(MoveRefused, match="sé stessa"):
        merging.merge_report(second, into=second, by=officer)


def test_a_report_is_not_joined_to_a_closed_one(officer):
    with pytest.raises(MoveRefused, match="è chiusa"):
        merging.merge_report(ReportFactory(), into=report_in(Status.CLOSED), by=officer)


def test_a_report_is_not_joined_to_one_far_away(officer):
    far = ReportFactory(latitude=ORTI_ROMANI[0], longitude=ORTI_ROMANI[1])

    with pytest.raises(MoveRefused, match="più di 500 metri"):
        merging.merge_report(ReportFactory(), into=far, by=officer)


def test_separating_wants_a_joined_report(officer):
    with pytest.raises(MoveRefused, match="non è unita"):
        merging.unmerge_report(ReportFactory(), by=officer)


# --- Near


def test_near_measures_metres_and_leaves_out_the_corners_of_the_box(db):
    lat, lon = PIAZZA_ROMA
    here = ReportFactory()
    # metres of a degree here, WGS84: 190 m north and about 190 m east: 269 m away
    corner = 190 / 111_134.4
    ReportFactory(latitude=lat + corner, longitude=lon + corner / 0.705)
    north = ReportFactory(latitude=lat + 199 / 111_134.4)
    ReportFactory(latitude=lat + 201 / 111_134.4)

    found = list(Report.objects.near(lat, lon, 200))

    assert found == [here, north]
    assert found[1].metres2 ** 0.5 == pytest.approx(199, abs=0.01)


def test_near_agrees_with_the_distance_of_the_map(db):
    ReportFactory(latitude=PALAZZO_COMUNALE[0], longitude=PALAZZO_COMUNALE[1])

    assert not Report.objects.near(*PIAZZA_ROMA, 200).exists()
    assert Report.objects.near(*PIAZZA_ROMA, 260).exists()


def test_may_move_reads_the_table():
    assert may_move(Report(status=Status.CLOSED), Status.IN_CHARGE)
    assert not may_move(Report(status=Status.CLOSED), Status.MERGED)


def test_the_row_is_locked_where_the_database_can(officer, django_assert_num_queries):
    report = ReportFactory()
    with django_assert_num_queries(1) as queries:
        lock(report)

    locked = "FOR UPDATE" in queries[0]["sql"]
    assert locked == connection.features.has_select_for_update


# --- The same words twice


@pytest.mark.parametrize(
    ("verb", "side"),
    [
        (desk.answer_report, Message.Side.OFFICE),
        (desk.add_note, Message.Side.INTERNAL),
    ],
)
def test_a_second_click_writes_nothing_and_other_words_do(officer, user_as, verb, side):
    report = ReportFactory()

    for text in ("Passiamo domani.", "Passiamo domani.", "Passiamo dopodomani."):
        verb(report, text=text, by=officer)
    verb(report, text="Passiamo domani.", by=user_as("coordinator"))

    assert report.messages.filter(side=side).count() == 3
