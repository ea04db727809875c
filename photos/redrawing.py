"""Photos from outside: decoded and drawn again on a fresh image, or refused with a sentence.

Nothing of the file that came survives but its pixels: no EXIF, GPS, XMP, IPTC, colour profile,
comment, embedded thumbnail, nor what a polyglot hides after the picture. Whatever goes wrong,
the file is refused: no branch keeps the original.
"""

import io
import logging
from threading import Lock
from typing import NamedTuple

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

from texts.refusals import Refused

logger = logging.getLogger(__name__)

register_heif_opener()

FORMATS = ["JPEG", "PNG", "WEBP", "HEIF"]  # decided by the content, never by the name
LONGEST_SIDE = 1600  # pixels
SHORTEST_SIDE = 8
QUALITY = 82
MEGABYTE = 1024 * 1024
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
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            _refuse_too_many_pixels(image)
            with DECODING:
                return _draw(image)
    except PhotoRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except Exception as error:
        # decoders of foreign files raise anything at all: whatever it is, the photo stays out
        logger.info("photo refused: %s", type(error).__name__)
        raise PhotoRefused(
            _(
                "Questo file non è una foto in un formato accettato: usa JPEG, PNG, WebP o HEIC."
            )
        ) from error


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


def _draw(image):
    image.draft(
        "RGB", (LONGEST_SIDE, LONGEST_SIDE)
    )  # a JPEG is decoded already smaller
    image.load()
    if min(image.size) < SHORTEST_SIDE:
        raise PhotoRefused(_("La foto è troppo piccola: non si vede nulla."))
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))  # first: the rest copies few pixels
    ImageOps.exif_transpose(image, in_place=True)
    fresh = Image.new("RGB", image.size, "white")
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        fresh.paste(layer, mask=layer)
    else:
        fresh.paste(image.convert("RGB"))
    out = io.BytesIO()
    fresh.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Drawn(out.getvalue(), *fresh.size)
