"""What the bytes of a photo say of themselves before anybody decodes them: cheap, and never believed.

``photos.drawing`` decodes them, elsewhere, and is the one that knows.
"""

import re
from itertools import islice
from math import inf

JPEG, PNG, WEBP, HEIF = "JPEG", "PNG", "WEBP", "HEIF"
HEIC = (b"hei", b"hev", b"mif1", b"msf1")
# where a marker of a JPEG stands: in what was compressed 0xFF is followed by these alone
MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd8\xff]")
END, SCAN = 0xD9, 0xDA
MOST_SEGMENTS = 2000  # a photo has some tens; eight megabytes may hold two million
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


def kind_of(data):
    """Return which of the kinds that we accept the bytes of a file begin as, or None."""
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    if data[4:8] == b"ftyp" and data[8:12].startswith(HEIC):
        return HEIF
    return None


def scans_of(jpeg):
    """Return how many times a JPEG draws over its whole picture: once, or ten where it comes into
    focus while it loads. Each time may cost as much as the first, in a few bytes. Of a file that
    has too many parts to be a photo nobody counts them: infinite."""
    segments = list(_segments(jpeg))
    if len(segments) > MOST_SEGMENTS:
        return inf
    return sum(marker == SCAN for marker, _ in segments)


def size_of(jpeg):
    """Return (width, height) of a JPEG as its first frame says; raise ``ValueError``."""
    frames = (body for marker, body in _segments(jpeg) if marker in FRAMES)
    body = next(frames, b"")
    if kind_of(jpeg) != JPEG or len(body) < 5:
        raise ValueError("no frame of a JPEG")
    return int.from_bytes(body[3:5]), int.from_bytes(body[1:3])


def _segments(jpeg):
    """Yield (marker, bytes) of each segment of the first picture of a JPEG, one more than enough."""
    return islice(_all_segments(jpeg), MOST_SEGMENTS + 1)


def _all_segments(jpeg):
    at = 2
    while found := MARKER.search(jpeg, at):
        marker, start = found[0][1], found.end()
        if marker == END:
            return
        at = start + max(2, int.from_bytes(jpeg[start : start + 2]))
        yield marker, jpeg[start + 2 : at]
