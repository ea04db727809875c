"""The drawing of a HEIF by the user of the image, for the sandbox."""

from photos import drawing_heif
from tests.sandbox.hostile import be_nobody


def draw(data, **options):
    be_nobody()
    return drawing_heif.draw(data, **options)
