"""Who writes on which sheet, and who links reports to it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from interventions.models import Approval, Intervention, Service, Step
from interventions.record.approvals import may_approve
from interventions.record.lifecycle import StepRefused
from interventions.record.sheet import read_sheet
from interventions.services.approval import ALREADY_YOU, approve_intervention
from interventions.services.planning import cancel_intervention, restore_intervention
from interventions.services.sheet import NOT_THERE, save_sheet
from jobs.models import Outbox
from tests.hotspots.factories import HotspotFactory
from tests.interventions.factories import FRIDAY_EVENING, InterventionFactory
from tests.interventions.test_sheet_page import typed
from tests.moments import clock_at
from tests.reports.factories import ReportFactory


@pytest.fixture(autouse=True)
def after_the_outing():
    with clock_at(FRIDAY_EVENING + timedelta(hours=5)):
        yield


def edit_url(outing):
    return reverse("intervention_edit", args=[outing.code])


def page_of(client, outing):
    path = reverse("intervention_detail", args=[outing.code])
    return client.get(path).content.decode()


def test_a_service_that_was_not_there_does_not_write_the_sheet(
    client_as, officer, educator
):
    patrol = InterventionFactory(ended=True, crew=[officer])
    client = client_as("educator")

    with pytest.raises(StepRefused, match=NOT_THERE):
        save_sheet(patrol, replace(read_sheet(patrol), kind="contatto"), by=educator)

    assert client.get(edit_url(patrol)).status_code == 403
    assert client.post(edit_url(patrol), {}).status_code == 403
    assert edit_url(patrol) not in page_of(client, patrol)
    patrol.refresh_from_db()
    assert patrol.version == 1


@pytest.mark.parametrize("who", ["crew", "lead", "coordinator"])
def test_who_was_there_or_led_or_coordinates_writes_it(client_as, user_as, who):
    members = {"crew": ["officer", "educator"], "lead": ["officer"]}
    crew = [user_as(role) for role in members.get(who, ["officer"])]
    lead = Service.EDUCATION if who == "lead" else Service.POLICE
    outing = InterventionFactory(ended=True, crew=crew, lead=lead)
    client = client_as("coordinator" if who == "coordinator" else "educator")

    assert client.get(edit_url(outing)).status_code == 200
    assert edit_url(outing) in page_of(client, outing)


def test_the_plan_of_the_other_service_is_still_open_to_ones_own_people(
    client_as, officer
):
    patrol = InterventionFactory(
        crew=[officer], starts_at=FRIDAY_EVENING + timedelta(days=1)
    )

    page = page_of(client_as("educator"), patrol)

    assert reverse("intervention_replan", args=[patrol.code]) in page


def test_who_does_not_read_reports_links_none_and_keeps_those_linked(
    client_as, officer, educator
):
    outing = InterventionFactory(
        ended=True,
        crew=[officer, educator],
        hotspot=HotspotFactory(slug="piazza-roma"),
    )
    linked, other = ReportFactory(), ReportFactory()
    outing.reports.add(linked)
    client = client_as("educator")

    page = client.get(edit_url(outing)).content.decode()
    sent = typed(outing, [educator], reports=other.code, shared_note="Panchina rotta.")
    response = client.post(edit_url(outing), sent)

    assert linked.code in page and 'name="reports"' not in page
    assert response.status_code == 302
    row = Intervention.objects.get()
    assert row.shared_note == "Panchina rotta." and list(row.reports.all()) == [linked]
    assert other.history.count() == 1  # it arrived, and nobody moved it


def test_a_closed_report_linked_afterwards_says_nothing_to_the_citizen(officer):
    outing = InterventionFactory(ended=True, crew=[officer])
    closed = ReportFactory(closed=True)
    before = closed.history.count()

    save_sheet(outing, replace(read_sheet(outing), reports=[closed]), by=officer)

    closed.refresh_from_db()
    assert closed.history.count() == before


def test_a_second_approval_by_the_same_person_is_neither_offered_nor_taken(
    officer, educator
):
    outing = InterventionFactory(ended=True, crew=[officer, educator])
    approve_intervention(outing, by=officer)
    officer.role = educator.role
    officer.save()

    assert not may_approve(officer, outing) and may_approve(educator, outing)
    with pytest.raises(StepRefused, match=ALREADY_YOU):
        approve_intervention(outing, by=officer)
    assert Approval.objects.count() == 1


def test_what_is_over_and_comes_back_mails_nobody(officer, user_as):
    outing = InterventionFactory(ended=True, crew=[officer])
    outing.history.create(what=Step.What.LOGGED)
    coordinator = user_as("coordinator")
    cancel_intervention(outing, because="Scritto due volte", by=coordinator)

    restore_intervention(outing, by=coordinator)

    assert not Outbox.objects.exists()
