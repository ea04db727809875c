"""How the desk's pages stand on a wide screen, in a real browser."""

from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from reports.models import Status
from tests.accounts.factories import UserFactory
from tests.axe import broken_rules
from tests.reports.factories import ReportFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def wide(live_server, programme, client_as, browser):
    """A page of a 1600 px screen, where the coordinator is signed in."""
    context = browser.new_context(
        viewport={"width": 1600, "height": 900}, base_url=live_server.url
    )
    cookie = client_as("coordinator").cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
    )
    page = context.new_page()
    yield page
    context.close()


def box(page, selector):
    return page.locator(selector).first.bounding_box()


def test_breadcrumb_title_and_queue_start_on_one_line(wide):
    ReportFactory()
    wide.goto(reverse("report_queue"))

    lefts = {
        box(wide, part)["x"] for part in [".breadcrumb-item", "h1", ".desk-columns"]
    }

    assert len(lefts) == 1
    assert box(wide, ".desk-columns")["width"] > 1400


def test_long_forms_on_the_right_leave_no_void_on_the_left(wide):
    report = ReportFactory()
    wide.goto(reverse("report_detail", args=[report.code]))
    wide.evaluate(
        "for (const one of document.querySelectorAll('.desk-action')) one.open = true"
    )
    wide.wait_for_selector("[data-map-ready]")

    text, where, talk = (
        box(wide, f".desk-{part}") for part in ["text", "where", "talk"]
    )

    for above, below in [(text, where), (where, talk)]:
        assert 0 < below["y"] - above["y"] - above["height"] < 60
    assert talk["x"] == text["x"]


LONG = "Rumori, urla e bottiglie rotte davanti ai portoni fino a notte fonda"
NOWHERE = (
    "Dietro la fontana grande, dalla parte del parcheggio e delle panchine di legno"
)


def test_a_row_of_the_queue_has_two_lines_on_a_desk(programme, open_page):
    ReportFactory(subject=LONG, place_text=NOWHERE, due_on=date(2026, 1, 1))
    taken = UserFactory(full_name=LONG[:50])
    ReportFactory(status=Status.IN_CHARGE, in_charge_of=taken)
    page = open_page(reverse("report_queue"))

    rows = page.locator("[data-row]")
    heights = [row.bounding_box()["height"] for row in rows.all()]

    assert len(heights) == 2
    assert max(heights) <= 72, heights
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    expect(page.locator(".desk-begin").first).to_be_hidden()
    assert broken_rules(page) == []


def test_a_card_of_the_queue_on_a_phone_begins_with_its_button(open_page):
    report = ReportFactory(subject=LONG, place_text=NOWHERE)
    page = open_page(reverse("report_queue"), (360, 740))

    button = page.get_by_role("link", name=f"Prendi in carico {report.code}")
    assert box(page, ".desk-begin")["y"] < box(page, "[data-open]")["y"]
    assert button.bounding_box()["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert broken_rules(page) == []
    button.click()

    expect(page.get_by_role("button", name="Prendi in carico")).to_be_visible()
