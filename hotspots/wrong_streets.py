"""What refuses a file of streets: the file, the line, and the reason."""

import re
from unicodedata import category

NUMBER = re.compile(r"-?\d{1,9}(?:[.,]\d{1,20})?")
NOT_A_NUMBER = "«{text}» non è una coordinata."
NOT_DEGREES = (
    "«{text}» non è in gradi: servono latitudine e longitudine (per esempio 9,12345)."
)
LONG_NAME = "il nome ha più di {limit} caratteri."
NO_CHARACTER = "il nome ha un carattere che non si può scrivere."
UNWRITABLE = {"Cc", "Cs"}  # controls and halves of characters: databases refuse some


class WrongStreets(Exception):
    """The file cannot be loaded; the message says where and why, in Italian."""

    def __init__(self, path, reason, line=None, *, of="riga"):
        place = f", {of} {line}" if line else ""
        super().__init__(f"{path.name}{place}: {reason}")


def coordinate(path, text, line):
    """Return the degrees that ``text`` says, with a comma or a point; raise ``WrongStreets``."""
    if not NUMBER.fullmatch(text):
        raise WrongStreets(path, NOT_A_NUMBER.format(text=text[:20]), line)
    degrees = float(text.replace(",", "."))
    if abs(degrees) > 180:
        raise WrongStreets(path, NOT_DEGREES.format(text=text[:20]), line)
    return degrees


def refuse_name(path, name, limit, line, *, of="riga"):
    """Raise ``WrongStreets`` for a name of more than ``limit`` characters, or not of text."""
    if len(name) > limit:
        raise WrongStreets(path, LONG_NAME.format(limit=limit), line, of=of)
    if any(category(character) in UNWRITABLE for character in name):
        raise WrongStreets(path, NO_CHARACTER, line, of=of)
