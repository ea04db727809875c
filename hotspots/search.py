"""A place found by what people write: one, for who must decide, or some, to choose from.

A house number is looked for only on the streets that were found, so that the table of numbers,
however long, is never read whole.
"""

import re
from dataclasses import dataclass

from hotspots.gazetteer import PLACE, Gazetteer, until_connector
from hotspots.geometry import assign
from hotspots.models import HouseNumber
from hotspots.names import KINDS, comparable

MOST_WORDS = 30  # read of a text: where it is stands at its beginning
MOST_GUESSED = 60  # characters compared letter by letter
MOST_DOORS = 4
DOOR = re.compile(r"(?:n|nr|no|num|civ)?(\d{1,4})(bis|ter|quater|[a-z])?")


@dataclass(frozen=True)
class NamedPoint:
    """A point a name stands for, in degrees, and the hotspot it falls in, if any."""

    name: str
    latitude: float
    longitude: float
    hotspot_id: int | None

    def as_json(self):
        names = "name", "latitude", "longitude"
        return {name: getattr(self, name) for name in names}


def find_place(text):
    """Return the NamedPoint that ``text`` names, or None when it names none or more than one.

    The whole text is tried first («P.zza Grande»), then the names inside it («panchine di piazza
    Grande, lato nord»), then the only name of which it is a part («grande»). One that comes with
    a known house number counts more than those named beside it.
    """
    words = _words(text)
    if not words:
        return None
    gazetteer = Gazetteer()
    mentioned = _mentioned(gazetteer, words)
    found = _once([pair for pair in mentioned if pair[1]] or mentioned)
    return _points(gazetteer, found)[0] if len(found) == 1 else None


def suggest_places(text, limit=6):
    """Return at most ``limit`` NamedPoints for what is being written, the likeliest first.

    Those that the text names, then those whose name it may be the beginning of, or a misspelling
    («piaza grande»); none for a text that says too little. At most six queries.
    """
    words = _words(text)
    if len("".join(words)) < 2:
        return []
    guess = " ".join(until_connector(words) or words)[:MOST_GUESSED].split()
    gazetteer = Gazetteer()
    found = _mentioned(gazetteer, words)
    says_a_name = len(words) == 1 or guess[-1] not in KINDS
    if len(found) < limit and says_a_name:
        already = {known.row for known, _ in found}
        more = [k for k in gazetteer.like(guess, limit) if k.row not in already]
        found += _with_doors(gazetteer, [(known, words[1:]) for known in more])
    if not found:
        found = [(known, None) for known in gazetteer.with_one_of(words, limit)]
    return _points(gazetteer, _once(found)[:limit])


def _words(text):
    return comparable(text).split()[:MOST_WORDS]


def _mentioned(gazetteer, words):
    """Return [(Known, HouseNumber or None)] of the names in ``words``, each row once."""
    pairs = [
        (known, mention.after)
        for mention in gazetteer.mentions(words)
        for known in mention.known
    ]
    return _with_doors(gazetteer, list({k.row: (k, a) for k, a in pairs}.values()))


def _with_doors(gazetteer, pairs):
    """Return [(Known, HouseNumber or None)] from [(Known, words after it)]; one query at most."""
    wanted = [(known, _doors(known, after)) for known, after in pairs]
    doors = {door for _, doors in wanted for door in doors}
    if not doors:
        return [(known, None) for known, _ in pairs]
    streets = {known.row: gazetteer.streets_of(known) for known, _ in pairs}
    rows = HouseNumber.objects.select_related("street").filter(
        street__in={pk for pks in streets.values() for pk in pks}, comparable__in=doors
    )
    there = {(row.street_id, row.comparable): row for row in rows}
    return [
        (
            known,
            next(
                (
                    there[street, door]
                    for door in doors
                    for street in streets[known.row]
                    if (street, door) in there
                ),
                None,
            ),
        )
        for known, doors in wanted
    ]


def _once(found):
    """Return the pairs without those of a door, or of a row, that came before."""
    first = {}
    for known, door in found:
        first.setdefault(door or known.row, (known, door))
    return list(first.values())


def _doors(known, after):
    """The house numbers that the words after a name may be, as they are compared."""
    found = []
    for word in after:
        match = DOOR.fullmatch(word)
        if match and word not in known.words.split():
            found += dict.fromkeys([match[1] + (match[2] or ""), match[1]])
    return found[:MOST_DOORS]


def _points(gazetteer, found):
    """Return the NamedPoints of [(Known, HouseNumber or None)]."""
    located = [door or known for known, door in found]
    owners = assign(
        [point.latitude for point in located],
        [point.longitude for point in located],
        gazetteer.hotspots,
    )
    for at, (known, door) in enumerate(found):
        if known.kind == PLACE and not door:
            owners[at] = known.pk  # whatever lies inside it
    return [
        NamedPoint(
            str(door) if door else known.name,
            point.latitude,
            point.longitude,
            owner,
        )
        for (known, door), point, owner in zip(found, located, owners, strict=True)
    ]
