"""Tells what seems the name of a person from what is known to be a place: a hint, never a ban."""

import re

from hotspots.models import Alias, Hotspot, Landmark
from hotspots.names import normalise

LONGEST = 600  # characters read of what somebody is writing
# one word, then another, both with a capital and at least three letters
PAIR = re.compile(
    r"(?<!\w)([A-ZÀ-Ý][a-zà-ÿ’']{2,30})\s{1,3}(?=([A-ZÀ-Ý][a-zà-ÿ’']{2,30}))"
)
WORD_BEFORE = re.compile(r"([\w.]{1,30})\s{1,3}$")
PLACE_WORDS = frozenset(
    [
        "via",
        "viale",
        "vicolo",
        "piazza",
        "piazzale",
        "piazzetta",
        "corso",
        "largo",
        "giardini",
        "giardino",
        "parco",
        "galleria",
        "palazzo",
        "scuola",
        "stazione",
        "bar",
        "museo",
        "ponte",
        "zona",
        "quartiere",
    ]
)
ORGANISATIONS = frozenset(
    [
        "polizia locale",
        "polizia stato",
        "servizi sociali",
        "servizio sociale",
        "educativa territoriale",
        "croce rossa",
        "protezione civile",
        "pronto soccorso",
    ]
)


def seems_a_name(text):
    """Tell whether two words of ``text`` look like name and surname of somebody.

    Names of places, of streets after their «via», of known organisations are left alone. One
    query for each kind of known name.
    """
    text = str(text)[:LONGEST]
    pairs = [
        f"{match[1]} {match[2]}"
        for match in PAIR.finditer(text)
        if not _is_a_place(match, text)
    ]
    if not pairs:
        return False
    known = _known_names()
    return any(f" {normalise(pair)} " not in known for pair in pairs)


def _is_a_place(match, text):
    before = WORD_BEFORE.search(text[: match.start()])
    around = [match[1], match[2], before[1] if before else ""]
    return any(normalise(word) in PLACE_WORDS for word in around)


def _known_names():
    """Return one string that holds every known name, comparable, between spaces."""
    names = [
        *(normalise(name) for name in Hotspot.objects.values_list("name", flat=True)),
        *Alias.objects.values_list("normalised", flat=True),
        *Landmark.objects.values_list("normalised", flat=True),
        *ORGANISATIONS,
    ]
    return f" {' | '.join(names)} "
