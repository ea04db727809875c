"""Planning: whose people, which hours, what is refused and what is only said."""

import threading
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection

from interventions.models import Intervention, Kind, Service, Status, Step
from interventions.planning.conflicts import ConflictsFound, find_conflicts
from interventions.planning.plans import Plan, days_of_series
from interventions.record.crew import NOT_YOURS
from interventions.record.lifecycle import CHANGED, StepRefused
from interventions.services.crew import join_intervention, leave_intervention
from interventions.services.planning import (
    PAST,
    cancel_intervention,
    move_intervention,
    plan_intervention,
    replan_intervention,
    restore_intervention,
)
from tests.accounts.factories import UserFactory
from tests.hotspots.factories import HotspotFactory
from tests.interventions.factories import AvailabilityFactory, InterventionFactory
from tests.moments import ROME, clock_at
from tests.reports.factories import ReportFactory
from texts.hours import span

FRIDAY = date(2026, 11, 20)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday():
    with clock_at("2026-11-16 08:00"):
        yield


def plan(*people, day=FRIDAY, starts=time(19), ends=time(23), **changes):
    starts_at, ends_at = span(day, starts, ends)
    wanted = {
        "hotspot": None,
        "kind": Kind.PRESENCE,
        "lead": Service.POLICE,
        "people": people,
    }
    return Plan(starts_at=starts_at, ends_at=ends_at, **{**wanted, **changes})


def refusal(verb, *args, **kwargs):
    with pytest.raises(StepRefused) as refused:
        verb(*args, **kwargs)
    return refused.value


def test_a_coordinator_plans_a_joint_outing_that_answers_a_report(
    officer, educator, coordinator
):
    report = ReportFactory()

    made = plan_intervention(
        plan(officer, educator, reports=(report,)),
        by=coordinator,
    )

    assert made.is_joint and made.minutes == 240
    assert (made.day, made.planned_from) == (FRIDAY, made.starts_at)
    assert list(made.reports.all()) == [report]
    step = made.history.get()
    assert (step.what, step.by) == (Step.What.PLANNED, coordinator)
    assert step.detail == {"people": 2, "reports": report.code}


def test_an_officer_neither_puts_nor_removes_an_educator(
    officer, educator, coordinator
):
    said = refusal(plan_intervention, plan(officer, educator), by=officer)
    assert str(said) == NOT_YOURS.format(who=educator)

    joint = plan_intervention(plan(officer, educator), by=coordinator)
    said = refusal(replan_intervention, joint, plan(officer), by=officer)

    assert str(said) == NOT_YOURS.format(who=educator)
    assert joint.crew.count() == 2
    assert Intervention.objects.count() == 1


def test_an_educator_does_not_decide_for_the_police(officer, educator):
    refusal(plan_intervention, plan(educator), by=educator)
    patrol = plan_intervention(plan(officer), by=officer)

    later = plan(officer, educator, starts=time(20))
    refusal(replan_intervention, patrol, later, by=educator)
    refusal(cancel_intervention, patrol, because="Pioggia", by=educator)
    replan_intervention(patrol, plan(officer, educator), by=educator)

    patrol.refresh_from_db()
    assert (patrol.status, patrol.officers, patrol.educators) == ("pianificato", 1, 1)


def test_a_person_in_two_places_is_refused_with_the_hours(officer):
    plan_intervention(plan(officer), by=officer)

    said = refusal(
        plan_intervention,
        plan(officer, starts=time(22), ends=time(1)),
        by=officer,
        confirmed=True,
    )

    assert "altra uscita, 20/11/2026, 19:00-23:00" in str(said)
    assert not said.may_confirm
    assert Intervention.objects.count() == 1


def test_outings_less_than_three_hours_apart_are_one_shift(officer):
    plan_intervention(plan(officer, starts=time(15), ends=time(18)), by=officer)

    assert find_conflicts([plan(officer, starts=time(18), ends=time(20))]) == [[]]
    assert find_conflicts([plan(officer, starts=time(20, 59), ends=time(22))]) == [[]]
    apart = find_conflicts([plan(officer, starts=time(21), ends=time(22))])
    assert "riposa solo 3 ore, meno di 11 ore" in apart[0][0].text


def test_the_rest_is_counted_from_the_whole_shift(officer):
    late = plan(officer, starts=time(21), ends=time(23))
    plan_intervention(late, by=officer)
    next_day = FRIDAY + timedelta(days=1)
    plan_intervention(
        plan(officer, day=next_day, starts=time(11), ends=time(13)), by=officer
    )

    before = plan(officer, day=next_day, starts=time(9, 30), ends=time(10, 30))

    assert [c.text for c in find_conflicts([before])[0]] == [
        f"{officer} ha un altro turno, 20/11/2026, 21:00-23:00: tra i due riposa solo "
        "10 ore e 30 minuti, meno di 11 ore."
    ]


def test_many_short_pauses_do_not_make_an_endless_shift(officer):
    for hour in (6, 10, 14):
        piece = plan(officer, starts=time(hour), ends=time(hour + 3))
        plan_intervention(piece, by=officer)

    said = refusal(
        plan_intervention, plan(officer, starts=time(18), ends=time(20)), by=officer
    )

    assert said.may_confirm and len(said.conflicts) == 1
    assert "il turno dura 14 ore, 20/11/2026, 06:00-20:00" in str(said)


def test_a_week_beyond_its_hours_is_said_to_who_plans(officer, settings):
    monday = FRIDAY - timedelta(days=4)
    for n in range(4):
        day = monday + timedelta(days=n)
        plan_intervention(
            plan(officer, day=day, starts=time(12), ends=time(20)), by=officer
        )
    sunday, next_monday = monday + timedelta(days=6), monday + timedelta(days=7)
    # a night belongs to the day it begins: the last one is of this week
    within = plan(officer, day=sunday, starts=time(22), ends=time(2))
    beyond = plan(officer, day=sunday, starts=time(22), ends=time(2, 1))

    assert find_conflicts([within]) == [[]]
    assert [c.text for c in find_conflicts([beyond])[0]] == [
        f"{officer}: nella settimana dal 16/11 le ore di uscita diventano 36 ore e 1 minuto, "
        "più di 36."
    ]
    assert find_conflicts([plan(officer, day=next_monday)]) == [[]]


def test_eleven_hours_of_rest_are_enough_and_a_minute_less_is_not(officer, settings):
    settings.REST_HOURS = 11
    plan_intervention(plan(officer), by=officer)
    next_day = FRIDAY + timedelta(days=1)

    enough = plan(officer, day=next_day, starts=time(10), ends=time(12))
    short = plan(officer, day=next_day, starts=time(9, 59), ends=time(12))

    assert find_conflicts([enough]) == [[]]
    assert "10 ore e 59 minuti" in find_conflicts([short])[0][0].text


def test_a_covered_place_and_an_absence_are_said_and_can_be_overcome(officer):
    roma = HotspotFactory(name="Piazza Roma")
    InterventionFactory(hotspot=roma)
    AvailabilityFactory(person=officer)

    said = refusal(plan_intervention, plan(officer, hotspot=roma), by=officer)

    assert said.may_confirm and len(said.conflicts) == 2
    assert "Piazza Roma: in queste ore c’è già un’uscita" in str(said)
    assert f"{officer} ha segnato di non essere disponibile" in str(said)
    assert plan_intervention(plan(officer, hotspot=roma), by=officer, confirmed=True).pk


def test_who_said_they_can_go_out_is_no_conflict(officer):
    AvailabilityFactory(person=officer, is_free=True)

    assert find_conflicts([plan(officer)]) == [[]]


def test_a_cancelled_outing_leaves_its_people_free(officer):
    first = plan_intervention(plan(officer), by=officer)
    cancel_intervention(first, because="Pioggia", by=officer)

    assert find_conflicts([plan(officer)]) == [[]]


def test_a_closed_account_is_refused_and_can_be_taken_out(officer, coordinator):
    colleague = UserFactory(role=officer.role)
    patrol = plan_intervention(plan(officer, colleague), by=officer)
    colleague.is_active = False
    colleague.save()

    said = refusal(
        replan_intervention,
        patrol,
        plan(officer, colleague),
        by=officer,
        confirmed=True,
    )
    replan_intervention(patrol, plan(officer), by=officer)

    assert "accesso attivo" in str(said)
    assert [member.person for member in patrol.crew.all()] == [officer]


def test_one_going_on_without_an_end_keeps_its_people_busy(officer):
    now = datetime(2026, 11, 16, 8, tzinfo=ROME)
    InterventionFactory(
        running=True,
        crew=[officer],
        starts_at=now - timedelta(hours=1),
        planned_from=now - timedelta(hours=1),
        planned_until=now + timedelta(hours=3),
    )

    said = refusal(
        plan_intervention,
        plan(officer, day=now.date(), starts=time(10), ends=time(12)),
        by=officer,
    )

    assert not said.may_confirm


def test_hours_already_past_are_refused(officer):
    yesterday = date(2026, 11, 15)

    assert str(refusal(plan_intervention, plan(day=yesterday), by=officer)) == PAST


def test_planning_again_writes_what_changed_once(officer):
    patrol = plan_intervention(plan(officer), by=officer)
    roma = HotspotFactory()

    replan_intervention(
        patrol, plan(officer, hotspot=roma, starts=time(20)), by=officer, seen=1
    )
    replan_intervention(
        patrol, plan(officer, hotspot=roma, starts=time(20)), by=officer, seen=2
    )

    patrol.refresh_from_db()
    assert (patrol.version, patrol.officer_minutes) == (2, 180)
    assert patrol.planned_from == patrol.starts_at
    step = patrol.history.last()
    assert step.detail["changed_fields"] == ["hours", "hotspot"]
    assert ("Orario:", "19:00-23:00, ora 20:00-23:00") in step.lines
    assert ("Luogo:", f"Altro luogo in città, ora {roma.name}") in step.lines


def test_who_had_an_older_page_is_told(officer):
    patrol = plan_intervention(plan(officer), by=officer)
    replan_intervention(patrol, plan(officer, starts=time(20)), by=officer, seen=1)

    said = refusal(replan_intervention, patrol, plan(officer), by=officer, seen=1)

    assert str(said) == CHANGED


def test_what_has_begun_keeps_its_plan(officer):
    patrol = InterventionFactory(running=True, crew=[officer])

    refusal(replan_intervention, patrol, plan(officer), by=officer)
    refusal(move_intervention, patrol, hotspot=None, day=FRIDAY, by=officer)


def test_a_move_keeps_the_hours_of_the_wall_when_the_clock_changes(officer):
    # the clock goes back on 25 October 2026 and forward on 28 March 2027
    patrol = plan_intervention(
        plan(officer, day=date(2027, 3, 26), starts=time(1), ends=time(5)), by=officer
    )
    lodi = HotspotFactory()

    moved = move_intervention(patrol, hotspot=lodi, day=date(2027, 3, 29), by=officer)

    assert moved.starts_at.astimezone(ROME).time() == time(1)
    assert moved.ends_at.astimezone(ROME).time() == time(5)
    assert moved.hotspot == lodi


def test_a_restored_outing_does_not_take_people_who_went_elsewhere(officer):
    first = plan_intervention(plan(officer), by=officer)
    cancel_intervention(first, because="Pioggia", by=officer)
    second = plan_intervention(plan(officer), by=officer)

    said = refusal(restore_intervention, first, by=officer, confirmed=True)
    cancel_intervention(second, because="Torna la prima", by=officer)
    back = restore_intervention(first, by=officer)

    assert "è già in un’altra uscita" in str(said)
    assert (back.status, back.cancelled_because) == (Status.PLANNED, "")


def test_an_educator_joins_the_patrol_and_leaves_it(officer, educator):
    patrol = plan_intervention(plan(officer), by=officer)

    joint = join_intervention(patrol, by=educator)
    join_intervention(patrol, by=educator)

    assert joint.is_joint and joint.educator_minutes == 240
    alone = leave_intervention(patrol, by=educator)
    assert not alone.is_joint and alone.educator_minutes == 0
    crew_steps = patrol.history.filter(what=Step.What.CREW)
    assert [step.by for step in crew_steps] == [educator, educator]


def test_who_is_busy_does_not_join(officer, educator):
    patrol = plan_intervention(plan(officer), by=officer)
    plan_intervention(plan(educator, lead=Service.EDUCATION), by=educator)

    said = refusal(join_intervention, patrol, by=educator, confirmed=True)

    assert isinstance(said, ConflictsFound)
    assert patrol.crew.count() == 1


def test_a_coordinator_is_in_no_crew(officer, coordinator):
    patrol = plan_intervention(plan(officer), by=officer)

    refusal(join_intervention, patrol, by=coordinator)
    refusal(join_intervention, InterventionFactory(ended=True), by=officer)


def test_the_conflicts_of_many_dates_cost_as_those_of_one(
    officer, django_assert_num_queries
):
    one = plan(officer, hotspot=HotspotFactory())
    many = [
        replace(one).on(day) for day in days_of_series(FRIDAY, {4}, date(2027, 5, 1))
    ]

    for plans in ([one], many):
        with django_assert_num_queries(3):
            find_conflicts(plans)


@pytest.mark.django_db(transaction=True)
def test_two_planners_at_the_same_instant_do_not_both_get_a_person(
    officer, coordinator
):
    together = threading.Barrier(2)
    answers = []

    def planner(by):
        together.wait()
        try:
            answers.append(plan_intervention(plan(officer), by=by).code)
        except ConflictsFound:
            answers.append(None)
        finally:
            connection.close()

    both = [
        threading.Thread(target=planner, args=[by]) for by in (officer, coordinator)
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert len(answers) == 2 and answers.count(None) == 1
    assert Intervention.objects.count() == 1
