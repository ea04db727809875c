"""What the services did, from the raw rows to the stored figures."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from desk.presence import presence
from forces.models import Force, ForceCount, ForceImport
from indicators import measures
from indicators.models import NOT_NOTED, DailyCount, Measure
from interventions.models import (
    ActKind,
    Intervention,
    Kind,
    MediationOutcome,
    PeopleKind,
    Status,
    Step,
    Tally,
)
from interventions.record import lifecycle
from referrals.models import Referral
from tests.forces.factories import ForceCountFactory
from tests.hotspots.factories import HotspotFactory
from tests.interventions.factories import (
    FRIDAY_EVENING,
    ActFactory,
    InterventionFactory,
    TallyFactory,
)
from tests.referrals.factories import ReferralFactory

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 11, 20)
DAY = timedelta(days=1)


@pytest.fixture
def square():
    return HotspotFactory()


@pytest.fixture
def patrol(square, user_as):
    """An approved joint patrol of two hours: one officer, one educator."""
    return InterventionFactory(
        hotspot=square,
        kind=Kind.JOINT_PATROL,
        approved=True,
        crew=[user_as("officer"), user_as("educator")],
    )


def figures(measure):
    """Return {(day, hotspot id, category): value} of a measure."""
    rows = DailyCount.objects.measure(measure)
    return {(r.day, r.hotspot_id, r.category): r.value for r in rows}


def totals(measure):
    """Return {day: sum over the places} of a measure, without its categories."""
    found = Counter()
    for (day, _, category), value in figures(measure).items():
        if not category:
            found[day] += value
    return dict(found)


def test_an_approved_patrol_is_counted_once_in_each_measure(patrol, square):
    TallyFactory(intervention=patrol, people=PeopleKind.YOUNG, count=4)
    TallyFactory(intervention=patrol, count=2)
    TallyFactory(intervention=patrol, what=Tally.What.CHECK, count=3)
    TallyFactory(
        intervention=patrol,
        what=Tally.What.MEDIATION,
        outcome=MediationOutcome.AGREEMENT,
    )
    ActFactory(intervention=patrol, kind=ActKind.FINE, count=2)

    measures.refresh()

    at = FRIDAY, square.pk
    assert figures(Measure.PRESENCE) == {
        (*at, ""): 120,
        (*at, "pl"): 120,
        (*at, "ed"): 120,
    }
    assert figures(Measure.TURNS) == {(*at, ""): 2, (*at, "pl"): 1, (*at, "ed"): 1}
    assert figures(Measure.OUTINGS) == {(*at, ""): 1, (*at, "pattuglia-congiunta"): 1}
    assert figures(Measure.JOINT) == {(*at, ""): 1}
    assert figures(Measure.CONTACTS) == {
        (*at, ""): 6,
        (*at, "giovani"): 4,
        (*at, NOT_NOTED): 2,
    }
    assert figures(Measure.MEDIATIONS) == {(*at, ""): 1, (*at, "accordo"): 1}
    assert figures(Measure.ACTS) == {(*at, ""): 2, (*at, "sanzione"): 2}


def test_the_figures_are_those_of_the_one_function_of_presence(square, user_as):
    crew = [user_as("officer"), user_as("educator")]
    for hours in (0, 1, 3, 26, 29):  # two overlap, one goes past midnight
        start = FRIDAY_EVENING + timedelta(hours=hours)
        InterventionFactory(hotspot=square, starts_at=start, approved=True, crew=crew)
    InterventionFactory(
        hotspot=None, starts_at=FRIDAY_EVENING, approved=True, crew=crew
    )

    measures.refresh()

    counted = presence(Intervention.objects.all())
    assert sum(totals(Measure.PRESENCE).values()) == counted.minutes
    turns = figures(Measure.TURNS)
    assert sum(v for (*_, c), v in turns.items() if not c) == counted.turns
    joint = figures(Measure.JOINT)
    assert sum(joint.values()) == counted.joint


@pytest.mark.parametrize("status", [Status.PLANNED, Status.ENDED])
def test_what_nobody_approved_is_not_counted(square, user_as, status):
    InterventionFactory(hotspot=square, status=status, crew=[user_as("officer")])

    measures.refresh()

    assert figures(Measure.OUTINGS) == figures(Measure.PRESENCE) == {}


def test_a_record_that_changes_leaves_the_figures_until_it_is_approved_again(
    patrol, user_as
):
    measures.refresh()
    lifecycle.save_change(
        lifecycle.lock(patrol), Step.What.CHANGED, by=user_as("officer")
    )

    measures.refresh()

    assert figures(Measure.OUTINGS) == {}
    assert list(totals(Measure.SHEETS).values()) == [1]


@pytest.mark.engine
def test_a_record_moved_to_another_day_leaves_the_first(patrol, user_as):
    measures.refresh()
    by, row = user_as("officer"), lifecycle.lock(patrol)
    lifecycle.save_change(
        row,
        Step.What.CHANGED,
        by=by,
        day=FRIDAY - 9 * DAY,
        starts_at=patrol.starts_at - 9 * DAY,
        ends_at=patrol.ends_at - 9 * DAY,
    )
    lifecycle.transition(row, Status.APPROVED, Step.What.APPROVED, by=by)

    measures.refresh()

    assert totals(Measure.OUTINGS) == {FRIDAY - 9 * DAY: 1}
    assert measures.recompute() == (0, 0)


def test_the_steps_since_the_last_time_are_found_by_an_index():
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, Step._meta.db_table)

    assert ["at"] in [one["columns"] for one in found.values() if one["index"]]


@pytest.mark.engine
def test_running_twice_writes_nothing_and_recompute_agrees(patrol):
    ReferralFactory(intervention=patrol)
    ForceCountFactory()
    measures.refresh()

    assert measures.refresh() == 0
    assert measures.recompute() == (0, 0)


def test_referrals_count_on_the_day_of_the_need_with_the_minutes_they_waited(square):
    sent = timezone.now() - timedelta(hours=30)
    ReferralFactory(hotspot=square, on=FRIDAY)
    ReferralFactory(
        hotspot=square,
        on=FRIDAY,
        desk=Referral.Desk.VICTIMS,
        status=Referral.Status.TAKEN,
        sent_at=sent,
        taken_at=sent + timedelta(hours=26),
    )

    measures.refresh()

    at = FRIDAY, square.pk
    assert figures(Measure.REFERRALS) == {
        (*at, ""): 2,
        (*at, "servizi-sociali"): 1,
        (*at, "sportello-vittime"): 1,
    }
    assert figures(Measure.REFERRALS_TAKEN) == {(*at, ""): 1}
    assert figures(Measure.REFERRAL_MINUTES) == {(*at, ""): 26 * 60}


def test_waits_of_less_than_an_hour_add_up_over_the_days(square):
    sent = timezone.now() - DAY
    for number in range(3):
        ReferralFactory(
            hotspot=square,
            on=FRIDAY - number * DAY,
            status=Referral.Status.TAKEN,
            sent_at=sent,
            taken_at=sent + timedelta(minutes=20),
        )

    measures.refresh()

    assert sum(totals(Measure.REFERRAL_MINUTES).values()) == 60


def test_the_other_forces_count_on_the_first_of_the_month(square):
    october = date(2026, 10, 1)
    ForceCountFactory(hotspot=square, month=october, count=3)
    ForceCountFactory(hotspot=square, month=october, force=Force.CARABINIERI, count=4)

    measures.refresh()

    at = october, square.pk
    assert figures(Measure.FORCES) == {(*at, ""): 7, (*at, "ps"): 3, (*at, "cc"): 4}


def test_an_import_taken_back_leaves_the_figures(user_as):
    ForceCountFactory()
    batch = ForceImport.objects.create(by=user_as("coordinator"))
    measures.refresh()
    ForceCount.objects.all().delete()
    ForceImport.objects.filter(pk=batch.pk).update(undone_at=timezone.now())

    measures.refresh()

    assert figures(Measure.FORCES) == {}


@pytest.mark.parametrize(("joint", "published"), [(4, 0), (5, 5)])
def test_the_public_month_hides_small_numbers_and_is_written_once(
    programme, user_as, stop_clock, joint, published
):
    from hotspots.models import Hotspot

    roma = Hotspot.objects.get(slug="piazza-roma")
    crew = [user_as("officer"), user_as("educator")]
    for number in range(joint):
        start = FRIDAY_EVENING - number * DAY
        InterventionFactory(hotspot=roma, starts_at=start, approved=True, crew=crew)
    stop_clock("2026-12-05 12:00")
    measures.refresh()
    too_early = figures(Measure.PUBLIC_JOINT).get((date(2026, 11, 1), roma.pk, ""))
    stop_clock("2026-12-08 12:00")

    measures.refresh()
    InterventionFactory(
        hotspot=roma, starts_at=FRIDAY_EVENING - 9 * DAY, approved=True, crew=crew
    )
    measures.refresh()

    assert too_early is None
    november = figures(Measure.PUBLIC_JOINT)[date(2026, 11, 1), roma.pk, ""]
    assert november == published
