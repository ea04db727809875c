"""What the scripts of the wizard add, in a real browser on a 360 px phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from reports.models import Report
from tests.reports.pictures import phone_photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BAND = "[data-offline]"
# what has the focus comes to rest above the buttons that stay in sight
CLEAR_OF_THE_ROW = """() => {
    const row = document.querySelector(".steppers-buttons-sticky");
    const focused = document.activeElement;
    const top = row.getBoundingClientRect().top;
    return row.contains(focused) || focused.getBoundingClientRect().bottom <= top + 1;
}"""


@pytest.fixture
def phone(live_server, programme, settings, browser):
    """A page of a 360 px phone, past gate and conditions."""
    settings.REPORT_LIMITS = {**settings.REPORT_LIMITS, "minimum_seconds": 0}
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        base_url=live_server.url,
        locale="it-IT",
    )
    page = context.new_page()
    page.goto(reverse("report_start"))
    page.get_by_role("button", name="No, voglio segnalare").click()
    page.locator("label[for=id_accepted]").click()
    page.get_by_role("button", name="Avanti").click()
    page.wait_for_url("**" + reverse("report_data"))
    page.wait_for_selector("[data-map-ready]")
    yield page
    context.close()


def fill(page):
    page.locator("label", has_text="Piazza Roma").click()
    page.locator("#id_category").select_option("rifiuti")
    page.locator("#id_subject").fill("Vetri rotti sul vialetto")


def go_on(page):
    page.locator(".steppers-buttons").get_by_role("button", name="Avanti").click()


def test_without_a_connection_the_page_stays_and_says_so(phone):
    fill(phone)
    phone.context.set_offline(True)

    go_on(phone)

    phone.locator(BAND).wait_for(state="visible")
    expect(phone.locator(BAND)).to_be_focused()
    phone.wait_for_function(CLEAR_OF_THE_ROW)
    assert phone.locator("#id_subject").input_value() == "Vetri rotti sul vialetto"
    phone.context.set_offline(False)
    go_on(phone)
    phone.wait_for_url("**" + reverse("report_summary"))


def test_what_was_typed_comes_back_after_a_crash_of_the_page(phone):
    fill(phone)
    phone.wait_for_function(
        "() => (localStorage.getItem('segnala') ?? '').includes('Vetri rotti')"
    )

    phone.reload()

    phone.locator("[data-say-restored]").wait_for(state="visible")
    assert phone.locator("#id_subject").input_value() == "Vetri rotti sul vialetto"
    assert phone.locator("[name=place][value=piazza-roma]").is_checked()


def test_two_quick_clicks_on_send_make_one_report(phone):
    fill(phone)
    go_on(phone)
    phone.wait_for_url("**" + reverse("report_summary"))

    phone.get_by_role("button", name="Invia la segnalazione").dblclick()

    phone.wait_for_url("**" + reverse("report_sent"))
    assert Report.objects.count() == 1
    assert phone.evaluate("localStorage.getItem('segnala')") is None


def test_sending_again_after_a_lost_connection_makes_one_report(phone):
    fill(phone)
    go_on(phone)
    phone.wait_for_url("**" + reverse("report_summary"))
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Invia la segnalazione").click()
    phone.locator(BAND).wait_for(state="visible")

    phone.context.set_offline(False)
    phone.get_by_role("button", name="Invia la segnalazione").click()

    phone.wait_for_url("**" + reverse("report_sent"))
    assert Report.objects.count() == 1


def test_the_last_way_used_to_say_where_wins(phone):
    checked = "[name=place]:checked"
    phone.locator("label", has_text="Piazza Marconi").click()
    assert phone.locator(checked).input_value() == "piazza-marconi"

    phone.locator("#id_place_name").fill("via Dante")
    assert phone.locator(checked).input_value() == "nome"
    assert phone.locator("#id_latitude").input_value() == ""

    phone.locator("[data-map-canvas]").focus()
    for _ in range(6):
        phone.keyboard.press("ArrowUp")
    phone.keyboard.press("Enter")
    assert phone.locator(checked).input_value() == "punto"
    assert phone.locator("#id_place_name").input_value() == ""
    assert phone.locator("#id_latitude").input_value() != ""


def test_the_position_of_the_phone_is_used(phone):
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation({"latitude": 45.1352, "longitude": 10.0231})
    fill(phone)
    phone.locator("[data-map-locate]").click()
    expect(phone.locator("[name=located_by]")).to_have_value("dispositivo")
    go_on(phone)
    phone.wait_for_url("**" + reverse("report_summary"))
    phone.get_by_role("button", name="Invia la segnalazione").click()
    phone.wait_for_url("**" + reverse("report_sent"))

    report = Report.objects.get()
    assert (
        abs(report.latitude - 45.1352) < 1e-3 and report.hotspot.slug == "piazza-roma"
    )


def test_the_sticky_buttons_never_cover_what_has_the_focus(phone):
    phone.locator("#id_subject").focus()
    for _ in range(12):
        phone.keyboard.press("Tab")
        phone.wait_for_function(CLEAR_OF_THE_ROW)


def test_nothing_scrolls_sideways_on_a_phone(phone):
    fill(phone)
    photo = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": phone_photo()}
    phone.locator("#id_photos").set_input_files(photo)
    go_on(phone)
    phone.wait_for_url("**" + reverse("report_summary"))

    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not phone.evaluate(wide)
    phone.goto(reverse("report_data"))
    assert not phone.evaluate(wide)
    phone.locator("#id_email").fill(f"{'una.persona.' * 5}x@{'posta' * 8}.example.org")
    go_on(phone)
    phone.wait_for_url("**" + reverse("report_summary"))
    phone.get_by_role("button", name="Invia la segnalazione").click()
    phone.wait_for_url("**" + reverse("report_sent"))
    assert not phone.evaluate(wide)
