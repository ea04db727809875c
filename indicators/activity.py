"""What the two services did in the street, in words. No database."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format, number_format

from indicators.figures import thousands
from indicators.models import Measure
from indicators.periods import Period
from referrals.times import hours_in_words

MONTH_HEADERS = [
    "Interventi",
    "Uscite congiunte",
    "Ore di presenza",
    "Turni",
    "Contatti",
    "Mediazioni",
]


@dataclass(frozen=True)
class Activity:
    """What was done in one place in a period, and before where that is known."""

    counts: dict  # {Measure: Figure}
    forces: "Forces"

    @property
    def is_empty(self):
        return not any(figure.value for figure in self.counts.values())

    @property
    def presence(self):
        """``12,5 ore di presenza, 30 turni``."""
        minutes, turns = self.counts[Measure.PRESENCE], self.counts[Measure.TURNS]
        if not turns.value:
            return "nessuna presenza"
        hours, turns = _hours(minutes.value), _many(turns.value, "turno", "turni")
        return f"{hours} di presenza, {turns}"

    @property
    def presence_before(self):
        """``Erano 10 ore, 24 turni.``; empty without a comparison."""
        minutes, turns = self.counts[Measure.PRESENCE], self.counts[Measure.TURNS]
        if turns.before is None:
            return ""
        if not turns.before:
            return "Prima nessuna."
        was = "Era" if _rounded(minutes.before) == 1 else "Erano"
        turns = _many(turns.before, "turno", "turni")
        return f"{was} {_hours(minutes.before)}, {turns}."

    @property
    def presence_change(self):
        """``+2,5 ore``: the difference of the two numbers as they are written."""
        minutes = self.counts[Measure.PRESENCE]
        if minutes.before is None:
            return ""
        change = round(_rounded(minutes.value) - _rounded(minutes.before), 1)
        if not change:
            return "="
        unit = "ora" if abs(change) == 1 else "ore"
        return f"{'+' if change > 0 else '−'}{_decimal(abs(change))} {unit}"

    @property
    def outings(self):
        """``9 uscite, 6 congiunte``."""
        every = self.counts[Measure.OUTINGS].value
        joint = self.counts[Measure.JOINT].value
        if not every:
            return "nessuna uscita approvata"
        told = _many(every, "uscita", "uscite")
        return f"{told}, {_many(joint, 'congiunta', 'congiunte', 'nessuna')}"

    @property
    def outings_before(self):
        """``Erano 4 uscite.``; not how sure it is: how often one goes out is a choice."""
        figure = self.counts[Measure.OUTINGS]
        if figure.before is None:
            return ""
        if not figure.before:
            return "Prima nessuna."
        was = "Era" if figure.before == 1 else "Erano"
        return f"{was} {_many(figure.before, 'uscita', 'uscite')}."

    @property
    def contacts(self):
        value = self.counts[Measure.CONTACTS].value
        told = _many(value, "contatto", "contatti", "nessun")
        return f"{told} (la stessa persona può contare più volte)" if value else told

    @property
    def referrals(self):
        """``12 invii, 8 presi in carico: in media in 2 giorni``."""
        sent = self.counts[Measure.REFERRALS].value
        taken = self.counts[Measure.REFERRALS_TAKEN].value
        minutes = self.counts[Measure.REFERRAL_MINUTES].value
        if not sent:
            return "Nessun invio ai servizi in questo periodo."
        words = _many(sent, "invio ai servizi", "invii ai servizi")
        if not taken:
            return f"{words}: nessuno è ancora stato preso in carico."
        mean = minutes / taken / 60  # hours
        after = hours_in_words(mean) if mean >= 1 else "meno di un’ora"
        return (
            f"{words}, {_many(taken, 'preso', 'presi')} in carico: in media in {after}."
        )


@dataclass(frozen=True)
class Forces:
    """The other forces' interventions in one place, in the whole months a period touches.

    ``first`` and ``last`` are the months known of the period, ``until`` the last known of all.
    """

    value: int = 0
    first: date | None = None
    last: date | None = None
    until: date | None = None

    def __str__(self):
        if self.until is None:
            return "altre forze: nessun conteggio ancora"
        if self.last is None:
            until = month_name(self.until)
            return (
                f"altre forze: nessun conteggio di questi mesi, l’ultimo è di {until}"
            )
        many = _many(self.value, "intervento", "interventi", "nessun")
        return f"{many} delle altre forze, {self.when}"

    @property
    def when(self):
        """``conteggi di ottobre 2026``, ``conteggi da agosto a ottobre 2026``."""
        last = month_name(self.last)
        if self.first == self.last:
            return f"conteggi di {last}"
        to = "ad" if last.startswith("a") else "a"
        first = month_name(self.first)
        if self.first.year == self.last.year:
            first = first.split()[0]
        return f"conteggi da {first} {to} {last}"


@dataclass(frozen=True)
class Month:
    """What was done in one place in a month, or in the part of it that the period holds."""

    place: object
    period: Period
    counts: dict

    @property
    def name(self):
        return month_name(self.period.first)

    @property
    def is_whole(self):
        first, last = self.period
        return first.day == 1 and (last + timedelta(days=1)).day == 1

    @property
    def cells(self):
        """Outings, joint ones, hours, turns, contacts, mediations."""
        counts = self.counts
        return [
            counts[Measure.OUTINGS],
            counts[Measure.JOINT],
            _rounded(counts[Measure.PRESENCE]),
            counts[Measure.TURNS],
            counts[Measure.CONTACTS],
            counts[Measure.MEDIATIONS],
        ]


def month_name(day):
    """``ottobre 2026``"""
    return date_format(day, "F Y")


def _hours(minutes):
    hours = _rounded(minutes)
    return f"{_decimal(hours)} {'ora' if hours == 1 else 'ore'}"


def _rounded(minutes):
    # number_format cuts the decimals it does not write
    return round(minutes / 60, 1)


def _decimal(hours):
    """``12,5``; ``3`` without decimals."""
    return number_format(hours, 0 if hours == int(hours) else 1, force_grouping=True)


def _many(value, one, many, none=""):
    """``1 turno``, ``30 turni``; with ``none``, ``nessuna persona incontrata``."""
    if not value and none:
        return f"{none} {one}"
    return f"{thousands(value)} {one if value == 1 else many}"
