"""Citizens' photos: decoded and drawn again on a fresh image, or refused with a sentence.

Nothing of the file that came survives but its pixels: no EXIF, GPS, XMP, IPTC, colour profile,
comment, embedded thumbnail, nor what a polyglot hides after the picture. Whatever goes wrong,
the file is refused: no branch keeps the original.
"""

import io
import logging
from threading import Lock
from typing import NamedTuple
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

from reports.models import AlreadySent, Draft, Photo

logger = logging.getLogger(__name__)

register_heif_opener()

FORMATS = ["JPEG", "PNG", "WEBP", "HEIF"]  # decided by the content, never by the name
LONGEST_SIDE = 1600  # pixels
SHORTEST_SIDE = 8
QUALITY = 82
MEGABYTE = 1024 * 1024
DECODED_SMALLER = {"JPEG", "MPO"}  # their decoder reduces; the others need every pixel
DECODING = Lock()  # one photo at a time: what decoding takes of memory does not add up


class PhotoRefused(Exception):
    """The file is not a photo we can keep; the message is a sentence for the citizen."""


class NoRoom(PhotoRefused):
    """The draft has all the photos it may have."""


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
                "Questo file non è una foto che sappiamo leggere: usa JPEG, PNG, WebP o HEIC."
            )
        ) from error


def add_photos(draft, uploads):
    """Keep the clean copies of the uploaded files on a draft; return the refusals, as sentences.

    Raise ``AlreadySent`` when the draft was sent meanwhile.
    """
    refusals = []
    for number, upload in enumerate(uploads, start=1):
        try:
            _refuse_when_full(draft)  # before the work of decoding
            _keep(draft, redraw(upload))
        except NoRoom as refusal:
            refusals.append(str(refusal))
            break
        except PhotoRefused as refusal:
            name = _tidy_name(upload.name) or number
            refusals.append(
                _("Foto %(name)s: %(sentence)s") % {"name": name, "sentence": refusal}
            )
    return refusals


def remove_photo(draft, photo_id):
    """Delete one photo of a draft, if it has it, and its file after the commit."""
    try:
        mine = Photo.objects.filter(draft=draft, pk=UUID(photo_id))
    except ValueError:
        return 0
    return delete_photos(mine)


def delete_photos(photos):
    """Delete the rows of a QuerySet, and their files once that is committed; return how many."""
    rows = list(photos)
    with transaction.atomic():
        Photo.objects.filter(pk__in=[row.pk for row in rows]).delete()
        for row in rows:
            transaction.on_commit(lambda image=row.image: _delete_file(image))
    return len(rows)


def _read(upload):
    limit = settings.REPORT_LIMITS["photo_bytes"]
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
    limit = settings.REPORT_LIMITS["photo_pixels_whole" if whole else "photo_pixels"]
    if image.width * image.height > limit:
        raise _too_many_pixels()


def _too_many_pixels():
    return PhotoRefused(
        _(
            "La foto ha troppi punti: il massimo è %(whole)d milioni, %(jpeg)d se è un JPEG. "
            "Mandane una più piccola."
        )
        % {
            "whole": settings.REPORT_LIMITS["photo_pixels_whole"] // 1_000_000,
            "jpeg": settings.REPORT_LIMITS["photo_pixels"] // 1_000_000,
        }
    )


def _draw(image):
    image.draft(
        "RGB", (LONGEST_SIDE, LONGEST_SIDE)
    )  # a JPEG is decoded already smaller
    image.load()
    if min(image.size) < SHORTEST_SIDE:
        raise PhotoRefused(_("La foto è troppo piccola per vedere qualcosa."))
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


def _refuse_when_full(draft):
    limit = settings.REPORT_LIMITS["photos"]
    if draft.photos.count() >= limit:
        raise NoRoom(
            _(
                "Puoi aggiungere al massimo %(limit)d foto: le altre non sono state tenute."
            )
            % {"limit": limit}
        )


@transaction.atomic
def _keep(draft, drawn):
    # the lock makes requests at the same instant count one after the other
    if not Draft.objects.select_for_update().filter(pk=draft.pk, sent_at=None).first():
        raise AlreadySent
    _refuse_when_full(draft)
    photo = Photo(draft=draft, width=drawn.width, height=drawn.height)
    photo.image.save(f"{uuid4().hex}.jpg", ContentFile(drawn.data), save=False)
    try:
        photo.save(force_insert=True)
    except Exception:
        _delete_file(photo.image)
        raise


def _delete_file(image):
    image.storage.delete(image.name)


def _tidy_name(name):
    """Return the name of a file as its owner knows it, without what nobody sees, cut at 60."""
    return "".join(c for c in name or "" if c.isprintable())[:60]
