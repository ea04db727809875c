"""A ring as lines of text, «latitudine, longitudine», for who does not draw with a mouse."""

import re

from django.core.exceptions import ValidationError

POINTED = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)\s*")
COMMAED = re.compile(r"\s*(-?\d+(?:,\d+)?)\s*(?:[;\s]|,\s)\s*(-?\d+(?:,\d+)?)\s*")
LONGEST = 20_000  # characters
NOT_A_POINT = (
    "Riga {number}: scrivi latitudine e longitudine, per esempio 44.12345, 9.12345."
)
TOO_LONG = "Il testo del confine è troppo lungo: usa meno punti."


def write_ring(ring):
    """Return a closed ring of [lon, lat] as lines «lat, lon», without the closing point."""
    return "\n".join(f"{lat:.6f}, {lon:.6f}" for lon, lat in ring[:-1])


def read_ring(text):
    """Return the [lon, lat] points of ``text``, empty lines left out; raise ValidationError."""
    if len(text) > LONGEST:
        raise ValidationError(TOO_LONG)
    lines = enumerate(text.splitlines(), 1)
    return [_point(number, line) for number, line in lines if line.strip()]


def _point(number, line):
    match = POINTED.fullmatch(line) or COMMAED.fullmatch(line)
    if not match:
        raise ValidationError(NOT_A_POINT.format(number=number))
    latitude, longitude = (float(n.replace(",", ".")) for n in match.groups())
    return [longitude, latitude]
