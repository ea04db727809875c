"""The public pages in a real browser: accessibility rules, strict CSP, no sideways scroll."""

import pytest
from django.utils import timezone

from hotspots.models import Municipality
from tests.axe import broken_rules
from tests.pages.figures import count_last_month

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PATHS = [
    "/",
    "/luoghi/",
    "/contributo/",
    "/luoghi/piazza-roma/",
    "/privacy/",
    "/accessibilita/",
    "/note-legali/",
    "/nessuna/",
]
PHONE = {"width": 360, "height": 740}
NARROW = {"width": 320, "height": 640}
WIDE = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "it-IT"}


@pytest.fixture
def portal(live_server, programme):
    count_last_month({"piazza-roma": 12})
    return live_server.url


@pytest.fixture
def refusals(page):
    """Collect what the Content-Security-Policy refused and the scripts that broke."""
    found = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on(
        "console",
        lambda line: (
            found.append(line.text) if "Content Security" in line.text else None
        ),
    )
    return found


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["320", "1280"])
def test_public_pages_pass_axe_keep_the_csp_and_do_not_scroll_sideways(
    portal, page, refusals, size
):
    page.set_viewport_size(size)

    for path in PATHS:
        page.goto(portal + path)
        page.wait_for_load_state("networkidle")

        broken = broken_rules(page)
        assert broken == [], path
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], path
    assert refusals == []


def test_the_home_of_a_phone_stays_short_with_every_number_said(portal, page):
    programme = Municipality.objects.get()
    programme.demo_since = timezone.now()  # one band more
    programme.save()
    page.set_viewport_size(PHONE)
    page.goto(portal)
    page.wait_for_load_state("networkidle")

    assert page.evaluate("document.documentElement.scrollHeight") <= 4500
    assert page.locator(".map").count() == 1
    drawn = page.get_by_role("img", name="Segnalazioni mese per mese, Piazza Roma")
    assert drawn.get_attribute("aria-label").endswith("12")
    page.get_by_text("Le segnalazioni mese per mese").click()
    assert page.get_by_role("columnheader", name="Piazza Marconi").is_visible()
    assert broken_rules(page) == []


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(portal, page):
    page.set_viewport_size(NARROW)
    page.goto(portal)
    link = page.locator("#menu-voci").get_by_text("Segui una segnalazione")

    page.get_by_role("button", name="Mostra il menu").press("Enter")
    page.locator(".close-menu:focus").wait_for()  # the drawer has arrived
    assert link.is_visible()
    page.keyboard.press("Enter")

    page.locator(".custom-navbar-toggler:focus").wait_for()
    link.wait_for(state="hidden")


def test_without_script_a_phone_shows_the_menu_and_the_drawing_of_a_place(
    portal, browser
):
    context = browser.new_context(
        java_script_enabled=False, viewport=NARROW, locale="it-IT"
    )
    page = context.new_page()

    page.goto(f"{portal}/luoghi/piazza-roma/")

    menu = page.get_by_role("navigation", name="Menu principale")
    assert menu.get_by_role("link", name="Segui una segnalazione").is_visible()
    assert page.get_by_role("img", name="Disegno di Piazza Roma").is_visible()
    assert not page.get_by_role("button", name="Mostra il menu").is_visible()
    context.close()


def test_the_first_key_leads_past_the_header_to_the_content(portal, page):
    page.goto(portal)

    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Vai al contenuto"
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "contenuto"


def test_who_leaves_in_a_hurry_does_not_find_the_page_by_going_back(portal, page):
    page.goto(f"{portal}/privacy/")
    page.goto(portal)
    page.route(
        "https://www.wikipedia.org/**", lambda route: route.fulfill(body="altrove")
    )

    page.get_by_role("link", name="Esci subito da questa pagina").click()
    page.wait_for_url("https://www.wikipedia.org/**")
    page.go_back()

    assert page.url == f"{portal}/privacy/"
