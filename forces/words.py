"""What people write in a file of the other forces' counts, and what it means."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.utils import timezone

from forces.models import FORCE_KINDS, Force
from forces.months import read_month
from hotspots.models import Hotspot
from hotspots.names import normalise

LARGEST = 9999
# field, its heading in the template, other headings understood
COLUMNS = [
    ("month", "Mese", {"data", "periodo", "anno mese", "mese anno"}),
    ("place", "Luogo", {"contesto", "zona", "posto"}),
    ("force", "Forza", {"corpo", "forza di polizia", "chi"}),
    (
        "kind",
        "Tipo",
        {"tipologia", "tipo di intervento", "tipo intervento", "attivita"},
    ),
    (
        "count",
        "Interventi",
        {
            "numero",
            "numero interventi",
            "n interventi",
            "conteggio",
            "quanti",
            "totale",
        },
    ),
]
FORCES = {
    Force.STATE_POLICE: {"ps", "polizia di stato", "polizia", "questura"},
    Force.CARABINIERI: {"cc", "carabinieri", "arma dei carabinieri"},
    Force.FINANCE: {"gdf", "gf", "guardia di finanza", "finanza"},
}
NOWHERE = {"altro", "altro luogo", "altro luogo in citta", "resto della citta"}
NOISE = 1e-6  # what a sum of a spreadsheet leaves behind
# as Italy writes it, as English does: where they differ, nobody knows which
WRITTEN_COUNTS = [
    re.compile(
        rf"(?P<whole>[0-9]{{1,9}}|[0-9]{{1,3}}(?:[{thousands} ][0-9]{{3}}){{1,2}})"
        rf"(?:{decimals}0{{1,9}})?"
    )
    for thousands, decimals in [(".", ","), (",", r"\.")]
]
DATE_LIKE = re.compile(
    r"[0-9]{1,4}[/-][0-9]{1,2}(?:[/-][0-9]{2,4})?|[0-9]{1,2}-[a-z]{3}"
)


class Unreadable(ValueError):
    """A cell does not say what its column asks; the message ends the sentence «…» ___."""


@dataclass(frozen=True)
class Words:
    """The places by every name they have; read once for a file."""

    places: dict

    @classmethod
    def read(cls):
        by_name, by_alias = defaultdict(set), defaultdict(set)
        for spot in Hotspot.objects.prefetch_related("aliases"):
            for name in {normalise(spot.name), normalise(spot.slug)}:
                by_name[name].add(spot.pk)
            for alias in spot.aliases.all():
                by_alias[alias.normalised].add(spot.pk)
        # a name of its own says more than what others call another place
        return cls({**by_alias, **by_name})

    def place(self, cell):
        """Return a Hotspot's pk, or None for elsewhere in town; raise ``Unreadable``."""
        name = normalise(cell)
        if name in NOWHERE:
            return None
        found = self.places.get(name, set())
        if len(found) == 1:
            return next(iter(found))
        raise Unreadable(
            "è il nome di più luoghi: scrivi quello intero"
            if found
            else "non è un luogo del programma: per il resto della città scrivi «altro luogo»"
        )


def force_of(cell):
    """Return the Force a cell names; raise ``Unreadable``."""
    if force := _forces().get(_closed_up(cell)):
        return force
    raise Unreadable("non è Polizia di Stato, Carabinieri o Guardia di Finanza")


def _closed_up(text):
    """Return a name without spaces and dots: «G.d.F.» is "gdf"."""
    return normalise(text).replace(" ", "")


def kind_of(cell):
    """Return the value of the kind a cell names; raise ``Unreadable``."""
    if kind := _kinds().get(normalise(cell)):
        return kind
    kinds = ", ".join(label for _, label in FORCE_KINDS)
    raise Unreadable(f"non è uno dei tipi del modello. Scrivi uno di questi: {kinds}")


@cache
def _forces():
    return {
        _closed_up(name): str(force)
        for force, names in FORCES.items()
        for name in names
    }


@cache
def _kinds():
    return {
        normalise(word): str(value)
        for value, label in FORCE_KINDS
        for word in (value, label)
    }


def month_of(cell):
    """Return the first day of the month a cell says; raise ``Unreadable``."""
    found = read_month(cell)
    if found is None:
        raise Unreadable("non è un mese: scrivilo così, 10/2026")
    if found > timezone.localdate():
        raise Unreadable("deve ancora venire")
    return found


def count_of(cell):
    """Return a whole number from 0 to ``LARGEST``; raise ``Unreadable``."""
    if isinstance(cell, date | datetime) or _is_a_date(cell):
        raise Unreadable("è una data, non un numero")
    found = _readings(cell)
    if len(found) > 1:
        raise Unreadable("si può leggere in due modi: scrivilo senza punti né virgole")
    if not found or max(found) > LARGEST:
        raise Unreadable("non è un numero intero da 0 a 9.999")
    return found.pop()


def _is_a_date(cell):
    return isinstance(cell, str) and bool(DATE_LIKE.fullmatch(cell))


def _readings(cell):
    """Return the whole numbers a cell may say: «1.000» is a thousand here, and one elsewhere."""
    if isinstance(cell, bool):
        return set()
    if isinstance(cell, int | float):
        # compared first: a cell may hold an infinite number or no number at all
        near = 0 <= cell <= LARGEST and abs(cell - round(cell)) < NOISE
        return {round(cell)} if near else set()
    matches = [pattern.fullmatch(cell) for pattern in WRITTEN_COUNTS]
    return {int(re.sub("[., ]", "", match["whole"])) for match in matches if match}
