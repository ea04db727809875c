"""The photos of a draft: added at once, taken away one by one, refused with a sentence."""

import pytest

from reports.drafts import TYPED
from reports.models import Report
from reports.views.steps import CONTACT
from sandbox.running import PLACES
from tests.photos.bombs import jpeg_of_scans
from tests.reports.pictures import huge_png, phone_photo, picture, polyglot, upload


@pytest.fixture
def at_the_photos(citizen):
    """A citizen before the step of the photos."""
    return citizen.ready()


def add(citizen, *uploads, **changes):
    return citizen.step(CONTACT, photos=list(uploads), **{"action": "photos"} | changes)


def test_a_photo_is_added_and_the_text_stays(at_the_photos):
    response = add(at_the_photos, upload(phone_photo()), email="scritta a met")

    assert response.url == at_the_photos.path("report_contact") + "#foto"
    page = at_the_photos.page("report_contact")
    assert "scritta a met" in page and "Togli la foto 1" in page
    assert "field-invalid" not in page


def test_a_photo_is_sent_with_the_report_and_has_no_metadata(at_the_photos):
    add(at_the_photos, upload(phone_photo()))
    at_the_photos.send()

    photo = Report.objects.get().photos.get()
    with photo.image.open() as file:
        assert b"Exif" not in file.read()


def test_to_take_a_photo_away_never_leads_on(at_the_photos):
    add(at_the_photos, upload(phone_photo()), upload(phone_photo()))
    photo = at_the_photos.draft.photos.first()

    # the button of the tile is the only one a browser sends
    response = at_the_photos.step(CONTACT, remove_photo=str(photo.pk), email="anna@")

    assert response.url == at_the_photos.path("report_contact") + "#foto"
    assert at_the_photos.draft.photos.count() == 1
    assert at_the_photos.draft.data[TYPED]["email"] == "anna@"
    assert "field-invalid" not in at_the_photos.page("report_contact")


@pytest.mark.parametrize(
    "photo", ["not-a-uuid", "\x00", "00000000-0000-4000-8000-000000000000"]
)
def test_removing_a_photo_that_is_not_there_does_nothing(at_the_photos, photo):
    response = at_the_photos.step(CONTACT, remove_photo=photo)

    assert response.url == at_the_photos.path("report_contact") + "#foto"


def test_the_photo_of_another_draft_cannot_be_removed(at_the_photos):
    add(at_the_photos, upload(phone_photo()))
    photo = at_the_photos.draft.photos.get()
    stranger = type(at_the_photos)().ready()

    stranger.step(CONTACT, remove_photo=str(photo.pk))

    photo.refresh_from_db()


def test_when_others_are_being_opened_it_says_so_and_the_text_stays(
    at_the_photos, settings
):
    settings.SANDBOX = settings.SANDBOX | {"waiting": 0}

    with PLACES.taken("127.0.0.1"):
        add(at_the_photos, *[upload(phone_photo())] * 3, email="scritta a met")

    page = at_the_photos.page("report_contact")
    assert "riprova tra poco" in page and "scritta a met" in page
    assert "Le foto dopo questa non sono state tenute" in page
    add(at_the_photos, upload(phone_photo()))
    assert at_the_photos.draft.photos.count() == 1


def test_who_has_another_address_is_not_kept_waiting(at_the_photos, settings):
    settings.SANDBOX = settings.SANDBOX | {"waiting": 0}

    with PLACES.taken("203.0.113.7"):
        add(at_the_photos, upload(phone_photo()))

    assert at_the_photos.draft.photos.count() == 1


def test_after_a_photo_that_takes_too_much_nobody_looks_at_the_next(at_the_photos):
    add(at_the_photos, upload(jpeg_of_scans(65)), upload(phone_photo()))

    page = at_the_photos.page("report_contact")
    assert "troppo pesante da aprire" in page and "non sono state tenute" in page
    assert not at_the_photos.draft.photos.exists()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"non sono una foto", "non è una foto"),
        (huge_png(), "24 milioni"),
        (picture("GIF"), "non è una foto"),
        (b"\xff" * 30 * 1024 * 1024, "pesa più di 8 MB"),
    ],
    ids=["text", "200 megapixels", "gif", "30 MB"],
)
@pytest.mark.parametrize("action", ["next", "photos"])
def test_a_bad_photo_gets_a_sentence_and_the_others_stay(
    at_the_photos, data, sentence, action
):
    response = add(
        at_the_photos,
        upload(phone_photo()),
        upload(data),
        action=action,
        email="a@b.it",
    )

    assert response.url.startswith(at_the_photos.path("report_contact"))
    for _ in range(2):  # and after a reload
        page = at_the_photos.page("report_contact")
        assert sentence in page and "a@b.it" in page and "<title>Errore: " in page
    assert at_the_photos.draft.photos.count() == 1


def test_the_sentence_goes_with_the_next_form(at_the_photos):
    add(at_the_photos, upload(b"non sono una foto"))
    at_the_photos.step(CONTACT)

    assert "non è una foto" not in at_the_photos.page("report_contact")


def test_an_empty_file_is_no_photo(at_the_photos):
    add(at_the_photos, upload(b""))

    assert not at_the_photos.draft.photos.exists()


def test_a_polyglot_and_a_heic_are_drawn_again(at_the_photos):
    add(at_the_photos, upload(polyglot()), upload(phone_photo("HEIF"), "a.heic"))

    assert at_the_photos.draft.photos.count() == 2


def test_a_fourth_photo_gets_a_sentence(at_the_photos):
    add(at_the_photos, *[upload(picture("JPEG")) for _ in range(4)])

    assert "al massimo 3 foto" in at_the_photos.page("report_contact")
    assert at_the_photos.draft.photos.count() == 3
