"""Photos that leave as soon as they are chosen, from a 360 px phone."""

import pytest
from playwright.sync_api import expect

from tests.reports.browsing import describe, go_on
from tests.reports.pictures import phone_photo

RED = "rgb(163, 38, 56)"  # of what is refused
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

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
    expect(phone.locator("[data-photos-said]")).to_have_css("color", RED)
    expect(phone.get_by_text("non è una foto")).to_have_count(1)
    expect(phone.locator(".photo-tiles li")).to_have_count(1)
