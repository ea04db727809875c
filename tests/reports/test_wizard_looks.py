"""How the wizard stands on a phone: short steps, the first field in sight, few taps, no sideways scroll."""

import pytest
from playwright.sync_api import expect

from reports.models import Report
from tests.axe import broken_rules
from tests.reports.browsing import CLEAR_OF_THE_ROW, describe, go_on, send
from tests.reports.pictures import phone_photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HALF, TWO_SCREENS = 740 / 2, 2 * 740


def test_the_sticky_buttons_never_cover_what_has_the_focus(phone):
    describe(phone)
    phone.locator("#id_subject").focus()
    for _ in range(12):
        phone.keyboard.press("Tab")
        phone.wait_for_function(CLEAR_OF_THE_ROW)


def test_nothing_scrolls_sideways_on_a_phone(phone):
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not phone.evaluate(wide)
    describe(phone)
    assert not phone.evaluate(wide)
    go_on(phone, "contatto")
    photo = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": phone_photo()}
    phone.locator("#id_photos").set_input_files(photo)
    phone.get_by_role("button", name="Togli la foto 1").wait_for()
    phone.locator("#id_email").fill(f"{'una.persona.' * 5}x@{'posta' * 8}.example.org")
    assert not phone.evaluate(wide)
    go_on(phone, "riepilogo")
    assert not phone.evaluate(wide)
    send(phone)
    assert not phone.evaluate(wide)


UNCOVERED = """(field) => {
    const { left, top, width, height } = field.getBoundingClientRect();
    return document.elementFromPoint(left + width / 2, top + height / 2) === field;
}"""


def test_with_letters_twice_as_large_what_is_typed_is_seen(phone):
    phone.evaluate("document.documentElement.style.fontSize = '200%'")

    field = phone.locator("#id_place_name")
    field.press_sequentially("piaza rom")
    phone.get_by_role("option").last.wait_for()

    assert field.evaluate(UNCOVERED)
    phone.locator("#id_place_name").press("Escape")
    go_on(phone)
    phone.locator(".error-summary").wait_for()
    phone.evaluate("document.documentElement.style.fontSize = '200%'")
    assert phone.locator(".error-summary li").first.bounding_box()["width"] > 200


def test_without_script_the_name_of_the_photos_is_plain(phone):
    describe(phone)
    go_on(phone, "contatto")
    phone.evaluate("document.documentElement.classList.remove('js')")

    label = phone.locator(".photo-add label")

    field = phone.locator("#id_photos").bounding_box()
    assert label.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    expect(label).to_have_css("box-shadow", "none")
    assert label.bounding_box()["y"] + label.bounding_box()["height"] <= field["y"]


FIRST_FIELDS = {
    "autorizzazioni": "#id_accepted",
    "dove": "#id_place_name",
    "che-cosa": "#id_category",
    "contatto": "#id_photos",
}


def assert_in_place(page, step):
    """Check that a step begins with its first field, is short and accessible."""
    top = page.locator(FIRST_FIELDS[step]).bounding_box()["y"]
    assert top < HALF, f"{step}: the first field stands at {top}"
    height = page.evaluate("document.documentElement.scrollHeight")
    assert height <= TWO_SCREENS, f"{step}: {height} px"
    assert not broken_rules(page)


def test_each_step_is_short_and_begins_with_its_first_field(phone):
    phone.go_back()
    phone.wait_for_url("**/autorizzazioni/")
    for step, following in [
        ("autorizzazioni", "dove"),
        ("dove", "che-cosa"),
        ("che-cosa", "contatto"),
        ("contatto", ""),
    ]:
        assert_in_place(phone, step)
        if step == "dove":
            phone.locator("label", has_text="Piazza Roma").click()
        if step == "che-cosa":
            phone.locator("#id_category").select_option("rifiuti")
            phone.locator("#id_subject").fill("Vetri rotti")
        if following:
            go_on(phone, following)
            phone.wait_for_load_state()


def test_a_report_takes_ten_taps(phone):
    taps = 3  # enter: no, the box, on
    phone.locator("label", has_text="Piazza Roma").click()
    go_on(phone, "che-cosa")
    phone.locator("#id_category").select_option("rifiuti")
    phone.locator("#id_subject").click()
    phone.keyboard.type("Vetri rotti")
    go_on(phone, "contatto")
    go_on(phone, "riepilogo")
    taps += 6
    send(phone)
    taps += 1

    assert taps <= 10 and Report.objects.count() == 1


@pytest.mark.parametrize("size", [320, 1280])
def test_the_steps_stand_at_any_width(phone, size):
    phone.set_viewport_size({"width": size, "height": 800})

    wide = "document.documentElement.scrollWidth - innerWidth"
    assert phone.evaluate(wide) <= 0 and not broken_rules(phone)
    assert phone.locator("#richieste").is_visible() is (size > 991)
    describe(phone)
    assert phone.evaluate(wide) <= 0 and not broken_rules(phone)
