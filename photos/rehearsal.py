"""A photo drawn again before any citizen sends one: does this machine open files apart?"""

from django.core.files.base import ContentFile

from photos.redrawing import redraw

# a PNG of 8 by 8 pixels, the smallest that is kept
SMALLEST = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000008000000080800000000e164e1570000000c494441"
    "5478da6360a00e0000004800011045efd20000000049454e44ae426082"
)


def rehearse():
    """Draw a photo again in the sandbox; raise ``photos.redrawing.PhotoRefused`` if it cannot."""
    redraw(ContentFile(SMALLEST), whose="")
