"""What was typed is kept by a real browser, on a 360 px phone: back, reload, no network, no cookies."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from reports.models import Report
from tests.reports.browsing import (
    CLEAR_OF_THE_ROW,
    describe,
    enter,
    go_on,
    on_the_phone,
    ready,
    send,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BAND = "[data-offline]"


def test_without_a_connection_the_page_stays_and_says_so(phone):
    describe(phone)
    phone.context.set_offline(True)

    go_on(phone)

    phone.locator(BAND).wait_for(state="visible")
    expect(phone.locator(BAND)).to_be_focused()
    phone.wait_for_function(CLEAR_OF_THE_ROW)
    assert phone.locator("#id_subject").input_value() == "Vetri rotti sul vialetto"
    phone.context.set_offline(False)
    go_on(phone, "contatto")


def test_a_slow_connection_is_told_as_none_and_its_answer_goes_on_all_the_same(phone):
    describe(phone)
    asked = []
    phone.route("**/healthz", lambda route: asked.append(route))  # it hangs
    phone.clock.install()

    with phone.expect_request("**/healthz"):
        go_on(phone)
    phone.clock.run_for(8_001)  # ms

    expect(phone.locator(BAND)).to_be_visible()
    asked.pop().continue_()
    phone.wait_for_url("**/contatto/")


def test_what_was_typed_comes_back_after_a_crash_of_the_page(phone):
    describe(phone)
    phone.wait_for_function(
        "() => JSON.stringify(localStorage).includes('Vetri rotti')"
    )

    phone.reload()

    phone.locator("[data-say-restored]").wait_for(state="visible")
    assert phone.locator("#id_subject").input_value() == "Vetri rotti sul vialetto"
    assert phone.locator("#id_category").input_value() == "rifiuti"


def test_a_link_followed_in_the_middle_of_a_word_loses_nothing(phone):
    describe(phone)
    phone.locator("#id_details").press_sequentially("Sotto i portic")
    phone.get_by_role("link", name="Privacy").click()
    phone.wait_for_url("**/privacy/")

    phone.goto(reverse("report_start"))
    phone.get_by_role("button", name="No, riprendo la bozza").click()

    phone.wait_for_url("**/che-cosa/")
    assert phone.locator("#id_details").input_value() == "Sotto i portic"


def test_the_back_of_the_browser_keeps_what_was_typed_and_forward_too(phone):
    describe(phone)
    phone.locator("#id_details").fill("Scritto e non ancora inviato")

    phone.go_back()
    phone.wait_for_url("**/dove/")
    assert phone.locator("[name=place][value=piazza-roma]").is_checked()
    phone.go_forward()

    phone.wait_for_url("**/che-cosa/")
    expect(phone.locator("#id_details")).to_have_value("Scritto e non ancora inviato")
    go_on(phone, "contatto")
    phone.go_back()
    phone.wait_for_url("**/che-cosa/")
    phone.reload()
    expect(phone.locator("#id_details")).to_have_value("Scritto e non ancora inviato")


def test_when_the_cookies_are_gone_the_page_still_open_is_kept(phone):
    describe(phone)
    phone.context.clear_cookies()

    go_on(phone, "contatto")
    go_on(phone, "riepilogo")

    assert "Vetri rotti sul vialetto" in phone.inner_text("main")


def test_when_cookies_and_page_are_gone_the_gate_gives_back_the_words(phone):
    describe(phone)
    phone.wait_for_function(
        "() => JSON.stringify(localStorage).includes('Vetri rotti')"
    )
    phone.context.clear_cookies()

    phone.goto(reverse("report_start"))
    resume = phone.locator("[data-resume]")
    expect(resume).to_contain_text("Vetri rotti sul vialetto")
    resume.get_by_role("button", name="Riprendi").click()

    phone.wait_for_url("**/che-cosa/#bozza")
    assert phone.locator("#id_subject").input_value() == "Vetri rotti sul vialetto"


def test_two_tabs_have_one_draft_each(phone):
    other = phone.context.new_page()
    enter(other)
    describe(phone)
    describe(other)
    other.locator("#id_subject").fill("Tutt’altra cosa")

    for page in (phone, other):
        go_on(page, "contatto")
        go_on(page, "riepilogo")
        send(page)

    subjects = set(Report.objects.values_list("subject", flat=True))
    assert subjects == {"Vetri rotti sul vialetto", "Tutt’altra cosa"}


def test_two_quick_clicks_on_send_make_one_report(phone):
    ready(phone)

    phone.get_by_role("button", name="Invia la segnalazione").dblclick()

    phone.wait_for_url("**/inviata/")
    assert Report.objects.count() == 1
    assert on_the_phone(phone) == "{}{}"


def test_sending_again_after_a_lost_connection_makes_one_report(phone):
    ready(phone)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Invia la segnalazione").click()
    phone.locator(BAND).wait_for(state="visible")

    phone.context.set_offline(False)
    send(phone)

    assert Report.objects.count() == 1


def test_the_last_way_used_to_say_where_wins_and_the_words_stay(phone):
    checked = "[name=place]:checked"
    phone.locator("label", has_text="Piazza Marconi").click()
    assert phone.locator(checked).input_value() == "piazza-marconi"

    phone.locator("#id_place_name").fill("via Dante")
    assert phone.locator(checked).input_value() == "nome"

    phone.locator("[data-map-canvas]").focus()
    for _ in range(6):
        phone.keyboard.press("ArrowUp")
    phone.keyboard.press("Enter")
    expect(phone.locator(checked)).to_have_value("punto")
    assert phone.locator("#id_place_name").input_value() == "via Dante"
    assert phone.locator("#id_latitude").input_value() != ""

    phone.locator("#id_place_name").fill("via Dante, lato edicola")
    assert phone.locator(checked).input_value() == "punto"
    assert phone.locator("#id_latitude").input_value() != ""

    phone.locator("label", has_text="Piazza Roma").click()
    assert phone.locator("#id_place_name").input_value() == "via Dante, lato edicola"


def test_a_point_put_where_the_pin_already_stood_is_the_last_way_used(phone):
    checked = phone.locator("[name=place]:checked")
    phone.locator("label", has_text="Piazza Marconi").click()
    phone.locator("#id_place_name").fill("via Dante")
    expect(checked).to_have_value("nome")
    phone.locator("[data-map-canvas]").focus()

    phone.keyboard.press("Enter")

    expect(checked).to_have_value("punto")


def test_the_position_of_the_phone_is_used(phone):
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation({"latitude": 45.1352, "longitude": 10.0231})
    phone.locator("[data-map-locate]").click()
    expect(phone.locator("[name=located_by]")).to_have_value("dispositivo")
    go_on(phone, "che-cosa")
    phone.locator("#id_category").select_option("rifiuti")
    phone.locator("#id_subject").fill("Vetri rotti sul vialetto")
    go_on(phone, "contatto")
    go_on(phone, "riepilogo")
    send(phone)

    report = Report.objects.get()
    assert (
        abs(report.latitude - 45.1352) < 1e-3 and report.hotspot.slug == "piazza-roma"
    )
