"""What a photo leaves behind, and which files are refused."""

import io

import pytest
from PIL import Image

from photos import drawing
from photos.drawing import draw
from photos.kinds import size_of
from photos.redrawing import PhotoRefused
from photos.refusals import TOO_MANY_PIXELS
from sandbox import running
from sandbox.child import answer_of
from tests.reports.pictures import (
    PIXELS,
    huge_png,
    phone_photo,
    picture,
    polyglot,
    redrawn,
)
from texts.refusals import Refused

STANDARD = {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def drawn(data, **kwargs):
    return Image.open(io.BytesIO(redrawn(data, **kwargs).data))


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_photo_becomes_an_upright_jpeg_without_metadata(format):
    before = phone_photo(format)

    after = drawn(before)

    assert b"Anna" in before and after.format == "JPEG"
    assert after.size == (300, 400)
    assert not after.getexif() and set(after.info) <= STANDARD


def test_nothing_of_the_gps_tag_is_in_the_bytes():
    data = redrawn(phone_photo()).data

    assert b"Exif" not in data and b"Anna" not in data and b"<x>" not in data


def test_a_colour_profile_is_not_kept():
    data = phone_photo(icc_profile=b"profilo" * 50)

    assert "icc_profile" not in drawn(data).info


def test_a_polyglot_loses_what_it_hid():
    data = redrawn(polyglot()).data

    assert b"script" not in data and b"PK\x03\x04" not in data


def test_a_large_photo_becomes_at_most_1600_pixels():
    assert max(drawn(picture("JPEG", size=(4000, 3000))).size) == 1600


def test_transparent_pixels_become_white():
    assert drawn(picture("PNG", "RGBA")).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_other_colour_spaces_are_read(mode):
    assert drawn(picture("JPEG", mode)).mode == "RGB"


@pytest.mark.parametrize(
    "data",
    [
        b"non sono una foto",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"%PDF-1.7",
        picture("GIF"),
        picture("BMP"),
        picture("TIFF"),
    ],
    ids=[
        "text",
        "svg",
        "pdf",
        "gif",
        "bmp",
        "tiff",
    ],
)
def test_a_file_that_is_no_photo_is_refused(data):
    with pytest.raises(PhotoRefused, match="non è una foto"):
        redrawn(data)


def test_an_empty_file_is_refused():
    with pytest.raises(PhotoRefused, match="vuoto"):
        redrawn(b"")


def test_two_hundred_megapixels_are_refused_from_the_header():
    with pytest.raises(PhotoRefused, match="24 milioni, 50 se"):
        redrawn(huge_png())


def test_sixty_megapixels_are_refused_before_decoding(monkeypatch):
    monkeypatch.setattr(drawing, "_draw", lambda *image: pytest.fail("decoded"))

    with pytest.raises(Refused, match=TOO_MANY_PIXELS):
        draw(huge_png(10_000, 6_000), kind="PNG", **PIXELS)
    with pytest.raises(PhotoRefused, match="24 milioni, 50 se"):
        redrawn(huge_png(10_000, 6_000))


def test_only_a_jpeg_may_have_more_than_24_megapixels(monkeypatch):
    monkeypatch.setattr(drawing, "_draw", lambda *image: "decoded")
    wide = picture("JPEG", "L", (6_000, 4_001))

    assert draw(huge_png(6_000, 4_000), kind="PNG", **PIXELS) == "decoded"
    with pytest.raises(Refused, match=TOO_MANY_PIXELS):
        draw(huge_png(6_000, 4_001), kind="PNG", **PIXELS)
    assert draw(wide, kind="JPEG", **PIXELS) == "decoded"


def test_the_pixels_are_reduced_before_anything_copies_them(monkeypatch):
    sizes = []
    turned = Image.Image.transpose
    monkeypatch.setattr(
        Image.Image,
        "transpose",
        lambda image, way: sizes.append(image.size) or turned(image, way),
    )
    photo = phone_photo("PNG", (2400, 1800))

    assert size_of(draw(photo, kind="PNG", **PIXELS)) == (1200, 1600)
    assert sizes == [(1600, 1200)]


def test_thirty_megabytes_are_refused_with_their_weight():
    with pytest.raises(PhotoRefused, match="pesa 30 MB: il massimo è 8"):
        redrawn(b"\xff" * 30 * 1024 * 1024)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (MemoryError, "troppo pesante da aprire"),
        (ZeroDivisionError, "non si apre"),
        (OSError, "non si apre"),
    ],
)
def test_a_decoder_that_breaks_keeps_nothing(monkeypatch, error, sentence):
    def broken(*given, **options):
        raise error

    monkeypatch.setattr(running, "_run", lambda *given: (0, answer_of(broken, b"", {})))

    with pytest.raises(PhotoRefused, match=sentence):
        redrawn(phone_photo())


def test_what_comes_out_of_the_sandbox_is_a_jpeg_or_nothing(monkeypatch):
    monkeypatch.setattr(running, "_run", lambda *given: (0, b"=<svg onload='...'>"))

    with pytest.raises(PhotoRefused, match="non si apre"):
        redrawn(phone_photo())
