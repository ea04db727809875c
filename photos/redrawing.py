"""Photos from outside: drawn again in the sandbox by ``photos.drawing``, or refused with a sentence.

Here nobody decodes anything: what is looked at is how many bytes there are, how they begin, and
how many times a JPEG draws over itself.
"""

import logging
from dataclasses import replace
from typing import NamedTuple

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from photos.kinds import HEIF, JPEG, PNG, WEBP, kind_of, scans_of, size_of
from photos.refusals import ANIMATION, CUT, TOO_MANY_PIXELS, TOO_SMALL
from sandbox.places import Busy
from sandbox.running import Limits, NotOpened, TooMuch, run_apart
from texts.refusals import Refused

logger = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024
# what the largest photos we accept take, three times over: see docs/quality.md
LIMITS = Limits(cpu_seconds=6, seconds=20, memory=512 * MEGABYTE, answer=4 * MEGABYTE)
DRAWN_BY = dict.fromkeys([JPEG, PNG, WEBP], ("photos.drawing:draw", LIMITS))
DRAWN_BY[HEIF] = "photos.drawing_heif:draw", replace(LIMITS, threads=True)


class PhotoRefused(Refused):
    """The file is not a photo we can keep; the message is a sentence for who sent it."""


class PhotoLater(PhotoRefused):
    """Nobody looked at the file: others are being opened. In a while it may be sent again."""


class PhotoTooHard(PhotoRefused):
    """To open the file takes more than any photo needs."""


class Drawn(NamedTuple):
    """The bytes of a JPEG and its size in pixels."""

    data: bytes
    width: int
    height: int


def redraw(upload, *, whose):
    """Return a clean JPEG of at most 1600 pixels a side, as a ``Drawn``; raise ``PhotoRefused``.

    ``upload`` is a Django UploadedFile, ``whose`` tells who sent it from the others: one photo of
    each is open at a time.
    """
    data = _read(upload)
    kind = kind_of(data)
    if kind is None:
        raise PhotoRefused(
            _(
                "Questo file non è una foto in un formato accettato: usa JPEG, PNG, WebP o HEIC."
            )
        )
    limits = settings.PHOTO_LIMITS
    if kind == JPEG and _is_drawn_over_too_often(data):
        raise _too_hard()
    function, most = DRAWN_BY[kind]
    try:
        drawn = run_apart(
            function,
            data,
            most,
            whose=whose,
            kind=kind,
            pixels=limits["pixels"],
            pixels_whole=limits["pixels_whole"],
        )
        return Drawn(drawn, *size_of(drawn))
    except Busy as busy:
        raise PhotoLater(
            _("In questo momento si stanno aprendo altre foto: riprova tra poco.")
        ) from busy
    except (Refused, NotOpened, ValueError) as error:
        logger.info("photo refused: %s %s", type(error).__name__, error)
        raise _refusal(error) from error


def _is_drawn_over_too_often(jpeg):
    scans, limits = scans_of(jpeg), settings.PHOTO_LIMITS
    if scans > limits["scans"]:
        return True
    try:
        width, height = size_of(jpeg)
    except ValueError:
        return False  # no photo: who decodes it says so
    return scans * width * height > limits["scanned_pixels"]


def _refusal(error):
    """Return the ``PhotoRefused`` that says why the sandbox gave no photo."""
    if isinstance(error, TooMuch):
        return _too_hard()
    said = _sentences().get(str(error)) or _(
        "Questa foto non si apre: il file è incompleto, rovinato o di un tipo raro. "
        "Sceglila di nuovo, o mandane una copia in JPEG."
    )
    return PhotoRefused(said)


def _too_hard():
    return PhotoTooHard(
        _(
            "Questa foto è salvata in un modo troppo pesante da aprire: mandane una copia, per "
            "esempio una schermata."
        )
    )


def _sentences():
    return {
        ANIMATION: _("Questa è un’animazione: scegli una foto."),
        CUT: _("Il file della foto si interrompe prima della fine: sceglila di nuovo."),
        TOO_SMALL: _("La foto è troppo piccola: non si vede nulla."),
        TOO_MANY_PIXELS: _(
            "La foto ha troppi pixel: il massimo è %(whole)d milioni, %(jpeg)d se è un JPEG. "
            "Mandane una più piccola."
        )
        % {
            "whole": settings.PHOTO_LIMITS["pixels_whole"] // 1_000_000,
            "jpeg": settings.PHOTO_LIMITS["pixels"] // 1_000_000,
        },
    }


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
