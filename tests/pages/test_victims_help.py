"""The page for who has suffered a crime: what it says, and what it does not leave behind."""

import pytest
from django.test import Client

from hotspots.models import Contact
from tests.axe import broken_rules

URL = "/aiuto-alle-vittime/"
OUTSIDE = "https://www.wikipedia.org/"
LATER = "() => new Promise((done) => setTimeout(done, 1600))"
TWICE = """() => {
    for (const _ of [1, 2]) document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
}"""


def test_the_answer_asks_to_be_kept_nowhere_and_sets_no_cookie(programme):
    answer = Client().get(URL)

    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in answer.content.decode()


def test_the_title_says_nothing_of_what_one_reads(programme):
    text = Client().get(URL).content.decode()
    title = text[text.index("<title>") : text.index("</title>")]

    assert "Informazioni utili" in title
    assert not any(word in title.lower() for word in ("vittim", "reat", "violen"))


def test_it_gives_the_numbers_one_can_call_and_no_other(programme):
    text = Client().get(URL).content.decode()
    main = text[text.index("<main") : text.index("</main>")]

    assert 'href="tel:112"' in main and 'href="tel:1522"' in main
    assert "Sportello per le vittime di reato" not in main
    assert "pulsante non può cancellare" in main


def test_without_contacts_the_page_still_stands(programme):
    Contact.objects.all().delete()

    assert Client().get(URL).status_code == 200


def test_it_speaks_english_without_a_cookie(programme):
    answer = Client().get(URL, {"lingua": "en"})

    text = answer.content.decode()
    assert '<html lang="en">' in text
    assert "If you are in danger now" in text and "Useful information" in text
    assert not answer.cookies


@pytest.mark.parametrize("language", ["xx", "", "\x00", "en" * 100])
def test_a_language_that_is_not_there_changes_nothing(programme, language):
    text = Client().get(URL, {"lingua": language}).content.decode()

    assert '<html lang="it">' in text


def test_menu_footer_and_band_lead_to_it_quietly(programme):
    text = Client().get("/").content.decode()

    assert text.count(f'<a href="{URL}" data-quiet') >= 3
    assert "#vittime" not in text
    assert 'id="vittime-titolo"' in text  # the band of the home stays


@pytest.fixture
def visit(live_server, programme, browser):
    """Return a function that opens a context where the outside world is a blank page."""
    contexts = []

    def open_page(**options):
        context = browser.new_context(
            base_url=live_server.url, locale="it-IT", **options
        )
        contexts.append(context)
        context.route(
            OUTSIDE, lambda route: route.fulfill(body="<title>Fuori</title>fuori")
        )
        page = context.new_page()
        return page

    yield open_page
    for context in contexts:
        context.close()


def history_length(page):
    return page.evaluate("history.length")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_from_the_menu_to_outside_adds_no_step_to_the_history(visit):
    page = visit(viewport={"width": 1280, "height": 900})
    page.goto("/privacy/")
    page.goto("/")
    before = history_length(page)

    page.click("nav a[data-quiet]")
    page.wait_for_url(f"**{URL}")
    assert history_length(page) == before
    page.click("[data-quick-exit]")
    page.wait_for_url(OUTSIDE)

    assert history_length(page) == before
    page.go_back()
    assert page.url.endswith("/privacy/")
    assert page.context.cookies() == [] or all(
        cookie["name"] != "sessione" for cookie in page.context.cookies()
    )


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_escape_twice_leaves_and_once_does_not(visit):
    page = visit(viewport={"width": 1280, "height": 900})
    page.goto(URL)
    page.wait_for_load_state("networkidle")

    page.keyboard.press("Escape")
    page.evaluate(LATER)
    page.keyboard.press("Escape")
    page.evaluate(LATER)
    assert page.url.endswith(URL)
    page.evaluate(TWICE)
    page.wait_for_url(OUTSIDE)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_without_script_the_button_is_a_plain_link(visit):
    page = visit(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.goto(URL)

    assert page.get_by_text("Senza JavaScript, però").is_visible()
    assert not page.get_by_text("premi due volte").is_visible()
    page.click("[data-quick-exit]")
    page.wait_for_url(OUTSIDE)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(visit, width):
    page = visit(viewport={"width": width, "height": 740})
    page.goto(URL)
    page.wait_for_load_state("networkidle")

    broken = broken_rules(page)
    assert broken == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    button = page.locator("[data-quick-exit]").first
    page.mouse.wheel(0, 4000)
    assert button.is_visible()
