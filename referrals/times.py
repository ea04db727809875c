"""How long the referrals wait: to be taken, and to have an outcome."""

from dataclasses import dataclass
from statistics import median

from referrals.models import Referral

SAMPLE = 1000  # the newest of a selection: enough for a median
HOUR, DAY = 3600, 86_400  # seconds


@dataclass(frozen=True)
class Times:
    """Medians of a selection; None where nothing was taken, or closed, yet."""

    hours_to_take: float | None
    taken: int
    days_to_close: float | None
    closed: int

    @property
    def sentences(self):
        """Say each in its own sentence, for the page."""
        if self.hours_to_take is None:
            return ["Nessun invio del periodo è ancora stato preso in carico."]
        taken = f"La metà degli invii è presa in carico entro {hours_in_words(self.hours_to_take)}."
        if self.days_to_close is None:
            return [taken, "Nessun invio è ancora chiuso."]
        closed = f"La metà degli invii chiusi ha avuto l’esito entro {_days(self.days_to_close)}."
        return [taken, closed]


def measure(referrals):
    """Return the ``Times`` of a QuerySet of referrals, from its ``SAMPLE`` newest."""
    rows = referrals.order_by("-sent_at", "-pk").values_list(
        "sent_at", "taken_at", "closed_at"
    )[:SAMPLE]
    taken, closed = [], []
    for sent_at, taken_at, closed_at in rows:
        if taken_at:
            taken.append((taken_at - sent_at).total_seconds() / HOUR)
        if closed_at:
            closed.append((closed_at - sent_at).total_seconds() / DAY)
    return Times(
        hours_to_take=median(taken) if taken else None,
        taken=len(taken),
        days_to_close=median(closed) if closed else None,
        closed=len(closed),
    )


def hours_to_take(referral: Referral):
    """Return after how many hours it was taken, or None."""
    if referral.taken_at is None:
        return None
    return (referral.taken_at - referral.sent_at).total_seconds() / HOUR


def days_to_close(referral: Referral):
    """Return after how many days it was closed, or None."""
    if referral.closed_at is None:
        return None
    return (referral.closed_at - referral.sent_at).total_seconds() / DAY


def hours_in_words(hours):
    """Return ``un’ora``, ``5 ore``, ``3 giorni``."""
    if hours < 1:
        return "un’ora"
    if hours >= 48:
        return _days(hours / 24)
    rounded = round(hours)
    return "un’ora" if rounded == 1 else f"{rounded} ore"


def _days(days):
    rounded = max(1, round(days))
    return "un giorno" if rounded == 1 else f"{rounded} giorni"
