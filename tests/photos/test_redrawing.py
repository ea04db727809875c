"""What a photo leaves behind, and which files are refused."""

import io

import pytest
from PIL import Image

from photos import redrawing
from photos.redrawing import PhotoRefused, redraw
from tests.reports.pictures import huge_png, phone_photo, picture, polyglot, upload

STANDARD = {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def drawn(data, **kwargs):
    return Image.open(io.BytesIO(redraw(upload(data, **kwargs)).data))


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_photo_becomes_an_upright_jpeg_without_metadata(format):
    before = phone_photo(format)

    after = drawn(before)

    assert b"Anna" in before and after.format == "JPEG"
    assert after.size == (300, 400)
    assert not after.getexif() and set(after.info) <= STANDARD


def test_nothing_of_the_gps_tag_is_in_the_bytes():
    data = redraw(upload(phone_photo())).data

    assert b"Exif" not in data and b"Anna" not in data and b"<x>" not in data


def test_a_colour_profile_is_not_kept():
    data = phone_photo(icc_profile=b"profilo" * 50)

    assert "icc_profile" not in drawn(data).info


def test_a_polyglot_loses_what_it_hid():
    data = redraw(upload(polyglot())).data

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
        redraw(upload(data))


def test_an_empty_file_is_refused():
    with pytest.raises(PhotoRefused, match="vuoto"):
        redraw(upload(b""))


def test_two_hundred_megapixels_are_refused_from_the_header():
    with pytest.raises(PhotoRefused, match="24 milioni, 50 se"):
        redraw(upload(huge_png()))


def test_sixty_megapixels_are_refused_before_decoding(monkeypatch):
    monkeypatch.setattr(redrawing, "_draw", lambda *image: pytest.fail("decoded"))

    with pytest.raises(PhotoRefused, match="24 milioni, 50 se"):
        redraw(upload(huge_png(10_000, 6_000)))


def test_only_a_jpeg_may_have_more_than_24_megapixels(monkeypatch):
    monkeypatch.setattr(redrawing, "_draw", lambda *image: "decoded")

    assert redraw(upload(huge_png(6_000, 4_000))) == "decoded"
    with pytest.raises(PhotoRefused, match="24 milioni"):
        redraw(upload(huge_png(6_000, 4_001)))
    assert redraw(upload(picture("JPEG", "L", (6_000, 4_001)))) == "decoded"


def test_photos_are_decoded_one_at_a_time(monkeypatch):
    monkeypatch.setattr(redrawing, "_draw", lambda *image: redrawing.DECODING.locked())

    assert redraw(upload(phone_photo())) is True
    assert not redrawing.DECODING.locked()


def test_the_pixels_are_reduced_before_anything_copies_them(monkeypatch):
    sizes = []
    turned = Image.Image.transpose
    monkeypatch.setattr(
        Image.Image,
        "transpose",
        lambda image, way: sizes.append(image.size) or turned(image, way),
    )

    assert drawn(phone_photo("PNG", (2400, 1800))).size == (1200, 1600)
    assert sizes == [(1600, 1200)]


def test_thirty_megabytes_are_refused_with_their_weight():
    with pytest.raises(PhotoRefused, match="pesa 30 MB: il massimo è 8"):
        redraw(upload(b"\xff" * 30 * 1024 * 1024))


def test_a_decoder_that_breaks_keeps_nothing(monkeypatch):
    def broken(*image):
        raise MemoryError

    monkeypatch.setattr(redrawing, "_draw", broken)

    with pytest.raises(PhotoRefused):
        redraw(upload(phone_photo()))
