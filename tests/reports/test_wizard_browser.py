"""What the scripts of the wizard add, in a real browser on a 360 px phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from reports.models import Draft, Photo, Report
from tests.reports.pictures import phone_photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BAND = "[data-offline]"
# what has the focus comes to rest above the buttons that stay in sight
CLEAR_OF_THE_ROW = """() => {
    const row = document.querySelector(".steppers-buttons-sticky");
    const focused = document.activeElement;
    const { top, bottom } = row.getBoundingClientRect();
    const box = focused.getBoundingClientRect();
    return row.contains(focused) || box.bottom <= top + 1 || box.top >= bottom - 1;
}"""
# notes the size of each photo that leaves
WATCH_PHOTOS = """() => {
    const send = window.fetch;
    window.photosSent = [];
    window.fetch = async (url, options) => {
        for (const photo of options.body?.getAll("photos") ?? []) {
            const { width, height } = await createImageBitmap(photo);
            window.photosSent.push([width, height]);
        }
        return send(url, options);
    };
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
    enter(page)
    yield page
    context.close()


def enter(page):
    page.goto(reverse("report_start"))
    page.get_by_role("button", name="No, voglio segnalare").click()
    page.locator("label[for=id_accepted]").click()
    go_on(page, "dove")
    page.wait_for_selector("[data-map-ready]")


def go_on(page, to="", button="Avanti"):
    page.locator(".steppers-buttons").get_by_text(button).click()
    if to:
        page.wait_for_url(f"**/{to}/")


def describe(page):
    """Go from where to the step of the photos."""
    page.locator("label", has_text="Piazza Roma").click()
    go_on(page, "che-cosa")
    page.locator("#id_category").select_option("rifiuti")
    page.locator("#id_subject").fill("Vetri rotti sul vialetto")


def ready(page):
    describe(page)
    go_on(page, "contatto")
    go_on(page, "riepilogo")


def send(page):
    page.get_by_role("button", name="Invia la segnalazione").click()
    page.wait_for_url("**/inviata/")


def on_the_phone(page):
    """Return all that the wizard has left in the storage of the browser, as one text."""
    return page.evaluate(
        "JSON.stringify(localStorage) + JSON.stringify(sessionStorage)"
    )


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
    assert phone.locator("#id_latitude").input_value() == ""

    phone.locator("[data-map-canvas]").focus()
    for _ in range(6):
        phone.keyboard.press("ArrowUp")
    phone.keyboard.press("Enter")
    assert phone.locator(checked).input_value() == "punto"
    assert phone.locator("#id_place_name").input_value() == "via Dante"
    assert phone.locator("#id_latitude").input_value() != ""


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


def test_a_photo_leaves_as_soon_as_it_is_chosen_drawn_smaller(phone):
    describe(phone)
    go_on(phone, "contatto")
    phone.locator("#id_email").fill("anna@example.org")
    large = {
        "name": "a.jpg",
        "mimeType": "image/jpeg",
        "buffer": phone_photo(size=(2600, 1300)),
    }

    phone.evaluate(WATCH_PHOTOS)
    phone.locator("#id_photos").set_input_files([large, large])

    phone.get_by_role("button", name="Togli la foto 2").wait_for()
    assert phone.evaluate("photosSent") == [[1000, 2000]] * 2
    expect(phone.locator("[data-photos-said]")).to_have_text("Foto aggiunta.")
    phone.get_by_role("button", name="Togli la foto 1").click()
    expect(phone.locator(".photo-tiles li")).to_have_count(1)
    assert phone.locator("#id_email").input_value() == "anna@example.org"
    go_on(phone, "riepilogo")


def test_a_photo_refused_says_why_and_the_others_stay(phone):
    describe(phone)
    go_on(phone, "contatto")
    wrong = {"name": "b.txt", "mimeType": "text/plain", "buffer": b"non sono una foto"}
    good = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": phone_photo()}

    phone.locator("#id_photos").set_input_files([good, wrong])

    expect(phone.locator("[data-photos-said]")).to_contain_text("non è una foto")
    expect(phone.locator(".photo-tiles li")).to_have_count(1)


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


# --- Violence leaves nothing


def test_violence_chosen_after_typing_leaves_nothing_on_the_phone(phone, settings):
    describe(phone)
    phone.locator("#id_details").fill("Parole che nessuno deve trovare")
    go_on(phone, "contatto")
    photo = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": phone_photo()}
    phone.locator("#id_photos").set_input_files(photo)
    phone.get_by_role("button", name="Togli la foto 1").wait_for()
    go_on(phone, "che-cosa", button="Indietro")
    phone.locator("#id_details").press_sequentially(" mai")
    phone.wait_for_function("() => JSON.stringify(localStorage).includes('Parole')")

    phone.locator("#id_category").select_option("violenza")
    phone.wait_for_function("() => localStorage.length === 0")
    assert phone.locator("[data-stop] [data-quick-exit]").is_visible()
    go_on(phone, "112")

    assert phone.locator("[data-quick-exit]").is_visible()
    assert on_the_phone(phone) == "{}{}"
    assert phone.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    assert "bozza" not in {cookie["name"] for cookie in phone.context.cookies()}
    assert not Draft.objects.exists() and not Photo.objects.exists()
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    phone.go_back()
    phone.wait_for_load_state()
    assert "Parole" not in phone.content()
    if phone.locator("#id_details").count():
        assert phone.locator("#id_details").input_value() == ""


def test_another_category_chosen_in_time_keeps_the_words(phone):
    describe(phone)
    phone.locator("#id_details").fill("Parole da tenere")
    phone.locator("#id_category").select_option("violenza")
    phone.wait_for_function("() => localStorage.length === 0")

    phone.locator("#id_category").select_option("rifiuti")

    phone.wait_for_function("() => JSON.stringify(localStorage).includes('Parole')")
    assert not phone.locator("[data-stop]").is_visible()
    go_on(phone, "contatto")
