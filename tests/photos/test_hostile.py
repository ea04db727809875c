"""Small files that ask for much: each is refused with its sentence, by a process of its own."""

from dataclasses import replace
from math import inf

import pytest

from photos import kinds, redrawing
from photos.kinds import MOST_SEGMENTS, scans_of, size_of
from photos.redrawing import PhotoLater, PhotoRefused, PhotoTooHard
from sandbox.running import PLACES, run_apart
from tests.photos.bombs import DRAWN, REFUSED, jpeg_of_scans
from tests.reports.pictures import PIXELS, phone_photo, picture, redrawn, upload
from tests.servers import PATIENCE


@pytest.mark.parametrize("name", REFUSED)
def test_a_bomb_is_refused_with_its_sentence(name):
    make, sentence = REFUSED[name]

    with pytest.raises(PhotoRefused, match=sentence):
        redrawn(make())


@pytest.mark.parametrize("name", DRAWN)
def test_a_bomb_beside_the_picture_spoils_no_photo(name):
    assert redrawn(DRAWN[name]()).data


@pytest.mark.parametrize("scans", [1, 10, 64, 65, 1500])
def test_the_scans_of_a_jpeg_are_counted_without_decoding(scans):
    data = picture("JPEG") if scans == 1 else jpeg_of_scans(scans)

    assert scans_of(data) == scans


def test_neither_a_thumbnail_nor_what_follows_the_picture_counts():
    data = phone_photo()

    assert scans_of(data + jpeg_of_scans(100)) == 1
    at = 2  # a segment that holds another JPEG
    within = b"\xff\xe3" + (2002).to_bytes(2) + (b"\xff\xda\0\2" * 500)
    assert scans_of(data[:at] + within + data[at:]) == 1


def test_nobody_walks_through_millions_of_empty_parts():
    endless = b"\xff\xd8" + b"\xff\xe1\0\2" * 2_000_000

    assert scans_of(endless) == inf
    assert len(list(kinds._segments(endless))) == MOST_SEGMENTS + 1
    with pytest.raises(PhotoTooHard):
        redrawn(endless)


def test_too_many_scans_are_refused_before_any_process_begins(monkeypatch):
    monkeypatch.setattr(
        redrawing, "run_apart", lambda *given, **more: pytest.fail("ran")
    )

    for many in (jpeg_of_scans(65), jpeg_of_scans(60, (4000, 3000))):
        with pytest.raises(PhotoTooHard):
            redrawn(many)


def test_scans_that_pass_the_count_are_ended_by_the_seconds(settings, monkeypatch):
    settings.PHOTO_LIMITS = settings.PHOTO_LIMITS | {
        "scans": 10_000,
        "scanned_pixels": 10**12,
    }
    function, limits = redrawing.DRAWN_BY["JPEG"]
    limits = replace(
        limits, cpu_seconds=1, seconds=PATIENCE
    )  # however busy the machine
    monkeypatch.setitem(redrawing.DRAWN_BY, "JPEG", (function, limits))

    with pytest.raises(PhotoTooHard):
        redrawn(jpeg_of_scans(6000, (4000, 3000)))


def test_who_has_a_photo_open_hears_to_try_again(settings):
    settings.SANDBOX = settings.SANDBOX | {"waiting": 0}

    with PLACES.taken("one"):
        with pytest.raises(PhotoLater, match="riprova tra poco"):
            redrawing.redraw(upload(phone_photo()), whose="one")
        assert redrawing.redraw(upload(phone_photo()), whose="another").data


def test_a_heif_is_drawn_by_who_is_not_root_too():
    """Its decoder begins a thread, which root may do whatever the limits say."""
    function, limits = redrawing.DRAWN_BY["HEIF"]
    drawn = run_apart(
        "tests.photos.nobody:draw", phone_photo("HEIF"), limits, kind="HEIF", **PIXELS
    )

    assert function.startswith("photos.drawing_heif") and size_of(drawn) == (300, 400)
