"""The field page on a phone in Chromium: the network cut at every step, the tab killed, the
session expired, two tabs, two people. No outing is lost and none is doubled."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from interventions.models import Intervention, Status

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STATE, RECORDS = "**/sul-campo/stato/", "**/sul-campo/registrazioni/**"
READ = """async ([store]) => {
    const { all } = await import("/static/js/field/db.js");
    return (await all(store)).map(({ bytes, ...row }) => row);
}"""


@pytest.fixture
def cast(programme, user_as):
    return user_as("officer"), user_as("educator")


@pytest.fixture
def street(live_server, browser):
    """Return a function that gives a signed-in page of a phone; the worker is at work on it."""
    contexts = []

    def open_page(person, context=None, size=(360, 740), **more):
        if context is None:
            context = browser.new_context(
                viewport={"width": size[0], "height": size[1]},
                base_url=live_server.url,
                locale="it-IT",
                timezone_id="Europe/Rome",
                **more,
            )
            context.set_default_timeout(8000)
            contexts.append(context)
        sign_in(context, person, live_server.url)
        page = context.new_page()
        page.goto(reverse("field"))
        ready(page)
        return page

    yield open_page
    for context in contexts:
        context.close()


def sign_in(context, person, url):
    client = Client()
    client.force_login(person)
    key = client.session.session_key
    context.add_cookies([{"name": "sessione", "value": key, "url": url}])


def ready(page):
    page.wait_for_selector("body[data-ready]")
    expect(page.locator("h1").first).not_to_have_text("Un momento…")
    page.get_by_role("button").first.wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => 0)")


def begin(page, place="Piazza Roma"):
    page.get_by_role("button", name=place).first.click()
    page.get_by_role("button", name="Aggiungi: Contatti").wait_for()


def add(page, what="Contatti", times=1):
    for _ in range(times):
        count = int(page.locator(counted(what)).inner_text())
        page.get_by_role("button", name=f"Aggiungi: {what}").click()
        expect(page.locator(counted(what))).to_have_text(str(count + 1))


def counted(what):
    return f"[data-count={what.lower()}]"


def save(page, outcome="Tutto tranquillo"):
    page.get_by_role("link", name="Termina e salva").click()
    page.get_by_role("button", name=outcome).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sul campo")


def sent(page):
    expect(page.locator("[data-queue]")).to_be_hidden()
    expect(page.locator("[data-connection]")).to_have_text("in rete")


def the_only_one():
    (row,) = Intervention.objects.all()
    return row


def contacts(row):
    return sum(tally.count for tally in row.tallies.filter(what="contatti"))


def rows(page, store="records"):
    return page.evaluate(READ, [store])


# --- the typical log


def test_a_typical_log_takes_at_most_eight_taps(street, cast):
    page = street(cast[0])
    page.evaluate(
        "addEventListener('click', (e) => e.isTrusted && (window.taps = (window.taps ?? 0) + 1), true)"
    )

    begin(page)
    add(page, times=3)
    add(page, "Mediazioni")
    save(page)

    sent(page)
    row = the_only_one()
    assert row.status == Status.ENDED and row.outcome == "tranquillo"
    assert contacts(row) == 3 and row.hotspot.slug == "piazza-roma"
    assert page.evaluate("taps") <= 8
