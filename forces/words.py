"""What people write in a file of the other forces' counts, and what it means."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from django.conf import settings
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import override

from forces.models import FORCE_KINDS, Force
from hotspots.models import Hotspot
from hotspots.names import normalise

LARGEST = 9999
FIRST_YEAR = 2000
# field, its heading in the template, other headings understood
COLUMNS = [
    ("month", "Mese", {"data", "periodo", "anno mese"}),
    ("place", "Luogo", {"contesto", "zona", "posto"}),
    ("force", "Forza", {"corpo", "forza di polizia", "chi"}),
    ("kind", "Tipo", {"tipologia", "tipo di intervento", "attivita"}),
    ("count", "Interventi", {"numero", "conteggio", "quanti", "totale"}),
]
FORCES = {
    Force.STATE_POLICE: {"ps", "polizia di stato", "polizia", "questura"},
    Force.CARABINIERI: {"cc", "carabinieri", "arma dei carabinieri"},
    Force.FINANCE: {"gdf", "gf", "guardia di finanza", "finanza"},
}
NOWHERE = {"altro", "altro luogo", "altro luogo in citta", "resto della citta"}
EXCEL_EPOCH, EXCEL_DAYS = date(1899, 12, 30), range(36526, 73051)  # 2000 to 2099
THOUSANDS = re.compile(r"[0-9]\.[0-9]{3}")
WHOLE = re.compile(r"([0-9]{1,6})(?:[.,]0{1,4})?")
WRITTEN_MONTHS = [
    re.compile(r"(?:[0-9]{1,2}[/.-])?(?P<month>[0-9]{1,2})[/.-](?P<year>[0-9]{4})"),
    re.compile(r"(?P<year>[0-9]{4})[/.-](?P<month>[0-9]{1,2})(?:[/.-][0-9]{1,2})?"),
]


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
    name = normalise(cell).replace("p s", "ps").replace("c c", "cc")
    for force, names in FORCES.items():
        if name in names:
            return str(force)
    raise Unreadable("non è Polizia di Stato, Carabinieri o Guardia di Finanza")


def kind_of(cell):
    """Return the value of the kind a cell names; raise ``Unreadable``."""
    name = normalise(cell)
    for value, label in FORCE_KINDS:
        if name in (normalise(label), normalise(value)):
            return str(value)
    raise Unreadable("non è uno dei tipi del modello")


def month_of(cell):
    """Return the first day of the month a cell says; raise ``Unreadable``."""
    found = _month(cell)
    if found is None:
        raise Unreadable("non è un mese: scrivilo così, 10/2026")
    if found > timezone.localdate():
        raise Unreadable("deve ancora venire")
    return found


def count_of(cell):
    """Return a whole number from 0 to ``LARGEST``; raise ``Unreadable``."""
    text = f"{cell:.4f}" if isinstance(cell, float) else str(cell).strip()
    text = text.replace(".", "") if THOUSANDS.fullmatch(text) else text
    match = None if isinstance(cell, bool) else WHOLE.fullmatch(text)
    if not match or int(match[1]) > LARGEST:
        raise Unreadable("non è un numero intero da 0 a 9.999")
    return int(match[1])


def _month(cell):
    if isinstance(cell, datetime | date):
        year, month = cell.year, cell.month
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        # compared, not converted: a cell may hold an infinite number or no number at all
        if not EXCEL_DAYS.start <= cell < EXCEL_DAYS.stop:
            return None
        day = EXCEL_EPOCH + timedelta(days=int(cell))
        year, month = day.year, day.month
    else:
        year, month = _written_month(str(cell).strip().lower())
    if 1 <= month <= 12 and FIRST_YEAR <= year <= 9998:
        return date(year, month, 1)
    return None


def _written_month(text):
    name, _, year = text.partition(" ")
    if name in _months_by_name() and re.fullmatch(r"[0-9]{4}", year):
        return int(year), _months_by_name()[name]
    for pattern in WRITTEN_MONTHS:
        if match := pattern.fullmatch(text):
            return int(match["year"]), int(match["month"])
    return 0, 0


@cache
def _months_by_name():
    """Map a month's name to its number, in each language of the portal: a file is in any of them."""
    numbers = {}
    for language, _ in settings.LANGUAGES:
        with override(language):
            numbers |= {name.lower(): number for number, name in MONTHS.items()}
    return numbers
