"""The name of a street as an archive writes it, in capitals, made as people read it."""

import re

from hotspots.names import ROMAN

ACCENTS = {"A": "À", "E": "È", "I": "Ì", "O": "Ò", "U": "Ù"}
ENDS_WITH_ACCENT = re.compile(r"([AEIOU])['’](?=\s|$)")
# without «i»: it is the first of a series more often than an article
SMALL = [
    "di",
    "del",
    "dello",
    "della",
    "dei",
    "degli",
    "delle",
    "da",
    "dal",
    "dalla",
    "al",
    "alla",
    "ai",
    "e",
    "ed",
    "in",
    "la",
    "le",
    "lo",
    "il",
    "gli",
]
ELIDED = {"d", "dell", "all", "dall", "l", "sull", "nell"}


def as_people_read(name):
    """Return «Via dell'Università» for «VIA DELL'UNIVERSITA'»; what has small letters stays."""
    name = " ".join(name.split())
    if not name.isupper():
        return name
    name = ENDS_WITH_ACCENT.sub(lambda match: ACCENTS[match[1]], name)
    words = name.split(" ")
    first, *rest = words
    return " ".join([_capital(first, after_a_name=False), *map(_word, rest)])


def _word(word):
    low = word.lower()
    if low in SMALL:
        return low
    if re.fullmatch(r"[ivx]+", low) and ROMAN.fullmatch(low):
        return word
    return _capital(word)


def _capital(word, *, after_a_name=True):
    """Capitalise each piece between apostrophes, hyphens and points: «d’Annunzio», «Mons.»."""
    pieces = re.split(r"(['’.\-/(])", word)
    elided = after_a_name and pieces[1:2] in (["'"], ["’"])
    shown = [piece.capitalize() for piece in pieces]
    if elided and pieces[0].lower() in ELIDED:
        shown[0] = pieces[0].lower()
    return "".join(shown)
