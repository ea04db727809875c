"""Who was there: what the history says of a crew that changes, and what stays when names go."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEntry
from interventions.models import Intervention
from interventions.record.crew import NOT_YOURS, change_in_words, set_crew
from interventions.record.lifecycle import StepRefused
from interventions.record.sheet import read_sheet
from interventions.services.crew import join_intervention
from interventions.services.sheet import save_sheet
from tests.accounts.factories import UserFactory
from tests.interventions.factories import FRIDAY_EVENING, InterventionFactory
from tests.interventions.phone import outing as sent_by
from tests.interventions.phone import put
from tests.moments import clock_at

AFTER = FRIDAY_EVENING + timedelta(hours=3)


@pytest.fixture(autouse=True)
def after_the_outing():
    with clock_at(AFTER):
        yield


@pytest.fixture
def colleague(officer):
    return UserFactory(role=officer.role)


def written(outing, by, **changes):
    save_sheet(outing, replace(read_sheet(outing), **changes), by=by)
    return Intervention.objects.get(pk=outing.pk)


def test_the_history_says_how_many_of_each_service_and_no_name(
    officer, educator, colleague
):
    outing = InterventionFactory(ended=True, crew=[officer, educator])

    row = written(outing, officer, people=[officer, colleague, educator])

    change = {"from": {"pl": 1, "ed": 1}, "to": {"pl": 2, "ed": 1}}
    step = row.history.get()
    assert step.detail == {"changed_fields": ["people"], "crew_changed": change}
    assert ("Equipaggio:", "da 1 PL e 1 ED a 2 PL e 1 ED") in step.lines
    kept = AuditEntry.objects.get(action="intervention.change").after
    assert kept["crew_changed"] == change and colleague.full_name not in str(kept)


@pytest.mark.parametrize(
    ("crew", "after", "said"),
    [
        ("oe", "ce", "1 PL al posto di un altro, sempre 1 PL e 1 ED"),
        ("oe", "cd", "1 PL e 1 ED al posto di altrettanti, sempre 1 PL e 1 ED"),
        ("oe", "oc", "da 1 PL e 1 ED a 2 PL e 0 ED"),
    ],
)
def test_who_takes_the_place_of_another_is_said(
    officer, educator, colleague, coordinator, crew, after, said
):
    other_educator = UserFactory(role=educator.role)
    people = {"o": officer, "e": educator, "c": colleague, "d": other_educator}
    outing = InterventionFactory(ended=True, crew=[people[one] for one in crew])

    row = written(outing, coordinator, people=[people[one] for one in after])

    assert ("Equipaggio:", said) in row.history.get().lines


def test_a_change_kept_before_says_only_that_they_are_others():
    same = {"pl": 1, "ed": 1}

    words = change_in_words({"from": same, "to": same})

    assert words == "altre persone, sempre 1 PL e 1 ED"


def test_who_joins_is_counted_in_the_history(officer, educator):
    outing = InterventionFactory(running=True, crew=[officer])

    join_intervention(outing, by=educator)

    said = ("Equipaggio:", "da 1 PL e 0 ED a 1 PL e 1 ED")
    assert said in outing.history.get().lines


def test_a_phone_that_changes_the_crew_says_so(client_as, programme, officer, educator):
    name, client = uuid.uuid4(), client_as("officer")
    put(client, sent_by(officer), name)
    more = {"revision": 2, "base_version": 1, "crew": [officer.pk, educator.pk]}

    assert put(client, sent_by(officer, **more), name).status_code == 200

    lines = [dict(step.lines) for step in Intervention.objects.get().history.all()]
    assert "Equipaggio:" not in lines[0]
    assert lines[-1]["Equipaggio:"] == "da 1 PL e 0 ED a 1 PL e 1 ED"


def test_in_the_street_one_adds_both_services_and_takes_out_only_ones_own(
    officer, educator, colleague
):
    outing = InterventionFactory(running=True, crew=[officer, colleague])

    set_crew(outing, [officer, educator], by=officer, by_the_street=True)

    assert (outing.officers, outing.educators) == (1, 1)
    with pytest.raises(StepRefused, match=NOT_YOURS.format(who=educator)[:25]):
        set_crew(outing, [officer], by=officer, by_the_street=True)


def test_who_closed_their_account_since_stays_in_what_they_did(officer, colleague):
    outing = InterventionFactory(ended=True, crew=[officer, colleague])
    colleague.is_active, colleague.role = False, None
    colleague.save()

    row = written(outing, officer, shared_note="Panchina rotta.")
    set_crew(row, [officer, colleague], by=officer, by_the_street=True)

    assert row.shared_note == "Panchina rotta." and row.officers == 2


def test_the_minutes_follow_the_hours_also_without_names(officer):
    outing = InterventionFactory(
        approved=True,
        officers=2,
        educators=1,
        officer_minutes=240,
        educator_minutes=120,
        crew_frozen_at=timezone.now(),
    )

    row = written(outing, officer, ends_at=FRIDAY_EVENING + timedelta(hours=1))

    assert (row.officers, row.educators) == (2, 1)
    assert (row.officer_minutes, row.educator_minutes) == (120, 60)
