"""Outings that come back: all or none, the same hours on the wall, a week copied once."""

from datetime import date, time, timedelta

import pytest

from interventions.models import Intervention, Status
from interventions.planning.plans import days_of_series
from interventions.record.lifecycle import StepRefused
from interventions.services.planning import plan_intervention
from interventions.services.series import (
    SeriesConflicts,
    cancel_series,
    plan_series,
    replan_series,
)
from tests.interventions.test_planning import FRIDAY, plan, refusal
from tests.moments import ROME, clock_at

WEEK = date(2026, 11, 16)
NEXT_WEEK = date(2026, 11, 23)
FRIDAYS = [FRIDAY + timedelta(weeks=n) for n in range(4)]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday():
    with clock_at("2026-11-16 08:00"):
        yield


def walls(outings):
    return {
        (o.starts_at.astimezone(ROME).time(), o.ends_at.astimezone(ROME).time())
        for o in outings
    }


def test_every_friday_from_seven_to_eleven_through_the_change_of_the_clock(officer):
    days = days_of_series(date(2027, 3, 5), {4}, date(2027, 4, 30))

    made = plan_series(plan(officer, day=days[0]), days, by=officer)

    assert [outing.day for outing in made] == days and len(days) == 9
    assert walls(made) == {(time(19), time(23))}
    assert len({outing.series for outing in made}) == 1
    assert {outing.officer_minutes for outing in made} == {240}


def test_the_days_of_a_repetition_are_the_chosen_ones_and_the_first():
    days = days_of_series(FRIDAY, {0, 2}, date(2026, 11, 30))

    assert days == [
        FRIDAY,
        date(2026, 11, 23),
        date(2026, 11, 25),
        date(2026, 11, 30),
    ]


def test_more_than_half_a_year_of_fridays_is_refused(officer):
    days = days_of_series(FRIDAY, {4}, date(2027, 12, 31))

    refusal(plan_series, plan(officer), days, by=officer)
    assert len(plan_series(plan(officer), days[:26], by=officer)) == 26


def test_one_date_in_the_way_stops_all_of_them_and_can_be_skipped(officer):
    plan_intervention(plan(officer, day=FRIDAYS[1]), by=officer)

    with pytest.raises(SeriesConflicts) as refused:
        plan_series(plan(officer), FRIDAYS, by=officer, confirmed=True)

    assert [day for day, _ in refused.value.dates] == [FRIDAYS[1]]
    assert refused.value.may_skip and "altra uscita" in str(refused.value)
    assert Intervention.objects.count() == 1
    made = plan_series(plan(officer), FRIDAYS, by=officer, skip=True, confirmed=True)
    assert [outing.day for outing in made] == [FRIDAYS[0], *FRIDAYS[2:]]


def test_skipping_every_date_is_refused(officer):
    plan_series(plan(officer), FRIDAYS, by=officer)

    with pytest.raises(StepRefused):
        plan_series(plan(officer), FRIDAYS, by=officer, skip=True, confirmed=True)


def test_this_and_the_next_ones_change_together(officer):
    made = plan_series(plan(officer), FRIDAYS, by=officer)
    thursday = plan(officer, day=FRIDAYS[1] - timedelta(days=1), starts=time(20))

    replan_series(made[1], thursday, by=officer, seen=1)

    days = list(
        Intervention.objects.order_by("starts_at").values_list("day", flat=True)
    )
    assert days == [FRIDAYS[0], *(day - timedelta(days=1) for day in FRIDAYS[1:])]
    changed = Intervention.objects.exclude(pk=made[0].pk)
    assert walls(changed) == {(time(20), time(23))}
    assert walls([made[0]]) == {(time(19), time(23))}


def test_a_series_that_does_not_fit_changes_nowhere(officer):
    made = plan_series(plan(officer), FRIDAYS, by=officer)
    day = FRIDAYS[3] + timedelta(days=1)
    plan_intervention(plan(officer, day=day), by=officer, confirmed=True)
    saturday = plan(officer, day=FRIDAYS[0] + timedelta(days=1))

    refusal(replan_series, made[0], saturday, by=officer, confirmed=True)

    assert set(made[0].history.values_list("what", flat=True)) == {"pianificato"}


def test_the_rest_of_a_series_is_cancelled_and_the_past_stays(officer):
    made = plan_series(plan(officer), FRIDAYS, by=officer)

    gone = cancel_series(made[2], because="Finiti i turni", by=officer)

    assert [outing.day for outing in gone] == FRIDAYS[2:]
    assert Intervention.objects.filter(status=Status.CANCELLED).count() == 2
