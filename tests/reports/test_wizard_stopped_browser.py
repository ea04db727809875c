"""Violence chosen after typing leaves nothing on the phone nor here, without another touch."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from reports.models import Draft, Photo
from tests.reports.browsing import describe, go_on, on_the_phone
from tests.reports.pictures import phone_photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ERASED = (
    "Abbiamo cancellato quello che avevi scritto, il luogo e le foto: "
    "qui non ne resta niente."
)


def write_and_photograph(phone):
    """Leave words and a photo in the draft, words on the phone, and stand at what happens."""
    describe(phone)
    phone.locator("#id_details").fill("Parole che nessuno deve trovare")
    go_on(phone, "contatto")
    photo = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": phone_photo()}
    phone.locator("#id_photos").set_input_files(photo)
    phone.get_by_role("button", name="Togli la foto 1").wait_for()
    go_on(phone, "che-cosa", button="Indietro")
    phone.locator("#id_details").press_sequentially(" mai")
    phone.wait_for_function("() => JSON.stringify(localStorage).includes('Parole')")


def test_violence_chosen_after_typing_leaves_nothing_at_once(phone, settings):
    write_and_photograph(phone)

    phone.locator("#id_category").select_option("violenza")
    expect(phone.locator("[data-erased]")).to_have_text(ERASED)

    assert not Draft.objects.exists() and not Photo.objects.exists()
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert on_the_phone(phone) == "{}{}"
    assert phone.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    assert "bozza" not in {cookie["name"] for cookie in phone.context.cookies()}
    assert phone.locator("#id_details").input_value() == ""
    assert not phone.locator("#id_details").is_visible()
    assert not phone.get_by_role("button", name="Salva").is_visible()
    assert phone.locator("[data-stop] [href='tel:1522']").is_visible()
    assert phone.url.endswith("/112/")
    phone.go_back()
    phone.wait_for_url(f"**{reverse('report_start')}")
    assert "Parole" not in phone.content() and "Vetri" not in phone.content()


def test_violence_chosen_after_an_error_shows_no_error_any_more(phone):
    phone.locator("label", has_text="Piazza Roma").click()
    go_on(phone, "che-cosa")
    go_on(phone)
    phone.locator("[data-error-summary]").wait_for()

    phone.locator("#id_category").select_option("violenza")

    expect(phone.locator("[data-erased]")).to_have_text(ERASED)
    expect(phone.get_by_text("Scegli che cosa succede")).to_have_count(0)
    expect(phone.locator(".field-invalid, [aria-invalid]")).to_have_count(0)


def type_past_violence(phone):
    """Go by keyboard, on the closed list, to a category that calls the 112."""
    phone.locator("#id_category").focus()
    phone.keyboard.type("Viol")
    expect(phone.locator("#id_category")).to_have_value("violenza")
    expect(phone.locator("[data-erased]")).to_contain_text("Se la scelta è questa")
    assert phone.locator("[data-stop] [href='tel:112']").is_visible()


def test_by_keyboard_a_category_one_goes_past_erases_nothing(phone):
    write_and_photograph(phone)
    type_past_violence(phone)

    phone.keyboard.press("Home")
    expect(phone.locator("[data-stop]")).to_be_hidden()
    expect(phone.locator("[data-erased]")).to_have_text("")
    phone.keyboard.press("Tab")

    assert "Parole che nessuno" in phone.locator("#id_details").input_value()
    assert Draft.objects.exists() and Photo.objects.exists()


@pytest.mark.parametrize("key", ["Tab", "Enter"])
def test_by_keyboard_the_category_one_stays_on_erases_the_draft(phone, key):
    write_and_photograph(phone)
    type_past_violence(phone)
    assert Draft.objects.exists()

    phone.keyboard.press(key)

    expect(phone.locator("[data-erased]")).to_have_text(ERASED)
    assert not Draft.objects.exists() and not Photo.objects.exists()
    assert on_the_phone(phone) == "{}{}"


def test_a_page_left_on_such_a_category_leaves_nothing_on_the_phone(phone):
    write_and_photograph(phone)
    type_past_violence(phone)

    phone.goto(reverse("report_start"))

    assert "Parole" not in on_the_phone(phone)


def test_the_quick_exit_is_in_sight_and_leaves_no_page_behind(phone):
    write_and_photograph(phone)
    phone.context.route(
        "**://www.wikipedia.org/**", lambda route: route.fulfill(body="W")
    )

    phone.locator("#id_category").select_option("violenza")
    leave = phone.locator("[data-stop] [data-quick-exit]")
    expect(leave).to_be_in_viewport(ratio=1)
    leave.click()
    phone.wait_for_url("**://www.wikipedia.org/**")

    phone.go_back()
    phone.wait_for_url(f"**{reverse('report_start')}")
    assert not Draft.objects.exists()
    assert "Vetri" not in phone.content()


def test_without_a_connection_the_draft_goes_when_it_is_back(phone):
    write_and_photograph(phone)
    phone.context.set_offline(True)

    phone.locator("#id_category").select_option("violenza")

    expect(phone.locator("[data-erased]")).to_contain_text("non c’è connessione")
    assert phone.locator("[data-erase-later]").is_visible()
    assert on_the_phone(phone) == "{}{}"
    assert Draft.objects.exists()
    phone.context.set_offline(False)
    expect(phone.locator("[data-erased]")).to_have_text(ERASED)
    assert not Draft.objects.exists()


def test_another_category_chosen_after_begins_from_nothing(phone):
    describe(phone)
    phone.locator("#id_details").fill("Parole di prima")
    phone.locator("#id_category").select_option("violenza")
    expect(phone.locator("[data-erased]")).to_have_text(ERASED)

    phone.locator("#id_category").select_option("rifiuti")

    assert not phone.locator("[data-stop]").is_visible()
    assert phone.locator("#id_details").input_value() == ""
    phone.locator("#id_subject").fill("Altre parole")
    go_on(phone, "dove")
    expect(phone.locator("[data-error-summary]")).to_contain_text(
        "abbiamo cancellato anche il luogo"
    )
    assert Draft.objects.get().data["typed"]["subject"] == "Altre parole"
