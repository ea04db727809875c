"""The search of a place while it is written: by touch, by keyboard, with no connection."""

import pytest
from playwright.sync_api import expect

from accounts.throttle import Limit
from reports.models import Report
from tests.reports.browsing import go_on, send

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ACTIVE = "document.activeElement.getAttribute('aria-activedescendant')"


def search(page, words):
    """Write in the field of the place, and return the list of what may be meant."""
    page.locator("#id_place_name").press_sequentially(words)
    options = page.get_by_role("option")
    options.last.wait_for()
    return options


def finish(page):
    go_on(page, "che-cosa")
    page.locator("#id_category").select_option("rifiuti")
    page.locator("#id_subject").fill("Vetri rotti sul vialetto")
    go_on(page, "contatto")
    go_on(page, "riepilogo")


def test_a_misspelt_name_is_suggested_and_chosen(phone):
    options = search(phone, "piaza rom")
    options.filter(has_text="Piazza Roma").click()
    expect(phone.locator("[data-search-said]")).to_have_text("Piazza Roma")

    expect(phone.locator("#id_place_name")).to_have_value("Piazza Roma")
    finish(phone)
    send(phone)
    assert Report.objects.get().hotspot.slug == "piazza-roma"


def test_by_keyboard_the_list_is_walked_and_closed(phone):
    field = phone.get_by_role("combobox", name="Via, piazza o giardino")
    options = search(phone, "piazza")
    assert field.get_attribute("aria-expanded") == "true"

    field.press("ArrowDown")
    assert phone.evaluate(ACTIVE) == options.first.get_attribute("id")
    field.press("Escape")
    expect(options).to_have_count(0)
    field.press("Backspace")
    options.last.wait_for()
    first = options.first.inner_text()
    field.press("ArrowDown")
    field.press("Enter")

    expect(field).to_have_value(first)
    assert "/dove/" in phone.url  # Enter has chosen, not sent


def test_the_last_choice_is_always_as_it_was_written(phone):
    search(phone, "piaza rom").last.click()

    finish(phone)
    send(phone)
    report = Report.objects.get()
    assert (report.place_text, report.latitude) == ("piaza rom", None)


def test_a_rough_position_shows_its_circle_and_asks_to_move_the_pin(phone):
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation(
        {"latitude": 45.1352, "longitude": 10.0231, "accuracy": 300}
    )
    phone.locator("[data-map-locate]").click()

    phone.locator(".map-accuracy").wait_for()
    expect(phone.locator("[data-map-said]")).to_contain_text("circa 300 metri")
    expect(phone.locator("[data-map-said]")).to_be_in_viewport(ratio=1)
    expect(phone.locator("[name=accuracy]")).to_have_value("300")
    go_on(phone)
    expect(phone.locator(".error-summary")).to_contain_text("premi di nuovo Avanti")
    phone.locator(".map-accuracy").wait_for()
    go_on(phone, "che-cosa")
    go_on(phone, "dove", button="Indietro")
    phone.locator(".map-accuracy").wait_for()
    expect(phone.locator("[data-map-said]")).to_contain_text("circa 300 metri")
    expect(phone.locator("[name=located_by]")).to_have_value("dispositivo")
    phone.locator("[data-map-canvas]").focus()
    for _ in range(6):
        phone.keyboard.press("ArrowUp")
    expect(phone.locator("[name=located_by]")).to_have_value("mappa")
    expect(phone.locator("[name=accuracy]")).to_have_value("")


def test_a_position_out_of_town_says_that_the_earlier_point_stays(phone):
    phone.locator("label", has_text="Piazza Roma").click()
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation({"latitude": 45.4642, "longitude": 9.19})
    phone.locator("[data-map-locate]").click()

    said = phone.locator("[data-map-said]")
    expect(said).to_contain_text("fuori dal Comune: resta il punto di prima")
    expect(said).to_be_in_viewport(ratio=1)


def test_who_searches_too_much_is_told_and_sees_no_older_list(phone, monkeypatch):
    options = search(phone, "piaza rom")
    monkeypatch.setattr("hotspots.place_search.SEARCHES", Limit("x", 0, 600))

    phone.locator("#id_place_name").press_sequentially("a")

    expect(phone.locator("[data-search-refused]")).to_contain_text("molte volte")
    expect(options).to_have_count(0)


def test_the_chosen_suggestion_is_read_on_its_colour(phone):
    options = search(phone, "piaza rom")
    phone.locator("#id_place_name").press("ArrowUp")

    expect(options.last).to_have_attribute("aria-selected", "true")
    expect(options.last).to_have_css("color", "rgb(255, 255, 255)")


def test_without_a_connection_the_words_are_enough(phone):
    phone.route("**/luoghi/cerca/**", lambda route: route.abort())
    phone.locator("#id_place_name").press_sequentially("via Xyzzyx 40")

    finish(phone)
    send(phone)
    assert Report.objects.get().place_text == "via Xyzzyx 40"
