"""A photo of any depth, colour or way up is stored as it looks, or refused with the true reason."""

import io
import struct
import zlib
from random import Random

import pytest
from PIL import Image, ImageChops, ImageCms, ImageOps, ImageStat

from photos.drawing import draw
from photos.kinds import size_of
from photos.redrawing import PhotoRefused
from tests.reports.pictures import ORIENTATION, PIXELS, picture, redrawn

QUARTERS = ("red", "lime", "blue", "yellow")
TOLERANCE = 24  # levels of 256, of what a JPEG rounds
EXIF = b"Exif\0\0"
CUT, RARE = "si interrompe prima della fine", "non si apre"


def scene(size=(96, 64)):
    """Four quarters of a colour each, and over them a band from black to white."""
    image = Image.new("RGB", size)
    width, height = size[0] // 2, size[1] // 2
    for n, colour in enumerate(QUARTERS):
        image.paste(colour, (n % 2 * width, n // 2 * height, size[0], size[1]))
    band = Image.linear_gradient("L").rotate(90).resize((size[0], height // 2))
    image.paste(band.convert("RGB"), (0, height - height // 4))
    return image


def saved(image, format="PNG", **options):
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def drawn(data):
    return Image.open(io.BytesIO(redrawn(data).data))


def far(one, other):
    """How far two pictures are on average: levels of 256."""
    return max(ImageStat.Stat(ImageChops.difference(one, other.convert("RGB"))).mean)


def is_like(data, reference):
    stored = drawn(data)
    assert stored.size == reference.size
    return far(stored, reference) < TOLERANCE


# --- Depth and colour
SCENE = scene()
GREY = SCENE.convert("L")
WIDE = GREY.convert("I").point(lambda v: v * 257)
SEEN = SCENE.convert("RGBA")
SEEN.putalpha(Image.linear_gradient("L").resize(SCENE.size))
ON_WHITE = Image.composite(
    SCENE, Image.new("RGB", SCENE.size, "white"), SEEN.getchannel("A")
)
DEPTHS = {
    "grey of 16 bits": (saved(WIDE.convert("I;16")), GREY),
    "grey of 8 bits": (saved(GREY), GREY),
    "grey jpeg": (saved(GREY, "JPEG", quality=95), GREY),
    "one bit": (saved(GREY.convert("1")), GREY.convert("1")),
    "palette": (saved(SCENE.quantize(64)), SCENE),
    "palette of 2 bits": (saved(SCENE.quantize(4), bits=2), SCENE.quantize(4)),
    "palette, transparent": (saved(SEEN.quantize(128)), ON_WHITE),
    "grey and alpha": (
        saved(Image.merge("LA", (GREY, SEEN.getchannel("A")))),
        Image.composite(GREY, Image.new("L", GREY.size, 255), SEEN.getchannel("A")),
    ),
    "rgba": (saved(SEEN), ON_WHITE),
    "webp": (saved(SCENE, "WEBP", quality=95), SCENE),
    "webp, transparent": (saved(SEEN, "WEBP", lossless=True), ON_WHITE),
    "heif": (saved(SCENE, "HEIF", quality=95), SCENE),
    "cmyk": (saved(SCENE.convert("CMYK"), "JPEG", quality=95), SCENE),
    "progressive": (saved(SCENE, "JPEG", quality=95, progressive=True), SCENE),
    "one channel in four": (saved(SCENE, "JPEG", quality=95, subsampling=2), SCENE),
    "kept as rgb": (saved(SCENE, "JPEG", quality=95, keep_rgb=True), SCENE),
    "two pictures": (saved(SCENE, "MPO", save_all=True, append_images=[GREY]), SCENE),
}


@pytest.mark.parametrize("what", DEPTHS)
def test_a_picture_of_any_depth_is_stored_as_it_looks(what):
    data, reference = DEPTHS[what]

    assert is_like(data, reference)


def test_a_level_of_sixteen_bits_that_is_seen_through_is_white():
    row = struct.pack("<40H", *[32768] * 20, *[1000] * 20)
    wide = Image.frombytes("I;16", (40, 40), row * 40)

    image = drawn(saved(wide, transparency=1000))

    assert abs(image.getpixel((5, 5))[0] - 127) < 4 and image.getpixel((35, 5))[0] > 250


def test_lines_of_one_pixel_of_a_large_picture_do_not_vanish():
    for mode in ("1", "P"):
        page = Image.new("L", (4800, 300), 255)
        for x in range(0, 4800, 30):
            page.paste(0, (x + 1, 0, x + 2, 300))
        image = drawn(saved(page.convert(mode)))
        lows, _ = image.convert("L").getextrema()
        assert image.width == 1600 and lows < 200


# --- What the colours mean
def swapped_profile():
    """A profile in which red and green change places, so that to ignore it shows."""
    profile = bytearray(
        ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    )
    for tag in (b"rXYZ", b"gXYZ"):
        assert profile.count(tag) == 1
    red, green = profile.index(b"rXYZ"), profile.index(b"gXYZ")
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(profile)


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_colours_are_those_their_profile_means_and_the_profile_is_dropped(mode):
    image = scene().convert(mode)
    red, green, blue = scene().split()

    stored = drawn(saved(image, icc_profile=swapped_profile()))

    assert far(stored, Image.merge("RGB", (green, red, blue))) < TOLERANCE
    assert "icc_profile" not in stored.info


@pytest.mark.parametrize(
    "profile",
    [b"profilo" * 50, swapped_profile()[:300], b"\0", ImageCms.createProfile("LAB")],
    ids=["words", "cut", "a byte", "of another space"],
)
def test_a_profile_that_cannot_be_read_spoils_no_photo(profile):
    if not isinstance(profile, bytes):
        profile = ImageCms.ImageCmsProfile(profile).tobytes()

    assert is_like(saved(scene(), icc_profile=profile), scene())
    assert is_like(saved(GREY, icc_profile=swapped_profile()), GREY)


# --- Metadata
@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_upright_whichever_way_the_phone_was_held(turn, format):
    exif = Image.Exif()
    exif[ORIENTATION] = turn
    data = saved(scene(), format, exif=exif.tobytes())

    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))

    assert is_like(data, upright)


def tags(*entries, order="<"):
    """The bytes of an EXIF block of tags (number, type, count, four bytes)."""
    mark = b"II" if order == "<" else b"MM"
    head = (
        mark + struct.pack(f"{order}HI", 42, 8) + struct.pack(f"{order}H", len(entries))
    )
    body = b"".join(struct.pack(f"{order}HHI", *e[:3]) + e[3] for e in entries)
    return EXIF + head + body + bytes(4)


UPRIGHT = (ORIENTATION, 3, 1, struct.pack("<HH", 6, 0))
WRONG_TAGS = {
    "resolution of -1/0": [(0x011A, 10, 1, struct.pack("<I", 4)), UPRIGHT],
    "a short of 70000": [(0x0128, 4, 1, struct.pack("<I", 70000)), UPRIGHT],
    "a maker that is a number": [(0x010F, 11, 1, struct.pack("<f", 1.5)), UPRIGHT],
    "gps nowhere": [UPRIGHT, (0x8825, 4, 1, struct.pack("<I", 70000))],
    "gps that is itself": [UPRIGHT, (0x8825, 4, 1, struct.pack("<I", 8))],
    "an unknown type": [(0x0110, 99, 1, bytes(4)), UPRIGHT],
    "a text without end": [(0x0110, 2, 2**31, bytes(4)), UPRIGHT],
    "many numbers": [UPRIGHT, (0x9286, 7, 2**32 - 1, struct.pack("<I", 2))],
}


@pytest.mark.parametrize("what", WRONG_TAGS)
def test_a_wrong_tag_spoils_no_photo_and_the_way_up_is_kept(what):
    data = saved(scene(), "JPEG", quality=95, exif=tags(*WRONG_TAGS[what]))

    assert is_like(data, scene().rotate(-90, expand=True))


def chunk(kind, body, crc=None):
    said = zlib.crc32(kind + body) if crc is None else crc
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", said)


@pytest.mark.parametrize(
    "wrong",
    [
        chunk(b"tEXt", b"Autore\0Anna", crc=7),
        chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(3_000_000))),
        chunk(b"iTXt", b"\0"),
        chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(3_000_000))),
        chunk(b"iCCP", b"a\0\0niente"),
        chunk(b"iCCP", b""),
        chunk(b"pHYs", b"\0"),
        chunk(b"gAMA", b""),
        chunk(b"eXIf", b"II*\0", crc=7),
        chunk(b"tRNS", b"\0\1\0\1\0\1", crc=7),
        chunk(b"qqQq", bytes(100_000)),
    ],
    ids=lambda wrong: repr(wrong[4:8]),
)
def test_what_a_png_says_beside_its_picture_spoils_no_photo(wrong):
    data = saved(scene())
    at = data.index(b"IDAT") - 4

    assert is_like(data[:at] + wrong + data[at:], scene())


@pytest.mark.parametrize(
    "turn",
    [
        (ORIENTATION, 3, 1, struct.pack("<HH", 9, 0)),
        (ORIENTATION, 3, 1, struct.pack("<HH", 0, 0)),
        (ORIENTATION, 11, 1, struct.pack("<f", 6.5)),
        (ORIENTATION, 2, 2, b"6\0\0\0"),
    ],
)
def test_a_way_up_that_says_nothing_is_left(turn):
    assert is_like(saved(scene(), "JPEG", exif=tags(turn)), scene())


def test_metadata_of_any_bytes_spoil_no_photo():
    dice = Random(7)

    for _ in range(300):
        block = bytearray(tags(*[UPRIGHT] * 6, order=dice.choice("<>")))
        for _ in range(dice.randrange(1, 30)):
            block[dice.randrange(6, len(block))] = dice.randrange(256)
        stored = draw(saved(scene(), "JPEG", exif=bytes(block)), kind="JPEG", **PIXELS)
        assert {*size_of(stored)} == {64, 96} and EXIF not in stored


# --- Where a file ends
def large(**options):
    return saved(scene((960, 640)), "JPEG", quality=95, **options)


@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_without_its_end_has_all_its_picture(progressive):
    data = large(progressive=progressive)

    for end in (data[:-2], data[:-1], data[:-2] + bytes(64)):
        assert is_like(end, scene((960, 640)))


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_a_jpeg_cut_before_its_end_is_refused_as_cut(share):
    data = large()

    with pytest.raises(PhotoRefused, match=CUT):
        redrawn(data[: int(len(data) * share)])


def test_a_grey_corner_of_a_whole_jpeg_is_no_cut():
    grey = Image.new("RGB", (320, 240), (128, 128, 128))

    assert is_like(saved(grey, "JPEG"), grey)


@pytest.mark.parametrize("format", ["PNG", "WEBP", "HEIF"])
def test_another_picture_cut_before_its_end_is_no_unknown_format(format):
    data = saved(scene((960, 640)), format)

    for share in (0.2, 0.5, 0.9):
        with pytest.raises(PhotoRefused, match=f"{CUT}|{RARE}"):
            redrawn(data[: int(len(data) * share)])


@pytest.mark.parametrize("format", ["PNG", "WEBP"])
def test_an_animation_is_no_photo(format):
    frames = [scene(), scene().rotate(180)]
    moving = saved(frames[0], format, save_all=True, append_images=frames[1:])

    with pytest.raises(PhotoRefused, match="animazione"):
        redrawn(moving)


def test_what_begins_as_a_photo_and_is_none_is_told_so():
    for start in (b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\0\0\0WEBPVP8 "):
        with pytest.raises(PhotoRefused, match=f"{CUT}|{RARE}"):
            redrawn(start + bytes(500))
    with pytest.raises(PhotoRefused, match="formato accettato"):
        redrawn(picture("GIF"))
