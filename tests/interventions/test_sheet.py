"""The shared sheet: what may be written on it, what the history keeps, what it sets moving."""

from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.models import AuditEntry
from interventions.models import (
    Approval,
    Intervention,
    Outcome,
    Service,
    Status,
    Step,
    Tally,
)
from interventions.record import lifecycle
from interventions.record.lifecycle import RecordChanged, StepRefused
from interventions.record.rows import ActLine, TallyLine
from interventions.record.sheet import read_sheet
from interventions.services import sheet as rules
from interventions.services.approval import approve_intervention
from interventions.services.follow_up import close_follow_up
from interventions.services.sheet import save_sheet
from reports.models import Status as ReportStatus
from tests.accounts.factories import UserFactory
from tests.hotspots.factories import HotspotFactory
from tests.interventions.factories import FRIDAY_EVENING, InterventionFactory
from tests.moments import clock_at
from tests.reports.factories import ReportFactory

AFTER = FRIDAY_EVENING + timedelta(hours=3)

pytestmark = pytest.mark.usefixtures("after_the_outing")


@pytest.fixture
def after_the_outing():
    with clock_at(AFTER):
        yield


@pytest.fixture
def outing(officer, educator):
    return InterventionFactory(ended=True, crew=[officer, educator])


def written(outing, by, **changes):
    save_sheet(outing, replace(read_sheet(outing), **changes), by=by)
    return Intervention.objects.get(pk=outing.pk)


def last_step(outing):
    return outing.history.order_by("-pk").first()


def test_the_history_names_the_changed_fields_in_one_line(outing, officer):
    place, was = HotspotFactory(), outing.hotspot

    row = written(
        outing,
        officer,
        hotspot=place,
        kind="controllo",
        aim="Guardare i giardini",
        shared_note="Poca luce vicino alla fontana.",
        tallies=[TallyLine("contatti", "giovani", "14-17", "", 3)],
    )

    assert (row.hotspot, row.kind, row.tallies.get().count) == (place, "controllo", 3)
    (step,) = outing.history.all()
    assert step.what == Step.What.CHANGED and step.by == officer
    assert step.detail == {
        "changed_fields": ["hotspot", "kind", "aim", "shared_note", "tallies"],
        "place_moved": {"from": was.slug, "to": place.slug},
    }
    kept = str(AuditEntry.objects.get(action="intervention.change").after)
    assert "fontana" not in kept and "hotspot" in kept


def test_nothing_changed_writes_nothing(outing, officer):
    row = written(outing, officer)

    assert row.version == 1 and not row.history.exists()


def test_hours_that_look_the_same_keep_their_seconds(outing, officer):
    Intervention.objects.update(starts_at=FRIDAY_EVENING + timedelta(seconds=42))
    outing.refresh_from_db()

    row = written(outing, officer, starts_at=FRIDAY_EVENING, kind="controllo")

    assert row.starts_at.second == 42
    assert last_step(row).detail == {"changed_fields": ["kind"]}


def test_new_hours_count_again_for_each_service(outing, officer):
    row = written(outing, officer, starts_at=FRIDAY_EVENING - timedelta(hours=1))

    assert row.minutes == 180
    assert (row.officer_minutes, row.educator_minutes) == (180, 180)


def test_after_midnight_the_outing_is_still_of_the_day_it_began(outing, officer):
    start = FRIDAY_EVENING - timedelta(days=2)

    row = written(outing, officer, starts_at=start, ends_at=start + timedelta(hours=8))

    assert row.day.isoformat() == "2026-11-18"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"ends_at": FRIDAY_EVENING - timedelta(minutes=1)}, rules.ENDS_BEFORE),
        ({"ends_at": AFTER + timedelta(hours=1)}, rules.IN_THE_FUTURE),
        ({"starts_at": FRIDAY_EVENING - timedelta(days=2)}, rules.TOO_LONG),
        ({"ends_at": None}, rules.END_MISSING),
        ({"outcome": ""}, rules.OUTCOME_MISSING),
        ({"people": []}, rules.NOBODY),
    ],
)
def test_what_cannot_have_been_is_refused(outing, user_as, changes, reason):
    with pytest.raises(StepRefused, match=reason[:30]):
        written(outing, user_as("coordinator"), **changes)

    outing.refresh_from_db()
    assert outing.version == 1 and outing.crew.count() == 2


@pytest.mark.parametrize(
    ("field", "text"),
    [("shared_note", "Chiamare il 333 1234567"), ("aim", "Cercare l’auto AB123CD")],
)
def test_a_shared_text_never_points_at_a_person(outing, officer, field, text):
    with pytest.raises(StepRefused, match="sembra esserci"):
        written(outing, officer, **{field: text})


def test_who_does_not_go_out_nor_coordinate_writes_nothing(outing, user_as):
    with pytest.raises(StepRefused, match="non scriverla"):
        written(outing, user_as("assessore"), kind="controllo")

    assert written(outing, user_as("coordinator"), kind="controllo").version == 2


def test_the_sheet_of_one_going_on_does_not_empty_its_crew(user_as, officer):
    outing = InterventionFactory(running=True, crew=[officer])

    with pytest.raises(StepRefused, match="non c’è nessuno"):
        written(outing, user_as("coordinator"), people=[])

    assert outing.crew.count() == 1


def test_a_sheet_without_a_crew_to_choose_does_not_end_one_of_nobody(officer):
    outing = InterventionFactory()

    with pytest.raises(StepRefused, match="non c’è nessuno"):
        written(outing, officer, people=None, outcome=Outcome.QUIET)


def test_a_person_of_the_other_service_stays_where_they_are(outing, officer, educator):
    with pytest.raises(StepRefused, match="altro servizio"):
        written(outing, officer, people=[officer])

    assert outing.crew.count() == 2


def test_a_cancelled_one_is_only_read(officer):
    outing = InterventionFactory(status=Status.CANCELLED, cancelled_because="Pioggia")

    with pytest.raises(StepRefused, match="solo leggere"):
        written(outing, officer, kind="controllo")


def test_a_sheet_ends_only_what_may_end(officer, monkeypatch):
    monkeypatch.setitem(lifecycle.ALLOWED_MOVES, Status.RUNNING, {Status.CANCELLED})
    outing = InterventionFactory(running=True, crew=[officer])

    with pytest.raises(StepRefused, match="non può diventare"):
        written(outing, officer, ends_at=AFTER, outcome="tranquillo")


def test_a_version_no_longer_there_is_refused(outing, officer):
    sheet = read_sheet(outing)
    save_sheet(outing, replace(sheet, kind="controllo"), by=officer, seen=1)

    with pytest.raises(RecordChanged):
        save_sheet(outing, replace(sheet, kind="contatto"), by=officer, seen=1)


def test_a_change_takes_both_approvals_away_and_both_lines_say_so(
    outing, officer, educator
):
    approve_intervention(outing, by=officer)
    approve_intervention(outing, by=educator)

    row = written(outing, officer, kind="controllo")

    assert row.status == Status.ENDED and not row.approvals.exists()
    whats = list(row.history.values_list("what", flat=True))
    assert whats[-2:] == [Step.What.REOPENED, Step.What.CHANGED]


def test_a_change_takes_away_also_the_first_of_two_approvals(outing, officer, educator):
    approve_intervention(outing, by=educator)

    written(outing, officer, kind="controllo")

    assert not Approval.objects.exists()


def test_a_planned_one_whose_hours_are_over_is_logged_afterwards(officer):
    outing = InterventionFactory(crew=[officer])

    row = written(outing, officer, outcome=Outcome.QUIET)

    assert row.status == Status.ENDED and row.planned_from == FRIDAY_EVENING
    assert last_step(row).what == Step.What.LOGGED


def test_one_still_to_come_has_no_sheet_yet(officer):
    outing = InterventionFactory(crew=[officer], starts_at=AFTER)

    with pytest.raises(StepRefused, match="deve ancora finire"):
        written(outing, officer, outcome=Outcome.QUIET)


def test_a_running_one_is_written_and_goes_on_until_an_end_is_given(officer):
    outing = InterventionFactory(running=True, crew=[officer])

    row = written(outing, officer, aim="Presenza")
    assert row.status == Status.RUNNING and row.ends_at is None

    row = written(row, officer, ends_at=AFTER, outcome=Outcome.QUIET)
    assert row.status == Status.ENDED and row.officer_minutes == 180
    assert last_step(row).what == Step.What.ENDED


def test_who_is_in_another_outing_does_not_join_one_that_goes_on(officer, user_as):
    coordinator, colleague = user_as("coordinator"), UserFactory(role=officer.role)
    InterventionFactory(running=True, crew=[colleague])
    outing = InterventionFactory(running=True, crew=[officer])

    with pytest.raises(StepRefused, match="è già in un’altra uscita"):
        written(outing, coordinator, people=[officer, colleague])
    assert list(outing.crew.values_list("person", flat=True)) == [officer.pk]

    row = written(
        outing,
        coordinator,
        people=[officer, colleague],
        ends_at=AFTER,
        outcome=Outcome.QUIET,
    )
    assert row.officers == 2  # it is over: the sheet says who was there


def test_names_already_gone_stay_gone(officer):
    outing = InterventionFactory(
        approved=True, officers=2, officer_minutes=240, crew_frozen_at=AFTER
    )

    row = written(outing, officer, people=[officer], kind="controllo")

    assert not row.crew.exists() and (row.officers, row.officer_minutes) == (2, 240)


def test_rows_are_replaced_not_added(outing, officer):
    written(outing, officer, tallies=[TallyLine("contatti", "", "", "", 3)])
    row = written(
        outing,
        officer,
        tallies=[TallyLine("controlli", "", "", "", 2)],
        acts=[ActLine("allontanamento", "2026/9", 2, 2, 1)],
    )

    assert [(t.what, t.count) for t in row.tallies.all()] == [(Tally.What.CHECK, 2)]
    assert row.acts.get().notified_services == 1


def test_the_day_to_go_back_becomes_one_task_moves_and_goes(outing, officer):
    day = AFTER.date() + timedelta(days=7)

    row = written(outing, officer, follow_up_on=day)
    assert row.follow_ups.get().due_on == day
    row = written(row, officer, follow_up_on=day + timedelta(days=1))
    assert row.follow_ups.get().due_on == day + timedelta(days=1)
    row = written(row, officer, follow_up_on=None)
    assert not row.follow_ups.exists()


def test_to_follow_is_a_task_until_somebody_went_back(outing, officer):
    row = written(outing, officer, outcome=Outcome.TO_FOLLOW, follow_up_on=None)
    task = row.follow_ups.get()
    assert task.due_on >= row.day + timedelta(days=7)

    close_follow_up(task, by=officer)
    row = written(row, officer, outcome=Outcome.QUIET, follow_up_on=None)
    row = written(row, officer, outcome=Outcome.TO_FOLLOW, follow_up_on=None)

    assert not row.follow_ups.open().exists()


def test_a_report_linked_afterwards_is_moved_along(outing, officer):
    report = ReportFactory()

    row = written(outing, officer, reports=[report])

    report.refresh_from_db()
    assert report.status == ReportStatus.IN_CHARGE and report.in_charge_of == officer
    assert last_step(row).detail == {
        "changed_fields": ["reports"],
        "reports_taken": report.code,
        "reports_told": report.code,
    }


def test_the_lead_stays_who_it_was(outing, officer):
    assert written(outing, officer, kind="controllo").lead == Service.POLICE
