"""Photos of a few bytes that would keep who decodes them busy for minutes, or fill its memory."""

import io
import struct
import zlib
from functools import cache

from PIL import Image

from photos.kinds import MARKER, SCAN
from tests.reports.pictures import huge_png, picture


@cache
def jpeg_of_scans(scans, size=(1000, 750)):
    """Return a progressive JPEG whose last scan, of some bytes, is there ``scans`` times."""
    data = picture("JPEG", "L", size, progressive=True)
    starts = [one.start() for one in MARKER.finditer(data) if one[0][1] == SCAN]
    body, last = data[: starts[-1]], data[starts[-1] : -2]
    return body + last * (scans - len(starts) + 1) + b"\xff\xd9"


def png(*chunks, size=(40, 40)):
    """Return a PNG of one colour with more ``chunks``, pairs of (kind, bytes)."""
    header = struct.pack(">IIBBBBB", *size, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(size[1] * (size[0] + 1)))
    drawn = [(b"IHDR", header), *chunks, (b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*one) for one in drawn)


def _chunk(kind, data):
    crc = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + crc


@cache
def squeezed(megabytes=500):
    """Return so many megabytes of zeros as zlib packs them: a thousandth."""
    packer = zlib.compressobj(9)
    zeros = bytes(1024 * 1024)
    return b"".join(packer.compress(zeros) for _ in range(megabytes)) + packer.flush()


def animation(format, frames):
    """Return an animation of so many frames of a few pixels."""
    drawn = [Image.new("L", (16, 16), n % 251) for n in range(frames)]
    out = io.BytesIO()
    drawn[0].save(out, format, save_all=True, append_images=drawn[1:])
    return out.getvalue()


def webp_of(width, height):
    """Return a WebP whose header promises a canvas, and has nothing to draw on it."""
    said = (
        bytes(4)
        + (width - 1).to_bytes(3, "little")
        + (height - 1).to_bytes(3, "little")
    )
    body = b"WEBPVP8X" + struct.pack("<I", len(said)) + said
    return b"RIFF" + struct.pack("<I", len(body)) + body


def heif_of(width, height):
    """Return a HEIF that says of its picture, of 64 by 64, that it is ``width`` by ``height``."""
    small = picture("HEIF", size=(64, 64))
    at = small.index(b"ispe") + 8
    return small[:at] + struct.pack(">II", width, height) + small[at + 8 :]


TOO_HARD = "troppo pesante da aprire"
PIXELS = "troppi pixel"
RARE = "non si apre"
NO_PHOTO = "non è una foto"
# what each is, how it is made, what is said of it
REFUSED = {
    "jpeg of 3000 scans": (lambda: jpeg_of_scans(3000), TOO_HARD),
    "png of 900 megapixels": (lambda: huge_png(30_000, 30_000), PIXELS),
    "png of 400 megapixels, 1 high": (lambda: huge_png(400_000_000, 1), PIXELS),
    "apng of 500 frames": (lambda: animation("PNG", 500), "animazione"),
    "webp of 500 frames": (lambda: animation("WEBP", 500), "animazione"),
    "webp of 256 megapixels": (lambda: webp_of(16_000, 16_000), f"{PIXELS}|{RARE}"),
    "heif of 900 megapixels": (lambda: heif_of(30_000, 30_000), f"{PIXELS}|{RARE}"),
    "heif that is not as large as it says": (lambda: heif_of(4000, 3000), RARE),
    "gif of 10,000 frames": (lambda: animation("GIF", 10_000), NO_PHOTO),
    "tiff": (lambda: picture("TIFF"), NO_PHOTO),
    "tiff behind a photo's first bytes": (
        lambda: b"\xff\xd8\xff" + picture("TIFF"),
        RARE,
    ),
    "postscript": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n{} loop", NO_PHOTO),
}
# bombs that no decoder of ours unpacks further than the picture: the photo is drawn
DRAWN = {
    "pixels without end": lambda: png((b"IDAT", squeezed()), size=(4000, 4000)),
    "profile": lambda: png((b"iCCP", b"a\0\0" + squeezed())),
    "compressed text": lambda: png((b"zTXt", b"a\0\0" + squeezed())),
    "international text": lambda: png((b"iTXt", b"a\0\1\0\0\0" + squeezed())),
    "many texts": lambda: png(*[(b"zTXt", b"a\0\0" + squeezed(1))] * 2000),
    "jpeg of ten scans": lambda: jpeg_of_scans(10),
}
