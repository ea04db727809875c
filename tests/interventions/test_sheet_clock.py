"""Hours on the sheet that nobody touched stay as they are, also when the clock changes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from interventions.models import Intervention, Status, Step
from interventions.record.lifecycle import StepRefused
from interventions.services.approval import approve_intervention
from interventions.services.planning import cancel_intervention, restore_intervention
from tests.hotspots.factories import HotspotFactory
from tests.interventions.factories import InterventionFactory
from tests.interventions.test_sheet_page import typed
from tests.moments import ROME

pytestmark = pytest.mark.django_db
BACKWARDS = datetime(2026, 10, 25, tzinfo=UTC)  # at 01:00 UTC it is 2 o'clock again


def test_an_evening_of_the_clock_of_rome_lasts_its_hour_that_comes_twice_too():
    outing = Intervention(
        starts_at=datetime(2026, 10, 24, 23, tzinfo=ROME),
        ends_at=datetime(2026, 10, 25, 4, tzinfo=ROME),
    )

    assert outing.minutes == 6 * 60


@pytest.fixture
def crew(user_as):
    return [user_as("officer"), user_as("educator")]


@pytest.mark.parametrize(
    ("begins", "minutes", "day", "hours"),
    [
        (40, 40, "2026-10-25", ("02:40", "02:20")),
        (70, 110, "2026-10-25", ("02:10", "04:00")),
        (-60, 210, "2026-10-25", ("01:00", "03:30")),
        (-24 * 60, 50 * 60, "2026-10-24", ("02:00", "03:00")),
    ],
)
def test_a_note_alone_leaves_the_hours_as_they_were(
    client_as, crew, begins, minutes, day, hours
):
    starts_at = BACKWARDS + timedelta(minutes=begins)
    outing = InterventionFactory(
        ended=True,
        crew=crew,
        hotspot=HotspotFactory(slug="piazza-roma"),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
    )
    sent = typed(outing, crew, day=day, shared_note="Panchina rotta.")
    sent |= {"starts": hours[0], "ends": hours[1]}

    response = client_as("officer").post(
        reverse("intervention_edit", args=[outing.code]), sent
    )

    outing.refresh_from_db()
    assert response.status_code == 302
    assert outing.shared_note == "Panchina rotta."
    assert outing.starts_at == starts_at and outing.minutes == minutes
    assert outing.officer_minutes == minutes


@pytest.mark.parametrize(
    ("starts", "ends"), [("02:30", "03:15"), ("02:30", "04:00"), ("01:30", "02:30")]
)
def test_an_hour_the_clock_jumps_over_is_refused_with_a_sentence(
    client_as, crew, starts, ends
):
    outing = InterventionFactory(
        ended=True, crew=crew, hotspot=HotspotFactory(slug="piazza-roma")
    )
    before = outing.starts_at
    sent = typed(outing, crew, day="2026-03-29", starts=starts, ends=ends)

    response = client_as("officer").post(
        reverse("intervention_edit", args=[outing.code]), sent
    )

    outing.refresh_from_db()
    assert response.status_code == 422
    assert "l’orologio va avanti" in response.content.decode()
    assert outing.starts_at == before


def test_hours_corrected_after_the_names_are_gone_move_the_minutes_too(client_as, crew):
    outing = InterventionFactory(
        ended=True, crew=crew, hotspot=HotspotFactory(slug="piazza-roma")
    )
    outing.crew.all().delete()
    outing.crew_frozen_at = outing.ends_at
    outing.save()
    sent = typed(outing, crew, ends="22:00")

    client_as("officer").post(reverse("intervention_edit", args=[outing.code]), sent)

    outing.refresh_from_db()
    assert (outing.minutes, outing.officer_minutes, outing.educator_minutes) == (
        180,
    ) * 3


def test_an_ended_outing_taken_back_after_a_cancellation_waits_to_be_approved(
    user_as, crew
):
    outing = InterventionFactory(ended=True, crew=crew)
    outing.history.create(what=Step.What.ENDED)
    coordinator = user_as("coordinator")
    cancel_intervention(outing, because="Registrato due volte", by=coordinator)

    restore_intervention(outing, by=coordinator)

    outing.refresh_from_db()
    assert outing.status == Status.ENDED


def test_one_person_does_not_approve_for_both_services(user_as, crew):
    outing = InterventionFactory(ended=True, crew=crew)
    officer = user_as("officer")
    approve_intervention(outing, by=officer)
    officer.role = user_as("educator").role
    officer.save()

    with pytest.raises(StepRefused):
        approve_intervention(outing, by=officer)

    assert outing.approvals.count() == 1
