"""Photos from outside: decoded and drawn again on a fresh image, or refused with a sentence.

Nothing of the file that came survives but its pixels: no EXIF, GPS, XMP, IPTC, colour profile,
comment, embedded thumbnail, nor what a polyglot hides after the picture. Metadata are read for
the way up and for what the colours mean, never written again: wrong ones spoil no photo. Whatever
else goes wrong, the file is refused: no branch keeps the original.
"""

import io
import logging
import warnings
from threading import Lock
from typing import NamedTuple

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from PIL import Image
from pillow_heif import register_heif_opener

from photos import png
from photos.colours import in_srgb, of_eight_bits
from texts.refusals import Refused

logger = logging.getLogger(__name__)

register_heif_opener()

FORMATS = ["JPEG", "PNG", "WEBP", "HEIF"]  # decided by the content, never by the name
LONGEST_SIDE = 1600  # pixels
SHORTEST_SIDE = 8
QUALITY = 82
MEGABYTE = 1024 * 1024
JPEG, END_OF_JPEG = b"\xff\xd8\xff", b"\xff\xd9"
STARTS = (JPEG, png.START)
HEIC = (b"hei", b"hev", b"mif1", b"msf1")
NOT_SENT = 128  # what a decoder draws where the file ends before the picture
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
DECODED_SMALLER = {"JPEG", "MPO"}  # their decoder reduces; the others need every pixel
DECODING = Lock()  # one photo at a time: what decoding takes of memory does not add up


class PhotoRefused(Refused):
    """The file is not a photo we can keep; the message is a sentence for who sent it."""


class Drawn(NamedTuple):
    """The bytes of a JPEG and its size in pixels."""

    data: bytes
    width: int
    height: int


def redraw(upload):
    """Return a clean JPEG of at most 1600 pixels a side, as a ``Drawn``; raise ``PhotoRefused``.

    ``upload`` is a Django UploadedFile. Its pixels are counted from the header, before any of
    them is decoded.
    """
    data = _read(upload)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of metadata that are wrong
            return _redraw(data)
    except PhotoRefused:
        raise
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except Exception as error:
        # decoders of foreign files raise anything at all: whatever it is, the photo stays out
        logger.info("photo refused: %s", type(error).__name__)
        raise _unreadable(data, error) from error


def _redraw(data):
    # a JPEG may lack its end and have all of its picture
    has_end = not data.startswith(JPEG) or data.rstrip(b"\0").endswith(END_OF_JPEG)
    if data.startswith(png.START):
        data = png.without_the_rest(data)
    content = io.BytesIO(data if has_end else data + END_OF_JPEG)
    with Image.open(content, formats=FORMATS) as image:
        _refuse_too_many_pixels(image)
        _refuse_animation(image)
        with DECODING:
            return _draw(image, has_end)


def _unreadable(data, error):
    """Return the ``PhotoRefused`` that says why a file was not read."""
    if "truncated" in str(error):
        return _cut()
    is_heic = data[4:8] == b"ftyp" and data[8:12].startswith(HEIC)
    is_webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    if data.startswith(STARTS) or is_heic or is_webp:
        return PhotoRefused(
            _(
                "Questa foto non si apre: il file è incompleto, rovinato o di un tipo raro. "
                "Sceglila di nuovo, o mandane una copia in JPEG."
            )
        )
    return PhotoRefused(
        _(
            "Questo file non è una foto in un formato accettato: usa JPEG, PNG, WebP o HEIC."
        )
    )


def _cut():
    return PhotoRefused(
        _("Il file della foto si interrompe prima della fine: sceglila di nuovo.")
    )


def _refuse_cut(image):
    """Refuse a JPEG whose last corner was never sent."""
    width, height = image.size
    corner = image.crop((max(0, width - 4), max(0, height - 4), width, height))
    lows_and_highs = corner.convert("RGB").getextrema()
    if all(abs(one - NOT_SENT) <= 1 for pair in lows_and_highs for one in pair):
        raise _cut()


def _read(upload):
    limit = settings.PHOTO_LIMITS["bytes"]
    if upload.size > limit:
        raise PhotoRefused(
            _(
                "La foto pesa %(size)s MB: il massimo è %(limit)d. Scegline una più leggera."
            )
            % {
                "size": number_format(upload.size / MEGABYTE, 0),
                "limit": limit // MEGABYTE,
            }
        )
    data = upload.read(limit)
    if not data:
        raise PhotoRefused(_("Il file della foto è vuoto: sceglila di nuovo."))
    return data


def _refuse_animation(image):
    # a phone's JPEG and HEIC have other pictures beside the photo: no animation
    if image.format in ("PNG", "WEBP") and getattr(image, "n_frames", 1) > 1:
        raise PhotoRefused(_("Questa è un’animazione: scegli una foto."))


def _refuse_too_many_pixels(image):
    whole = image.format not in DECODED_SMALLER
    limit = settings.PHOTO_LIMITS["pixels_whole" if whole else "pixels"]
    if image.width * image.height > limit:
        raise _too_many_pixels()


def _too_many_pixels():
    return PhotoRefused(
        _(
            "La foto ha troppi pixel: il massimo è %(whole)d milioni, %(jpeg)d se è un JPEG. "
            "Mandane una più piccola."
        )
        % {
            "whole": settings.PHOTO_LIMITS["pixels_whole"] // 1_000_000,
            "jpeg": settings.PHOTO_LIMITS["pixels"] // 1_000_000,
        }
    )


def _draw(image, has_end):
    image.draft(
        "RGB", (LONGEST_SIDE, LONGEST_SIDE)
    )  # a JPEG is decoded already smaller
    image.load()
    if not has_end:
        _refuse_cut(image)
    if min(image.size) < SHORTEST_SIDE:
        raise PhotoRefused(_("La foto è troppo piccola: non si vede nulla."))
    turn, profile = _turn(image), image.info.get("icc_profile")
    image = of_eight_bits(image)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))  # first: the rest copies few pixels
    image = in_srgb(image, profile)
    image = image if turn is None else image.transpose(turn)
    fresh = Image.new("RGB", image.size, "white")
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        fresh.paste(layer, mask=layer)
    else:
        fresh.paste(image.convert("RGB"))
    out = io.BytesIO()
    fresh.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Drawn(out.getvalue(), *fresh.size)


def _turn(image):
    """Return the ``Image.Transpose`` that puts a photo upright, or None."""
    try:
        return TURNS.get(image.getexif().get(ORIENTATION))
    except Exception:  # wrong metadata raise anything at all
        return None
