"""The pages as people set them: text twice as large, forced colours."""

import pytest
from django.utils import timezone

from hotspots.models import Municipality
from tests.reports.factories import ReportFactory
from tests.reports.test_follow import link_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PUBLIC = [
    "/",
    "/luoghi/",
    "/luoghi/piazza-roma/",
    "/contributo/",
    "/privacy/",
    "/accessibilita/",
    "/note-legali/",
    "/aiuto-alle-vittime/",
    "/segnala/",
    "/segnala/112/",
    "/segnalazioni/",
    "/accedi/",
    "/nessuna/",
]
STAFF = [
    "/operatori/",
    "/cruscotto/piazza-roma/",
    "/operatori/luoghi/",
    "/interventi/",
    "/cruscotto/",
    "/bacheca/",
]
STRIPS = ".it-header-slim-wrapper, .it-header-center-wrapper, .emergency, .demo-band"
# texts of the strips at the top that stand where another strip is
OVERRUN = """(strips) => {
  const boxes = [...document.querySelectorAll(strips)];
  const inside = (text, box) => {
    const a = text.getBoundingClientRect(), b = box.getBoundingClientRect();
    return a.height && a.top < b.bottom - 1 && a.bottom > b.top + 1;
  };
  return boxes.flatMap((own) => [...own.querySelectorAll("a, button, span, p, div")].filter(
    (text) => boxes.some((box) => box !== own && !own.contains(box) && inside(text, box))
  ).map((text) => text.textContent.trim().slice(0, 40)));
}"""
CHECKBOX = (
    '<div class="form-check"><input type="checkbox" id="prova">'
    '<label for="prova">Prova</label></div>'
)
BORDERLESS = """() => [...document.querySelectorAll(".btn, .content-box, .place-card")].filter(
  (box) => box.offsetParent && parseFloat(getComputedStyle(box).borderTopWidth) < 1
).map((box) => box.textContent.trim().slice(0, 40))"""


@pytest.fixture
def demonstration_band(programme):
    Municipality.objects.update(demo_since=timezone.now())


def double_text(page):
    devtools = page.context.new_cdp_session(page)
    devtools.send("Page.enable")
    devtools.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})


def says_nothing_over_something(page, width, path):
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "32px"
    assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert page.evaluate(OVERRUN, STRIPS) == [], path


def test_the_page_of_a_report_holds_text_twice_as_large(
    live_server, demonstration_band, page
):
    report = ReportFactory()
    page.set_viewport_size({"width": 360, "height": 740})
    double_text(page)

    page.goto(live_server.url + link_of(report))

    says_nothing_over_something(page, 360, page.url)


def test_the_steps_of_a_report_hold_text_twice_as_large(
    live_server, demonstration_band, page
):
    page.set_viewport_size({"width": 360, "height": 740})
    double_text(page)
    page.goto(f"{live_server.url}/segnala/")

    page.locator("main").get_by_role("button", name="No,").first.click()
    page.locator(".steppers-header").wait_for()

    says_nothing_over_something(page, 360, page.url)
    inside = "(box) => box.scrollHeight <= box.clientHeight + 1"
    assert page.locator(".steppers-header").evaluate(inside)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_public_page_holds_text_twice_as_large(
    live_server, demonstration_band, page, width
):
    page.set_viewport_size({"width": width, "height": 740})
    double_text(page)

    for path in PUBLIC:
        page.goto(live_server.url + path)
        says_nothing_over_something(page, width, path)


def test_a_page_of_staff_holds_text_twice_as_large(open_page, demonstration_band):
    page = open_page("/profilo/", size=(360, 740), role="coordinator")
    double_text(page)

    for path in STAFF:
        page.goto(path)
        says_nothing_over_something(page, 360, path)


def test_forced_colours_leave_a_line_around_buttons_and_boxes(
    live_server, programme, browser
):
    context = browser.new_context(forced_colors="active", base_url=live_server.url)
    page = context.new_page()

    for path in PUBLIC:
        page.goto(path)
        assert page.evaluate(BORDERLESS) == [], path
    page.goto("/")
    page.keyboard.press("Tab")
    focused = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(focused) == "solid"
    context.close()


def test_forced_colours_show_icons_in_the_colour_of_text_and_the_boxes_of_the_system(
    live_server, programme, browser
):
    context = browser.new_context(
        forced_colors="active",
        base_url=live_server.url,
        viewport={"width": 360, "height": 740},
    )
    page = context.new_page()
    page.goto("/segnalazioni/")

    for icon in (".custom-navbar-toggler .icon", "header .it-brand-wrapper .icon"):
        style = page.locator(icon).evaluate(
            "(icon) => [getComputedStyle(icon).fill, getComputedStyle(icon).color]"
        )
        assert style[0] == style[1], icon

    page.locator("main").evaluate(
        "(main, box) => main.insertAdjacentHTML('beforeend', box)", CHECKBOX
    )
    assert (
        page.locator("#prova").evaluate("(box) => getComputedStyle(box).opacity") == "1"
    )
    drawn = "(label) => getComputedStyle(label, '::after').display"
    assert page.locator("[for=prova]").evaluate(drawn) == "none"
    context.close()
