"""The photos of a draft: how many, whose, and when their files go."""

import errno

import pytest
from django.utils import timezone

from reports import photos
from reports.models import AlreadySent, Draft, Photo
from reports.photos import add_photos, delete_photos
from tests.reports.factories import DraftFactory, PhotoFactory
from tests.reports.pictures import phone_photo, redrawn, upload

STANDARD = {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.engine
def test_a_request_at_the_same_instant_finds_the_draft_full(db, monkeypatch):
    draft = DraftFactory()

    def another_fills_it(upload, whose):
        for _ in range(3):
            PhotoFactory(draft=draft, report=None)
        return clean

    clean = redrawn(phone_photo())
    monkeypatch.setattr(photos, "redraw", another_fills_it)

    assert "al massimo 3" in add_photos(draft, [upload(phone_photo())], whose="")[0]
    assert draft.photos.count() == 3


def test_a_draft_sent_meanwhile_takes_no_photo(db):
    draft = DraftFactory()
    Draft.objects.update(sent_at=timezone.now())

    with pytest.raises(AlreadySent):
        add_photos(draft, [upload(phone_photo())], whose="")
    assert not Photo.objects.exists()


def test_the_name_of_the_file_is_drawn_by_us(db):
    draft = DraftFactory()

    add_photos(draft, [upload(phone_photo(), name="../../anna_rossi.php")], whose="")

    name = draft.photos.get().image.name
    assert "anna" not in name and name.startswith("reports/") and name.endswith(".jpg")


def test_a_fourth_photo_is_refused_and_three_stay(db):
    draft = DraftFactory()

    refusals = add_photos(draft, [upload(phone_photo()) for _ in range(4)], whose="")

    assert draft.photos.count() == 3
    assert "al massimo 3" in refusals[0]


def test_a_bad_photo_does_not_take_the_good_one_away(db):
    draft = DraftFactory()

    refusals = add_photos(
        draft, [upload(b"ciao", "an\u202ena.png"), upload(phone_photo())], whose=""
    )

    assert draft.photos.count() == 1
    assert refusals[0].startswith("Foto anna.png: Questo file")


def test_a_file_goes_only_after_the_commit(db, django_capture_on_commit_callbacks):
    photo = PhotoFactory()
    file, storage = photo.image.name, photo.image.storage

    with django_capture_on_commit_callbacks(execute=True):
        delete_photos(Photo.objects.filter(pk=photo.pk))
        assert storage.exists(file)

    assert not storage.exists(file)


@pytest.mark.django_db(transaction=True)
def test_a_disk_that_may_only_be_read_stops_no_deletion(monkeypatch):
    def refuse(image):
        raise OSError(errno.EROFS, "Read-only file system")

    PhotoFactory()
    monkeypatch.setattr(photos, "_delete_file", refuse)

    assert delete_photos(Photo.objects.all()) == 1

    assert not Photo.objects.exists()
