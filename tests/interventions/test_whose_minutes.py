"""Whose is a minute that two outings have of one person: of what is approved, then of the earlier."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interventions.models import BEGUN, Intervention, Status
from interventions.record.lifecycle import StepRefused
from interventions.record.sheet import read_sheet
from interventions.services import merging
from interventions.services.approval import approve_intervention
from interventions.services.place_photos import remove_place_photo
from interventions.services.planning import cancel_intervention, restore_intervention
from interventions.services.sheet import save_sheet
from tests.accounts.factories import UserFactory
from tests.interventions.factories import (
    FRIDAY_EVENING,
    InterventionFactory,
    PlacePhotoFactory,
)


@pytest.fixture(autouse=True)
def night_after(stop_clock):
    stop_clock(FRIDAY_EVENING + timedelta(hours=9))


@pytest.fixture
def colleague(officer):
    return UserFactory(role=officer.role)


def told(begins, lasts, crew, **more):
    """Return an ended outing of some minutes from the evening's beginning."""
    start = FRIDAY_EVENING + timedelta(minutes=begins)
    end = start + timedelta(minutes=lasts)
    return InterventionFactory(
        ended=True, starts_at=start, ends_at=end, crew=crew, **more
    )


def again(row):
    return Intervention.objects.get(pk=row.pk)


def minutes_of(*rows):
    return [again(row).officer_minutes for row in rows]


def test_what_nobody_approved_takes_no_minute_from_what_is_approved(officer):
    approved = told(60, 120, [officer])
    approve_intervention(approved, by=officer)

    later = told(54, 126, [officer])

    assert minutes_of(approved, later) == [120, 6]
    assert again(approved).status == Status.APPROVED


def test_a_longer_one_has_what_is_left_on_both_sides(officer):
    approved = told(60, 30, [officer])
    approve_intervention(approved, by=officer)

    assert minutes_of(told(0, 120, [officer])) == [90]


def test_approved_too_the_earlier_one_has_the_minutes(officer):
    late = told(60, 120, [officer])
    approve_intervention(late, by=officer)
    early = told(0, 120, [officer])
    merging.keep_apart(early, other=late, reason="Due turni", by=officer)
    assert minutes_of(early, late) == [60, 120]

    approve_intervention(early, by=officer)

    assert minutes_of(early, late) == [120, 60]
    last = late.history.last()
    assert last.who == "Portale"
    assert dict(last.lines) == {
        "Minuti di tutti:": "120, ora 60",
        "L’altra:": early.code,
    }
    assert again(late).status == Status.APPROVED


def test_one_opened_again_by_a_photo_taken_away_gives_its_minutes_back(officer):
    early, late = told(0, 120, [officer]), told(60, 120, [officer])
    photo = PlacePhotoFactory(intervention=early)
    merging.keep_apart(early, other=late, reason="Due turni", by=officer)
    for row in (early, late):
        approve_intervention(row, by=officer)

    remove_place_photo(photo, by=officer)

    assert again(early).status == Status.ENDED
    assert ("Minuti di tutti:", "60, ora 120") in late.history.last().lines
    assert minutes_of(early, late) == [60, 120]


def test_approved_when_its_names_are_gone_it_keeps_what_it_had(officer):
    """Of whom else the minutes were is not known any more."""
    shared = told(0, 120, [], officers=1, officer_minutes=50)
    Intervention.objects.update(crew_frozen_at=shared.ends_at)

    approve_intervention(shared, by=officer)

    assert minutes_of(shared) == [50]


# --- every order of approving, changing, cancelling


def _change(row, by):
    save_sheet(row, replace(read_sheet(row), shared_note=f"v{row.version}"), by=by)


VERBS = {
    "approve": lambda row, by: approve_intervention(row, by=by),
    "change": _change,
    "longer": lambda row, by: save_sheet(
        row,
        replace(read_sheet(row), ends_at=row.ends_at + timedelta(minutes=20)),
        by=by,
    ),
    "cancel": lambda row, by: cancel_intervention(row, because="Prova", by=by),
    "restore": lambda row, by: restore_intervention(row, by=by),
}
spans = st.lists(
    st.tuples(st.integers(0, 120), st.integers(1, 120), st.booleans()),
    min_size=2,
    max_size=3,
)
steps = st.lists(
    st.tuples(st.sampled_from(sorted(VERBS)), st.integers(0, 2)), max_size=10
)


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(spans, steps)
def test_in_every_order_nobody_counts_twice_and_no_minute_approved_is_lost(
    officer, colleague, coordinator, spans, steps
):
    Intervention.objects.all().delete()
    rows = [
        told(begins, lasts, [officer, colleague] if both else [officer])
        for begins, lasts, both in spans
    ]
    for one, other in combinations(rows, 2):
        with suppress(StepRefused):
            merging.keep_apart(one, other=other, reason="Due", by=coordinator)
    for verb, at in steps:
        row = again(rows[at % len(rows)])
        with suppress(StepRefused):
            VERBS[verb](row, officer if verb == "approve" else coordinator)

        for states in ([Status.APPROVED], BEGUN):
            assert _counted(states) == _recounted(states), (verb, states)


def _counted(states):
    rows = Intervention.objects.filter(status__in=states)
    return sum(row.officer_minutes for row in rows)


def _recounted(states):
    """Return in how many minutes each person was out, added up."""
    minutes = set()
    for row in Intervention.objects.filter(status__in=states):
        first, last = (int(m.timestamp()) // 60 for m in (row.starts_at, row.ends_at))
        for member in row.crew.all():
            minutes |= {(member.person_id, minute) for minute in range(first, last)}
    return len(minutes)
