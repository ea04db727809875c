"""How the desk's pages stand on a wide screen, in a real browser."""

import pytest
from django.conf import settings
from django.urls import reverse

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
