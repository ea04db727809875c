"""What is typed in a plan, once or five times: one outing, no person pointed at, no control."""

import uuid
from datetime import timedelta

import pytest

from interventions.models import Intervention
from tests.interventions.factories import InterventionFactory
from tests.interventions.test_planning_pages import (
    PLAN,
    monday,  # noqa: F401
    typed,
    url,
)

pytestmark = pytest.mark.django_db
PHONE = "Chiamare il 333 1234567"


def test_the_same_plan_sent_five_times_is_one_outing(client_as, roma):  # noqa: F811
    planner, sent = client_as("officer"), typed(client_id=str(uuid.uuid4()))

    answers = [planner.post(PLAN, sent) for _ in range(5)]

    assert {answer.status_code for answer in answers} == {302}
    made = Intervention.objects.get()
    later = {"day": (made.day + timedelta(days=1)).isoformat()}
    planner.post(PLAN, {**sent, **later})
    assert Intervention.objects.count() == 2


def test_the_same_series_sent_twice_is_one_series(client_as, roma):  # noqa: F811
    planner = client_as("officer")
    sent = typed(client_id=str(uuid.uuid4()), repeat="on", until="2026-12-04")

    planner.post(PLAN, sent)
    planner.post(PLAN, sent)

    assert Intervention.objects.count() == 3


def test_the_page_gives_each_form_its_own_id(client_as, roma):  # noqa: F811
    planner = client_as("officer")

    ids = {planner.get(PLAN).context["form"]["client_id"].value() for _ in range(2)}

    assert len(ids) == 2


def test_a_plan_keeps_no_control_characters(client_as, roma):  # noqa: F811
    client_as("officer").post(PLAN, typed(aim="Presidio\x0b\x0c\x1b serale\0"))

    assert Intervention.objects.get().aim == "Presidio serale"


def test_an_aim_that_points_at_a_person_comes_back_as_typed(client_as, roma):  # noqa: F811
    response = client_as("officer").post(PLAN, typed(aim=PHONE))

    page = response.content.decode()
    assert response.status_code == 422 and PHONE in page
    assert "Nello scopo sembra esserci un numero di telefono" in page


def test_a_reason_that_points_at_a_person_cancels_nothing(client_as, officer):  # noqa: F811
    outing = InterventionFactory(crew=[officer])
    sent = {"because": PHONE, "version": outing.version}

    response = client_as("officer").post(url(outing, "cancel"), sent)

    assert response.status_code == 422
    assert "Nel motivo sembra esserci" in response.content.decode()
    outing.refresh_from_db()
    assert outing.status != "annullato"
