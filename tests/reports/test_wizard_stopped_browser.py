"""Violence chosen after typing leaves nothing on the phone."""

import pytest

from reports.models import Draft, Photo
from tests.reports.browsing import describe, go_on, on_the_phone
from tests.reports.pictures import phone_photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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
