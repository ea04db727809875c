"""The maps in a real browser: mouse, keyboard, without script, without position."""

import re

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from playwright.sync_api import expect

from hotspots.models import Hotspot
from hotspots.ring_text import read_ring, write_ring
from tests.axe import broken_rules
from tests.reports.factories import ReportFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PIAZZA_ROMA = (45.13519, 10.02313)
PANE = "() => document.querySelector('.leaflet-map-pane').style.transform"
ARRIVED = """before => {
    const pane = document.querySelector(".leaflet-map-pane");
    return pane.style.transform !== before && !pane.classList.contains("leaflet-pan-anim");
}"""
# Leaflet.draw lets a double click pass with a timer of 50 ms: a longer one rings after it
AFTER_THE_PAUSE = "new Promise((done) => setTimeout(done, 100))"


@pytest.fixture
def editor(desk, live_server, client_as, programme):
    """Open the page of piazza Roma as the coordinator."""
    session = client_as("coordinator").cookies[django_settings.SESSION_COOKIE_NAME]
    desk.context.add_cookies(
        [{"name": session.key, "value": session.value, "url": live_server.url}]
    )
    desk.goto(live_server.url + reverse("hotspot_edit", args=["piazza-roma"]))
    desk.wait_for_selector("[data-map-ready]")
    return desk


def point(page):
    return page.input_value("#lat"), page.input_value("#lon")


def said(page):
    return page.locator("[data-map-said]")


def drag(page, locator, right, down):
    locator.scroll_into_view_if_needed()
    box = locator.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right, y + down, steps=6)
    page.mouse.up()


def test_the_map_writes_no_point_before_somebody_puts_it(point_page):
    page = point_page()

    page.locator(".leaflet-control-zoom-in").click()

    assert point(page) == ("", "")
    expect(page.locator(".map-label-place")).to_have_count(3)
    expect(page.get_by_text("Sfondo della mappa non disponibile")).to_be_visible()
    assert broken_rules(page) == []


def test_a_click_puts_the_point_and_the_map_comes_under_the_pin(point_page):
    page = point_page()

    page.get_by_label("Piazza Marconi").check()

    assert point(page) == ("45.132150", "10.021600")
    expect(said(page)).to_have_text("Punto in Piazza Marconi.")
    page.locator("[data-map-canvas]").click(position={"x": 200, "y": 60})
    expect(said(page)).not_to_have_text("Punto in Piazza Marconi.")
    assert point(page) != ("45.132150", "10.021600")


def test_dragging_the_map_puts_the_point(point_page):
    page = point_page()

    drag(page, page.locator("[data-map-canvas]"), 40, 30)

    expect(page.locator("[data-map-pin]")).to_have_class(re.compile("placed"))
    assert all(re.fullmatch(r"\d+\.\d{6}", number) for number in point(page))


def test_the_keyboard_alone_puts_the_point(point_page):
    page = point_page()
    page.locator("[data-map-canvas]").focus()

    before = page.evaluate(PANE)
    page.keyboard.press("ArrowUp")
    page.wait_for_function(ARRIVED, arg=before)
    assert point(page) == ("", "")  # only looking around
    page.keyboard.press("Enter")
    first = point(page)
    page.keyboard.press("ArrowLeft")

    expect(page.locator("#lon")).not_to_have_value(first[1])
    assert page.url.endswith("/punto/")  # Enter sent no form


def test_a_point_already_chosen_is_where_it_was(point_page):
    page = point_page("?lat=45.135190&lon=10.023130")

    assert point(page) == ("45.135190", "10.023130")
    expect(said(page)).to_have_text("Punto in Piazza Roma.")


@pytest.mark.parametrize(
    "query, sentence",
    [
        ("?lat=45.360000&lon=9.690000", "Il punto è fuori dal Comune"),
        ("?lat=45.134400&lon=10.022500", "Punto vicino a Piazza Roma."),
        ("?lat=45.135670&lon=10.027600", "Punto vicino a Corso Matteotti."),
        ("?lat=45.150000&lon=10.030000", "Punto segnato sulla mappa."),
    ],
)
def test_the_point_is_said_in_words(point_page, query, sentence):
    expect(said(point_page(query))).to_contain_text(sentence)


def test_the_position_of_the_phone_puts_the_point(point_page):
    page = point_page()
    page.context.grant_permissions(["geolocation"])
    latitude, longitude = PIAZZA_ROMA
    page.context.set_geolocation({"latitude": latitude, "longitude": longitude})

    page.get_by_role("button", name="Usa la tua posizione").click()

    expect(said(page)).to_have_text("Punto in Piazza Roma.")
    assert point(page) == ("45.135190", "10.023130")


def test_a_position_far_away_or_denied_is_said_and_writes_nothing(point_page):
    page = point_page()
    button = page.get_by_role("button", name="Usa la tua posizione")

    button.click()
    expect(said(page)).to_contain_text("il permesso è negato")
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 45.4642, "longitude": 9.19})
    button.click()

    expect(said(page)).to_contain_text("La tua posizione è fuori dal Comune")
    assert point(page) == ("", "")


def test_the_map_speaks_english_too(point_page):
    page = point_page()

    page.locator(".language-switch button", has_text="ENG").click()
    page.wait_for_selector("[data-map-ready]")

    expect(page.locator("html")).to_have_attribute("lang", "en")
    zoom_in = page.locator(".leaflet-control-zoom-in")
    expect(zoom_in).not_to_have_attribute("title", "Ingrandisci la mappa")


def test_a_map_that_cannot_load_leaves_a_sentence(
    desk, page, live_server, programme, settings
):
    settings.ROOT_URLCONF = "tests.hotspots.point_page"
    page.route("**/luoghi.geojson", lambda route: route.fulfill(status=204, body=""))

    page.goto(f"{live_server.url}/punto/")

    expect(said(page)).to_contain_text("La mappa non si è caricata")
    expect(page.locator("[data-map-canvas]")).to_be_hidden()


def test_a_map_shows_a_point_and_others_near_it(desk, live_server, programme, settings):
    settings.ROOT_URLCONF = "tests.hotspots.point_page"
    desk.goto(f"{live_server.url}/mostra/")
    desk.wait_for_selector("[data-map-ready]")

    expect(desk.locator(".map-pin-icon")).to_be_visible()
    desk.locator(".map-mark").click()

    popup = desk.locator(".leaflet-popup-content")
    expect(popup.locator("strong")).to_have_text("<i>CR-1</i>")
    expect(popup.locator("a")).to_have_attribute("href", "/vicina/")


def test_controls_are_large_enough_for_a_thumb(point_page):
    page = point_page()

    controls = page.locator(".leaflet-bar a, [data-map-locate]").all()
    assert len(controls) >= 3
    for control in controls:
        box = control.bounding_box()
        assert min(box["width"], box["height"]) >= 44


def test_nothing_scrolls_sideways_on_a_small_phone(point_page):
    page = point_page()
    page.set_viewport_size({"width": 320, "height": 568})

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_script_the_map_is_not_there(browser, live_server, programme, settings):
    settings.ROOT_URLCONF = "tests.hotspots.point_page"
    page = browser.new_context(java_script_enabled=False, locale="it-IT").new_page()

    page.goto(f"{live_server.url}/punto/")

    expect(page.locator(".map")).to_be_hidden()
    expect(page.get_by_label("Piazza Marconi")).to_be_visible()
    page.context.close()


def test_a_vertex_is_dragged_and_the_boundary_saved(editor):
    before = editor.input_value("#id_ring")

    drag(editor, editor.locator(".map-vertex").first, -30, 20)

    typed = editor.input_value("#id_ring")
    assert typed != before
    assert typed.splitlines()[1:] == before.splitlines()[1:]
    expect(said(editor)).to_have_text("Il confine ha 4 punti.")
    assert broken_rules(editor) == []
    editor.get_by_role("button", name="Salva il luogo").click()
    expect(editor.get_by_text("Luogo salvato.")).to_be_visible()
    ring = Hotspot.objects.get(slug="piazza-roma").ring
    assert sorted(ring[:-1]) == sorted(read_ring(typed))


def test_a_change_is_undone(editor):
    before = editor.input_value("#id_ring")

    editor.locator(".map-vertex").first.click()
    assert len(editor.input_value("#id_ring").splitlines()) == 3
    editor.get_by_role("button", name="Annulla l’ultima modifica").click()

    assert editor.input_value("#id_ring") == before
    assert editor.locator(".map-vertex").count() == 8


CROSSED = "45.1345, 10.0226\n45.1358, 10.0240\n45.1345, 10.0240\n45.1358, 10.0226"
GOES_ROUND = "45.1345, 10.0226\n45.1345, 10.0240\n45.1358, 10.0240\n45.1345, 10.0226"


def test_a_line_that_crosses_itself_is_said_while_it_is_drawn_and_undone(editor):
    before = editor.input_value("#id_ring")
    box = editor.locator("[data-map-canvas]").bounding_box()
    first = editor.locator(".map-vertex").first.bounding_box()
    away = box["y"] + box["height"] / 2 - first["y"]

    drag(editor, editor.locator(".map-vertex").first, 0, away * 2.2)

    expect(said(editor)).to_contain_text("La linea del confine si incrocia")
    expect(editor.locator(".map-place-crossed")).to_have_count(1)
    editor.get_by_role("button", name="Salva il luogo").click()
    expect(
        editor.get_by_role("button", name="Annulla l’ultima modifica")
    ).to_be_focused()
    assert not editor.get_by_text("Luogo salvato.").is_visible()
    editor.keyboard.press("Enter")
    assert editor.input_value("#id_ring") == before
    expect(editor.locator(".map-place-crossed")).to_have_count(0)
    expect(said(editor)).to_be_empty()


def test_what_is_typed_is_told_when_it_crosses_itself(editor):
    editor.fill("#id_ring", CROSSED)
    expect(said(editor)).to_contain_text("La linea del confine si incrocia")

    editor.fill("#id_ring", GOES_ROUND)
    expect(said(editor)).to_be_empty()


def test_what_is_pasted_and_typed_is_undone(editor):
    before = editor.input_value("#id_ring")
    text = editor.locator("#id_ring")
    undo = editor.get_by_role("button", name="Annulla l’ultima modifica")
    text.fill(CROSSED)
    text.blur()
    expect(said(editor)).to_contain_text("La linea del confine si incrocia")
    text.press("End")
    text.press_sequentially(" 45.1")

    editor.get_by_role("button", name="Salva il luogo").click()
    expect(undo).to_be_focused()
    undo.click()
    expect(text).to_have_value(CROSSED)
    undo.click()

    expect(text).to_have_value(before)
    expect(undo).to_be_disabled()
    expect(said(editor)).to_be_empty()


def test_a_boundary_that_is_refused_comes_back_with_its_undo(editor):
    before = editor.input_value("#id_ring")
    drag(editor, editor.locator(".map-vertex").first, -30, 20)
    typed = editor.input_value("#id_ring")
    editor.fill("#id_name", "")

    editor.get_by_role("button", name="Salva il luogo").click()
    editor.wait_for_selector("[data-map-ready]")

    expect(editor.get_by_text("Scrivi il nome del luogo.").first).to_be_visible()
    assert editor.input_value("#id_ring") == typed
    editor.get_by_role("button", name="Annulla l’ultima modifica").click()
    assert editor.input_value("#id_ring") == before


def test_the_reports_of_the_last_year_are_beneath_the_boundary(editor):
    ReportFactory()
    ReportFactory()
    editor.reload()

    expect(editor.locator(".map-report")).to_have_count(1)
    expect(editor.get_by_text("le segnalazioni dell’ultimo anno: 2")).to_be_visible()
    assert broken_rules(editor) == []


def test_a_boundary_is_drawn_from_nothing(editor):
    editor.get_by_role("button", name="Disegna il confine").click()
    box = editor.locator("[data-map-canvas]").bounding_box()
    corners = [(0.3, 0.3), (0.7, 0.3), (0.7, 0.7), (0.3, 0.7), (0.3, 0.3)]
    for right, down in corners:
        editor.mouse.click(
            box["x"] + box["width"] * right, box["y"] + box["height"] * down
        )
        editor.evaluate(AFTER_THE_PAUSE)

    expect(said(editor)).to_have_text("Il confine ha 4 punti.")
    assert len(editor.input_value("#id_ring").splitlines()) == 4


def test_a_drawing_given_up_leaves_the_old_boundary(editor):
    before = editor.input_value("#id_ring")

    editor.get_by_role("button", name="Disegna il confine").click()
    editor.keyboard.press("Escape")

    expect(editor.locator(".map-vertex")).to_have_count(8)
    assert editor.input_value("#id_ring") == before


def test_what_is_typed_is_drawn_and_the_band_follows(editor):
    halo = editor.locator(".map-halo")
    narrow = float(halo.get_attribute("stroke-width"))

    editor.fill("#id_buffer_m", "50")
    assert float(halo.get_attribute("stroke-width")) == pytest.approx(
        narrow * 2, rel=0.01
    )
    editor.fill("#id_ring", "45.1345, 10.0226\n45.1348, 10.0240\n45.1358, 10.0230")
    expect(editor.locator(".map-vertex")).to_have_count(6)
    editor.fill("#id_ring", "45.1345, 10.0226\n45.1348, ")
    expect(editor.locator(".map-vertex")).to_have_count(6)


def test_the_boundary_is_edited_without_script(
    browser, live_server, client_as, programme
):
    spot = Hotspot.objects.get(slug="piazza-roma")
    session = client_as("coordinator").cookies[django_settings.SESSION_COOKIE_NAME]
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(
        [{"name": session.key, "value": session.value, "url": live_server.url}]
    )
    page = context.new_page()
    page.goto(live_server.url + reverse("hotspot_edit", args=["piazza-roma"]))

    page.fill("#id_ring", write_ring(spot.ring).replace("45.134530", "45.134400"))
    page.get_by_role("button", name="Salva il luogo").click()

    expect(page.get_by_text("Luogo salvato.")).to_be_visible()
    spot.refresh_from_db()
    assert [10.02263, 45.1344] in spot.ring
    context.close()
