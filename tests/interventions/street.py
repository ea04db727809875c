"""A phone in Chromium: what the tests of the field page do on it."""

from django.test import Client
from playwright.sync_api import expect

from interventions.models import Intervention
from tests.servers import wait_until

STATE, RECORDS = "**/sul-campo/stato/**", "**/sul-campo/registrazioni/**"
PHOTOS = "**/sul-campo/registrazioni/*/foto/**"
READ = """async ([store]) => {
    const { all } = await import("/static/js/field/db.js");
    return (await all(store)).map(({ bytes, ...row }) => row);
}"""

# the page draws when the address changes, before who began to listen after it
VISIT = """(screen) => new Promise((done) => {
    if (location.hash === screen) return done();
    addEventListener("hashchange", () => done(), { once: true });
    location.hash = screen;
})"""


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
    page.get_by_role("link", name="Termina").click()
    page.get_by_role("button", name=outcome).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sul campo")


def sent(page):
    """Wait until the server has the last revision of every record, and the page says so."""
    page.wait_for_selector("body[data-ready]")
    wait_until(
        lambda: all(row["revision"] == row["sent_revision"] for row in rows(page)),
        what="the last revision",
    )
    expect(page.locator("[data-queue]")).to_be_hidden()
    expect(page.locator("[data-connection]")).to_have_text("in rete")


def visit(page, screen):
    """Go to a screen by its address, as ``#/dopo``, and wait until it is drawn."""
    page.evaluate(VISIT, screen)


def the_only_one():
    (row,) = Intervention.objects.all()
    return row


def contacts(row):
    return sum(tally.count for tally in row.tallies.filter(what="contatti"))


def rows(page, store="records"):
    return page.evaluate(READ, [store])
