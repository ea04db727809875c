"""On the phone: plans begun in time, written down afterwards, ended when they ended."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from hotspots.models import Hotspot
from interventions.models import Status
from interventions.record.hours import doubt_about
from tests.interventions.factories import InterventionFactory
from tests.interventions.street import ready, rows, sent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOUR = timedelta(hours=1)


@pytest.fixture
def plan(programme, cast):
    """Return a function that plans two hours in piazza Marconi, which begin in some hours."""

    def made(hours, **more):
        now = timezone.now().replace(second=0, microsecond=0)
        starts_at = now + hours * HOUR
        return InterventionFactory(
            crew=[cast[0]],
            hotspot=Hotspot.objects.get(slug="piazza-marconi"),
            starts_at=starts_at,
            planned_from=starts_at,
            planned_until=starts_at + 2 * HOUR,
            **more,
        )

    return made


@pytest.mark.parametrize(("hours", "begins"), [(1.9, True), (3, False), (-1.9, True)])
def test_a_plan_begins_with_a_tap_only_when_it_is_near(
    street, cast, plan, hours, begins
):
    plan(hours)
    page = street(cast[0])

    expect(page.get_by_text("Le tue uscite")).to_be_visible()
    expect(page.get_by_role("button", name="Inizia: Piazza Marconi")).to_have_count(
        int(begins)
    )


def test_a_plan_of_yesterday_is_written_down_with_its_hours(street, cast, plan):
    yesterday = plan(-20)
    page = street(cast[0])

    expect(page.get_by_role("button", name="Inizia: Piazza Marconi")).to_have_count(0)
    page.get_by_role("heading", name="Non registrata: com’è andata?").wait_for()
    page.get_by_role("button", name="Registra: Piazza Marconi").click()
    page.get_by_role("link", name="Termina").click()
    page.get_by_role("button", name="Tutto tranquillo").click()

    sent(page)
    was = yesterday.starts_at, yesterday.ends_at
    yesterday.refresh_from_db()
    assert yesterday.status == Status.ENDED
    assert (yesterday.starts_at, yesterday.ends_at) == was
    expect(page.get_by_text("Non registrata")).to_have_count(0)


def test_one_written_down_waits_for_no_other_and_hinders_none(street, cast, plan):
    plan(-20)
    page = street(cast[0])
    page.get_by_role("button", name="Registra: Piazza Marconi").click()
    page.get_by_role("link", name="Indietro").click()

    page.get_by_role("button", name="Piazza Roma").first.click()

    page.get_by_role("button", name="Aggiungi: Contatti").wait_for()
    assert {row["state"] for row in rows(page)} == {"draft", "running"}


def forgotten(street, cast, plan):
    """Return (row, page) of an outing that goes on four hours after its plan, on its phone."""
    row = plan(-6, status=Status.RUNNING, ends_at=None)
    page = street(cast[0])
    page.get_by_role("button", name="Continua: Piazza Marconi").click()
    page.get_by_role("link", name="Termina").last.wait_for()
    return row, page


def test_one_forgotten_asks_when_it_ended_and_takes_the_hour_planned(
    street, cast, plan
):
    row, page = forgotten(street, cast, plan)
    expect(page.locator("[data-notices]")).to_contain_text("è finita?")
    page.locator("[data-notices]").get_by_role("link", name="Termina").click()
    page.get_by_role("button", name="Tutto tranquillo").click()
    expect(page.get_by_text("Scegli a che ora è finita.")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Finita")).to_be_focused()

    page.get_by_role("button", name="Finita").click()
    page.get_by_role("button", name="Tutto tranquillo").click()

    sent(page)
    row.refresh_from_db()
    assert row.ends_at == row.planned_until and row.minutes == 120


def test_one_that_really_lasted_ends_now(street, cast, plan):
    row, page = forgotten(street, cast, plan)
    page.reload()
    ready(page)
    page.get_by_role("link", name="Termina").last.click()

    page.get_by_role("button", name="Finita").click()
    page.get_by_role("button", name="Adesso").click()
    expect(page.get_by_role("button", name="Finita")).to_have_attribute(
        "aria-pressed", "false"
    )
    page.get_by_role("button", name="Tutto tranquillo").click()

    sent(page)
    row.refresh_from_db()
    assert 360 <= row.minutes <= 365
    assert "ne erano previste 2 h" in doubt_about(row)
