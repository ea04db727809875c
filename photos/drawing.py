"""A photo decoded and drawn again on a fresh picture: runs in the sandbox alone.

Nothing of the file that came survives but its pixels: no EXIF, GPS, XMP, IPTC, colour profile,
comment, embedded thumbnail, nor what a polyglot hides after the picture. Metadata are read for
the way up and for what the colours mean, never written again: wrong ones spoil no photo. Whatever
else goes wrong, the file is refused: no branch keeps the original.
"""

import io
import warnings

from PIL import (
    Image,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from photos import png
from photos.colours import in_srgb, of_eight_bits
from photos.refusals import ANIMATION, CUT, TOO_MANY_PIXELS, TOO_SMALL
from texts.refusals import Refused

# once the process is confined Pillow finds no module any more; TIFF is what reads the EXIF
PLUGINS = (
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)
Image.preinit()

LONGEST_SIDE = 1600  # pixels
SHORTEST_SIDE = 8
QUALITY = 82
JPEG, END_OF_JPEG = b"\xff\xd8\xff", b"\xff\xd9"
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


def draw(data, *, kind, pixels, pixels_whole):
    """Return the bytes of a clean JPEG of at most 1600 pixels a side, of a photo of ``kind``.

    Its pixels are counted from the header, before any of them is decoded: ``pixels`` at the most
    of a JPEG, ``pixels_whole`` of the others. Raise ``Refused`` with a word of ``photos.refusals``,
    or what the decoder raises.
    """
    # a JPEG may lack its end and have all of its picture
    has_end = not data.startswith(JPEG) or data.rstrip(b"\0").endswith(END_OF_JPEG)
    if data.startswith(png.START):
        data = png.without_the_rest(data)
    content = io.BytesIO(data if has_end else data + END_OF_JPEG)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of metadata that are wrong
            with Image.open(content, formats=[kind]) as image:
                _refuse_too_many_pixels(image, pixels, pixels_whole)
                _refuse_animation(image)
                return _draw(image, has_end)
    except Image.DecompressionBombError as error:
        raise Refused(TOO_MANY_PIXELS) from error
    except OSError as error:
        if "truncated" in str(error):
            raise Refused(CUT) from error
        raise


def _refuse_cut(image):
    """Refuse a JPEG whose last corner was never sent."""
    width, height = image.size
    corner = image.crop((max(0, width - 4), max(0, height - 4), width, height))
    lows_and_highs = corner.convert("RGB").getextrema()
    if all(abs(one - NOT_SENT) <= 1 for pair in lows_and_highs for one in pair):
        raise Refused(CUT)


def _refuse_animation(image):
    # a phone's JPEG and HEIC have other pictures beside the photo: no animation
    if image.format in ("PNG", "WEBP") and getattr(image, "n_frames", 1) > 1:
        raise Refused(ANIMATION)


def _refuse_too_many_pixels(image, pixels, pixels_whole):
    limit = pixels if image.format in DECODED_SMALLER else pixels_whole
    if image.width * image.height > limit:
        raise Refused(TOO_MANY_PIXELS)


def _draw(image, has_end):
    image.draft(
        "RGB", (LONGEST_SIDE, LONGEST_SIDE)
    )  # a JPEG is decoded already smaller
    image.load()
    if not has_end:
        _refuse_cut(image)
    if min(image.size) < SHORTEST_SIDE:
        raise Refused(TOO_SMALL)
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
    return out.getvalue()


def _turn(image):
    """Return the ``Image.Transpose`` that puts a photo upright, or None."""
    try:
        return TURNS.get(image.getexif().get(ORIENTATION))
    except Exception:  # wrong metadata raise anything at all
        return None
