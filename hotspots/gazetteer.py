"""All the names that a text may hold: of places, of landmarks and of streets, by their words.

Those that read the same are one: the place before the landmark, the landmark before the street.
"""

from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from hotspots.models import Hotspot, Landmark, Street
from hotspots.names import KINDS, MONTHS, comparable, without_little

COLUMNS = "pk", "name", "locality", "comparable", "latitude", "longitude"
PLACE, LANDMARK, STREET = "luogo", "riferimento", "via"
SHORTEST_PART = 4  # letters: fewer, and a piece of a name says nothing
LONGEST_NAME = 8  # words
GIVEN_NAMES = 2  # words that people put before a surname: «via Camillo Benso Cavour»
LIKE_ENOUGH = 84  # of 100: one letter in six may be wrong
MOST_ALIKE = 20  # names that a part may be of: more, and it says nothing
SAME_KIND = 15  # of the same: a street before a square, for who wrote a street
# what follows says how to get there, not the name
CONNECTORS = [
    "angolo",
    "ang",
    "incrocio",
    "fra",
    "tra",
    "davanti",
    "fronte",
    "vicino",
    "presso",
    "verso",
    "altezza",
    "dietro",
    "accanto",
    "lato",
    "dopo",
    "prima",
    "sotto",
    "sopra",
    "zona",
    "numero",
    "num",
    "nr",
    "no",
    "civico",
    "civ",
    "snc",
]


class Known(NamedTuple):
    """Something with a name and a point (degrees); ``pk`` is of a row of its ``kind``."""

    name: str
    words: str  # its comparable name, or one of them
    latitude: float
    longitude: float
    kind: str
    pk: int

    @property
    def row(self):
        return self.kind, self.pk


class Mention(NamedTuple):
    """The Knowns that one name in a text may be, and the words that follow it."""

    known: list
    after: list


class Gazetteer:
    """Everything that has a name and a point, read with four queries for one question.

    What is read is put in order only when it is not what the last question read.
    """

    def __init__(self):
        places = Hotspot.objects.on_offer().prefetch_related("aliases").order_by("pk")
        self.hotspots = list(places)
        named = *self._places(), *self._landmarks()
        rows = Street.objects.located().order_by("pk").values_list(*COLUMNS)
        self.names, self.holding, self.streets, self.spelt = in_order(
            named, tuple(rows)
        )

    def mentions(self, words):
        """Return the Mentions in comparable ``words``, in their order.

        The whole text as a name, else the names inside it, else the names of which it is a part.
        """
        if whole := self.names.get(" ".join(words)):
            return [Mention(whole, [])]
        found, start = [], 0
        while start < len(words):
            known, end = self._from(words, start)
            if known:
                found.append((known, start, end))
            start = end
        ends = [start for _, start, _ in found[1:]] + [len(words)]
        if found:
            return [
                Mention(known, words[end:until])
                for (known, _, end), until in zip(found, ends, strict=True)
            ]
        part = until_connector(words)
        known = self._with_all(part) if len("".join(part)) >= SHORTEST_PART else []
        return [Mention(known, words[len(part) :])] if known else []

    def like(self, words, limit):
        """Return Knowns whose name begins as ``words``, at most ``limit``, or is spelt almost so."""
        *whole, last = words
        begun = [
            name
            for name in (self._holding_all(whole) if whole else self.names)
            if any(word.startswith(last) for word in name.split())
        ]
        begun = sorted(begun, key=lambda name: (len(name), name))[:limit]
        almost = self._spelt_almost(words, limit)
        names = dict.fromkeys([*begun, *almost])
        return _rows(known for name in names for known in self.names[name])

    def with_one_of(self, words, limit):
        """Return the Knowns that have a word of ``words`` which few names have."""
        telling = [w for w in words if len(w) >= SHORTEST_PART and w not in KINDS]
        held = [self.holding[word] for word in telling if word in self.holding]
        names = [name for few in held if len(few) <= limit for name in sorted(few)]
        return _rows(known for name in names for known in self.names[name])

    def _spelt_almost(self, words, limit):
        """Return the names like ``words``, their kind apart, or with a last word like theirs."""
        first = process.extractOne(words[0], KINDS, scorer=fuzz.ratio, score_cutoff=80)
        kind = first[0] if first and len(words) > 1 else ""
        rest = words[1:] if kind else words
        asked = {" ".join(rest)} | {w for w in rest[-1:] if len(w) >= SHORTEST_PART}
        found = {}
        for text in asked:
            for key, score, _ in process.extract(
                text,
                self.spelt.keys(),
                scorer=fuzz.ratio,
                score_cutoff=LIKE_ENOUGH,
                limit=limit,
            ):
                for name in self.spelt[key]:
                    alike = score + SAME_KIND * (name.split()[0] == kind)
                    found[name] = max(alike, found.get(name, 0))
        return sorted(found, key=lambda name: (-found[name], name))[:limit]

    def streets_of(self, known):
        """Return the ids of the streets where a door of ``known`` may be."""
        if known.kind == STREET:
            return [known.pk]
        same = self.streets.get(known.words)
        return same or [
            pk
            for name in self._same_kind(known.words.split())
            for pk in self.streets.get(name, [])
        ]

    def _places(self):
        for spot in self.hotspots:
            point = spot.latitude, spot.longitude
            for name in [spot.name, *spot.alias_texts()]:
                if words := comparable(name):
                    yield Known(spot.name, words, *point, PLACE, spot.pk)

    def _landmarks(self):
        for mark in Landmark.objects.order_by("pk"):
            if words := comparable(mark.name):
                point = mark.latitude, mark.longitude
                yield Known(mark.name, words, *point, LANDMARK, mark.pk)

    def _from(self, words, start):
        """Return the Knowns of the name that begins at ``start``, and where it ends."""
        for end in range(min(len(words), start + LONGEST_NAME), start, -1):
            if known := self.names.get(" ".join(words[start:end])):
                return known, end
        if words[start] not in KINDS:
            return [], start + 1
        rest = until_connector(words[start : start + LONGEST_NAME])[1:]
        for count in range(len(rest), 0, -1):
            read = [words[start], *rest[:count]]
            known = self._with_all(read) or self._within(read)
            if count < len(
                rest
            ):  # «via Cesare Pavese» is no part of «via Cesare Battisti»
                known = [each for each in known if each.words.split()[-1] in read]
            if known:
                return known, start + 1 + count
        return [], start + 1

    def _with_all(self, words):
        """The Knowns whose name has all the ``words``, and the same kind if they say one."""
        names = self._same_kind(words)[:MOST_ALIKE]
        return _rows(known for name in names for known in self.names[name])

    def _same_kind(self, words):
        first = words[0] if words and words[0] in KINDS else ""
        return sorted(
            name for name in self._holding_all(words) if name.startswith(first)
        )

    def _holding_all(self, words):
        holding = [self.holding.get(word, set()) for word in set(words)]
        return set.intersection(*holding) if holding else set()

    def _within(self, words):
        """The Knowns named by ``words`` without the given name of a person."""
        kind, *between, last = words
        if not 1 <= len(between) <= GIVEN_NAMES:
            return []
        names = [" ".join([kind, *between[cut:], last]) for cut in range(1, 3)]
        return next((self.names[name] for name in names if name in self.names), [])


@lru_cache(maxsize=1)
def in_order(named, rows):
    """Return four dicts, for every thread to read, of the Knowns and the rows of the streets.

    Comparable name -> its Knowns, word -> the names that hold it, comparable name -> ids of
    streets, what a name is known by (without its kind, or its last word) -> names.
    """
    names, streets = defaultdict(list), defaultdict(list)
    for known in [*named, *map(_street, rows)]:
        same = names[known.words]
        if not same or (same[0].kind == known.kind and known not in same):
            same.append(known)
        if known.kind == STREET:
            streets[known.words].append(known.pk)
    holding, spelt = defaultdict(set), defaultdict(list)
    for name in names:
        for word in name.split():
            holding[word].add(name)
        kind, _, own = name.partition(" ")
        for key in {own if kind in KINDS else name, name.rpartition(" ")[2]}:
            spelt[key].append(name)
    return dict(names), dict(holding), dict(streets), dict(spelt)


def _street(row):
    pk, name, locality, whole, *point = row
    shown = f"{name} ({locality})" if locality else name
    return Known(shown, without_little(whole), *point, STREET, pk)


def until_connector(words):
    """Return the first ``words``, until one that says how to get there, a number, another kind."""
    for at, (word, after) in enumerate(zip(words, [*words, ""][1:], strict=True)):
        is_door = word[0].isdigit() and after not in MONTHS
        if word in CONNECTORS or is_door or (at and word in KINDS):
            return words[:at]
    return words


def _rows(known):
    """One Known for each row, whichever of its names was met."""
    return list({each.row: each for each in known}.values())
