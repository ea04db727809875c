"""An outing begins, ends, is approved by who took part; the reports it answers go along."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from accounts.models import AuditEntry
from interventions.models import Approval, Intervention, Outcome, Service, Status, Step
from interventions.record.lifecycle import StepRefused
from interventions.services import answers, approval, crew, follow_up
from interventions.services.outing import end_intervention, start_intervention
from interventions.services.planning import cancel_intervention, restore_intervention
from reports.models import Message, StatusChange
from reports.models import Status as ReportStatus
from reports.services.desk import close_report
from tests.interventions.factories import (
    FRIDAY_EVENING,
    FollowUpFactory,
    InterventionFactory,
)
from tests.moments import clock_at
from tests.reports.factories import ReportFactory

LATE = FRIDAY_EVENING + timedelta(minutes=7)
END = FRIDAY_EVENING + timedelta(hours=1, minutes=7)


def started(outing, by, at=LATE):
    with clock_at(at):
        return start_intervention(outing, by=by)


def ended(outing, by, at=END, **arguments):
    with clock_at(at):
        return end_intervention(
            outing, **{"outcome": Outcome.QUIET, **arguments}, by=by
        )


def test_the_real_hours_stand_beside_those_planned(officer, educator):
    outing = InterventionFactory(crew=[officer, educator])

    row = started(outing, officer)
    assert row.status == Status.RUNNING and row.starts_at == LATE
    assert row.planned_from == FRIDAY_EVENING and row.ends_at is None

    row = ended(outing, educator, follow_up_on=END.date())
    assert (row.status, row.minutes, row.officer_minutes) == (Status.ENDED, 60, 60)
    assert row.follow_ups.get().due_on == END.date()
    assert [s.what for s in row.history.all()] == [Step.What.STARTED, Step.What.ENDED]


def test_what_is_to_follow_is_a_task_within_a_week_when_no_day_is_chosen(officer):
    def told(**said):
        outing = started(InterventionFactory(crew=[officer]), officer)
        return ended(outing, officer, **said)

    chosen = told(outcome=Outcome.TO_FOLLOW, follow_up_on=END.date())
    unchosen = told(outcome=Outcome.TO_FOLLOW)
    quiet = told(outcome=Outcome.HANDLED)

    assert chosen.follow_ups.get().due_on == END.date()
    assert unchosen.follow_ups.get().due_on == END.date() + timedelta(days=7)
    assert not quiet.follow_ups.exists()


def test_one_of_another_day_does_not_start_today(officer):
    outing = InterventionFactory(crew=[officer])

    with pytest.raises(StepRefused, match="20/11/2026"):
        started(outing, officer, at=LATE - timedelta(days=1))


def test_it_starts_once(officer):
    outing = InterventionFactory(crew=[officer])
    started(outing, officer)

    with pytest.raises(StepRefused, match="non può diventare"):
        started(outing, officer)


@pytest.mark.parametrize("who", ["educator", "coordinator"])
def test_it_starts_and_ends_who_is_of_a_service_that_goes_out(officer, user_as, who):
    outing = InterventionFactory(crew=[officer])

    with pytest.raises(StepRefused, match="di un servizio in equipaggio"):
        started(outing, user_as(who))


def test_only_what_goes_on_ends_and_only_within_a_day(officer):
    with pytest.raises(StepRefused, match="in corso"):
        ended(InterventionFactory(crew=[officer]), officer)
    outing = InterventionFactory(running=True, crew=[officer])
    with pytest.raises(StepRefused, match="24 ore"):
        ended(outing, officer, at=FRIDAY_EVENING + timedelta(hours=25))
    with pytest.raises(StepRefused, match="futuro"):
        ended(outing, officer, at=FRIDAY_EVENING - timedelta(hours=1))


def test_one_with_nobody_in_its_crew_does_not_end(officer):
    outing = started(InterventionFactory(), officer)

    with pytest.raises(StepRefused, match="non c’è nessuno"):
        ended(outing, officer)

    outing.refresh_from_db()
    assert outing.status == Status.RUNNING
    crew.join_intervention(outing, by=officer)
    assert ended(outing, officer).status == Status.ENDED


def test_one_whose_names_were_erased_ends_with_its_counts(officer):
    outing = InterventionFactory(running=True, officers=1, crew_frozen_at=LATE)

    assert ended(outing, officer).officer_minutes == 67


def test_the_last_one_of_a_crew_in_the_street_does_not_leave_it_empty(
    officer, educator
):
    outing = InterventionFactory(running=True, crew=[officer, educator])
    crew.leave_intervention(outing, by=educator)

    with pytest.raises(StepRefused, match="ci sei solo tu"):
        crew.leave_intervention(outing, by=officer)

    assert [member.person for member in outing.crew.all()] == [officer]


def reported(**fields):
    return ReportFactory(received_at=FRIDAY_EVENING - timedelta(days=1), **fields)


# --- Approval
def test_a_joint_one_counts_when_both_services_approved(officer, educator):
    outing = InterventionFactory(ended=True, crew=[officer, educator])

    row = approval.approve_intervention(outing, by=officer, seen=1)
    assert row.status == Status.ENDED and row.version == 1
    row = approval.approve_intervention(outing, by=educator, seen=1)

    assert row.status == Status.APPROVED
    assert Intervention.objects.counted().get() == outing
    lines = [s.detail["service"] for s in row.history.all()]
    assert lines == [Service.POLICE, Service.EDUCATION]
    assert AuditEntry.objects.filter(action="intervention.approve").count() == 2


def test_one_of_a_single_service_needs_its_own_alone(officer, educator):
    outing = InterventionFactory(ended=True, crew=[educator], lead=Service.EDUCATION)

    with pytest.raises(StepRefused, match="nessuno della Polizia Locale"):
        approval.approve_intervention(outing, by=officer)
    row = approval.approve_intervention(outing, by=educator)

    assert row.status == Status.APPROVED


def test_twice_is_as_once(officer, educator):
    outing = InterventionFactory(ended=True, crew=[officer, educator])

    for _ in range(2):
        approval.approve_intervention(outing, by=officer)
    approval.approve_intervention(outing, by=educator)
    row = approval.approve_intervention(outing, by=educator, seen=1)

    assert Approval.objects.count() == 2
    assert (row.status, row.history.count(), row.version) == (Status.APPROVED, 2, 2)


def test_who_is_of_no_service_approves_nothing(officer, user_as):
    outing = InterventionFactory(ended=True, crew=[officer])

    with pytest.raises(StepRefused, match="ciascun servizio"):
        approval.approve_intervention(outing, by=user_as("coordinator"))


@pytest.mark.parametrize("state", [{}, {"running": True}])
def test_only_what_ended_is_approved(officer, state):
    outing = InterventionFactory(crew=[officer], **state)

    with pytest.raises(StepRefused, match="dopo la fine"):
        approval.approve_intervention(outing, by=officer)
    assert not Approval.objects.exists()


def test_one_approves_what_one_has_read(officer):
    outing = InterventionFactory(ended=True, crew=[officer], version=3)

    with pytest.raises(StepRefused, match="è cambiata"):
        approval.approve_intervention(outing, by=officer, seen=2)


def test_one_takes_back_only_ones_own_and_only_while_the_other_is_missing(
    officer, educator
):
    outing = InterventionFactory(ended=True, crew=[officer, educator])
    approval.approve_intervention(outing, by=officer)

    with pytest.raises(StepRefused, match="hai dato tu"):
        approval.withdraw_approval(outing, by=educator)
    approval.withdraw_approval(outing, by=officer)
    assert not Approval.objects.exists()
    assert outing.history.last().what == Step.What.WITHDRAWN

    for person in (officer, educator):
        approval.approve_intervention(outing, by=person)
    with pytest.raises(StepRefused, match="approvata da tutti"):
        approval.withdraw_approval(outing, by=officer)


@pytest.mark.django_db(transaction=True)
def test_two_approvals_in_the_same_instant_count_once(officer, educator):
    outing = InterventionFactory(ended=True, crew=[officer, educator])

    def approve(person):
        try:
            approval.approve_intervention(outing, by=person, seen=1)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(approve, [officer, educator, officer, educator]))

    outing.refresh_from_db()
    assert outing.status == Status.APPROVED and outing.version == 2
    assert Approval.objects.count() == 2
    assert outing.history.filter(what=Step.What.APPROVED).count() == 2


# --- Reports
def test_the_start_puts_the_reports_in_charge_of_the_officer(officer):
    report = reported()
    outing = InterventionFactory(crew=[officer])
    outing.reports.add(report)

    started(outing, officer)

    report.refresh_from_db()
    assert report.status == ReportStatus.IN_CHARGE and report.in_charge_of == officer
    note = report.messages.get()
    assert note.side == Message.Side.INTERNAL and outing.code in note.text
    assert outing.history.get().detail == {"reports_taken": report.code}


def test_an_educator_who_starts_gives_them_to_the_officer_of_the_crew(
    officer, educator
):
    report = reported()
    outing = InterventionFactory(crew=[officer, educator])
    outing.reports.add(report)

    started(outing, educator)

    report.refresh_from_db()
    assert report.in_charge_of == officer
    assert report.history.last().by == educator


def test_without_an_officer_they_stay_and_the_history_says_so(educator):
    report = reported()
    outing = InterventionFactory(crew=[educator], lead=Service.EDUCATION)
    outing.reports.add(report)

    started(outing, educator)

    report.refresh_from_db()
    assert report.status == ReportStatus.RECEIVED
    assert outing.history.get().detail == {"reports_left": report.code}


def test_the_end_is_told_to_the_citizen_and_to_the_office_and_closes_nothing(
    officer, educator
):
    report = reported()
    outing = InterventionFactory(crew=[officer, educator])
    outing.reports.add(report)
    started(outing, officer)

    row = ended(outing, officer)

    report.refresh_from_db()
    assert report.status == ReportStatus.IN_CHARGE
    assert report.history.last().note == "Agenti ed educatori sono passati sul posto."
    assert report.messages.last().text == (
        f"Ne ha tenuto conto l’intervento {outing.code}."
    )
    assert row.history.last().detail == {"reports_told": report.code}


def test_told_twice_is_told_once(officer):
    report = reported()
    outing = InterventionFactory(ended=True, crew=[officer])
    outing.reports.add(report)

    for _ in range(2):
        told = answers.tell_reports(outing, by=officer)
        outing.history.create(what=Step.What.REPORTS, by=officer, detail=told)

    assert told == {}
    assert report.messages.count() == 1
    assert StatusChange.objects.filter(note__contains="passata").count() == 1


def test_a_closed_and_a_forwarded_one_stay_as_they_are(officer):
    closed = reported(closed=True)
    forwarded = reported(status=ReportStatus.FORWARDED, forwarded_to="Ufficio strade")
    outing = InterventionFactory(crew=[officer])
    outing.reports.add(closed, forwarded)

    started(outing, officer)
    ended(outing, officer)

    closed.refresh_from_db()
    forwarded.refresh_from_db()
    assert closed.status == ReportStatus.CLOSED and closed.history.count() == 1
    assert closed.messages.count() == 1
    assert forwarded.status == ReportStatus.FORWARDED
    assert forwarded.history.last().note == "Una pattuglia è passata sul posto."


def test_a_joined_one_goes_to_the_one_it_was_joined_to(officer):
    main = reported()
    joined = reported(status=ReportStatus.MERGED, merged_into=main)
    outing = InterventionFactory(crew=[officer])
    outing.reports.add(joined)

    started(outing, officer)
    ended(outing, officer)

    main.refresh_from_db()
    joined.refresh_from_db()
    assert main.in_charge_of == officer and joined.status == ReportStatus.MERGED
    assert main.history.last().note == "Una pattuglia è passata sul posto."


def test_one_in_charge_of_a_colleague_stays_theirs(officer, user_as):
    other = user_as("coordinator")
    report = reported(status=ReportStatus.IN_CHARGE, in_charge_of=other)
    outing = InterventionFactory(crew=[officer])
    outing.reports.add(report)

    started(outing, officer)

    report.refresh_from_db()
    assert report.in_charge_of == other


# --- Follow-ups
def test_a_task_is_closed_once_and_leaves_the_approval(officer, educator):
    outing = InterventionFactory(approved=True, crew=[officer])
    task = FollowUpFactory(intervention=outing)

    follow_up.close_follow_up(task, by=officer)
    follow_up.close_follow_up(task, by=educator)

    task.refresh_from_db()
    outing.refresh_from_db()
    assert task.done_by == officer and task.done_at is not None
    assert outing.status == Status.APPROVED
    assert [s.what for s in outing.history.all()] == [Step.What.FOLLOWED_UP]


def test_a_cancelled_outing_takes_back_that_somebody_passed_by(officer):
    report, other = ReportFactory(), ReportFactory()
    outing = InterventionFactory(crew=[officer])
    outing.reports.set([report, other])
    started(outing, officer)
    outing = ended(outing, officer)
    outing.reports.remove(other)  # it was told all the same
    report.messages.update(text="Detto con altre parole")  # no word is a memory
    line = outing.history.last()
    line.detail = {"avvisate del passaggio": line.detail["reports_told"]}  # as once
    line.save()

    cancel_intervention(outing, because="Era un’altra uscita", by=officer)

    corrected = "Correzione: il passaggio sul posto del 20/11/2026 non c’è stato."
    for one in (report, other):
        notes = [step.note for step in one.history.all()]
        assert notes.count("Una pattuglia è passata sul posto.") == 1
        assert notes[-1] == corrected
    assert set(outing.history.last().detail["reports_untold"].split(", ")) == {
        report.code,
        other.code,
    }

    restore_intervention(outing, by=officer)
    assert report.history.last().note == "Una pattuglia è passata sul posto."
    cancel_intervention(outing, because="Sì, era un’altra", by=officer)
    assert report.history.last().note == corrected


def test_also_who_reads_a_closed_report_reads_that_nobody_passed_by(officer):
    report = ReportFactory()
    outing = InterventionFactory(crew=[officer])
    outing.reports.set([report])
    started(outing, officer)
    outing = ended(outing, officer)
    report.refresh_from_db()
    close_report(report, outcome="risolta", note="Risolto.", by=officer)

    cancel_intervention(outing, because="Era un’altra uscita", by=officer)

    assert report.history.last().note.startswith("Correzione")
    report.refresh_from_db()
    assert report.status == ReportStatus.CLOSED


def test_an_outing_that_told_nobody_corrects_nothing(officer):
    report = ReportFactory()
    outing = InterventionFactory(crew=[officer])
    outing.reports.set([report])

    cancel_intervention(outing, because="Piove", by=officer)

    assert not StatusChange.objects.filter(note__startswith="Correzione").exists()
