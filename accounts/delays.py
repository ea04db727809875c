"""Pauses that grow with each wrong attempt, in the database: who tries again waits, nobody is shut out.

A row of ``Throttle`` is what one identity did: how many attempts, and when the last was.
"""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Throttle
from accounts.throttle import KEPT, key_of

RACES = 10  # attempts of the same instant that are told apart


class TooSoon(ValidationError):
    """The pause is not over: a form says how long it still is, at least a second."""

    def __init__(self, left):
        self.seconds = max(1, ceil(left.total_seconds()))
        wait = in_words(self.seconds)
        super().__init__(f"Per sicurezza aspetta {wait}, poi riprova.", "too_soon")


@dataclass(frozen=True)
class Delay:
    """After ``free`` attempts each pause, in seconds, is twice the one before: 1, 2, 4 … ``longest``.

    An identity that made no attempt for a day begins again.
    """

    scope: str
    free: int
    longest: int

    def take(self, identity, *, begun=0):
        """Count one attempt and return how many there are; raise ``TooSoon`` and count nothing.

        Who was never seen waits as if it had made ``begun`` attempts.
        """
        key = key_of(self.scope, identity)
        for _ in range(RACES):
            row = Throttle.objects.filter(key=key).first()
            made = row.count if row and _is_recent(row) else 0
            if made:
                self._wait_after(row)
            count = begun if begun and not made else made + 1
            if _written(row, key, count):
                if count == begun and not made:
                    raise TooSoon(self.pause(begun))
                return count
        raise TooSoon(timedelta(seconds=1))

    def forget(self, identity):
        """Let an identity begin again: it has shown who it is."""
        Throttle.objects.filter(key=key_of(self.scope, identity)).delete()

    def pause(self, made):
        """Return how long who made so many attempts waits before the next, from the last."""
        if made < self.free:
            return timedelta(0)
        return timedelta(seconds=min(self.longest, 2 ** min(made - self.free, 30)))

    def _wait_after(self, row):
        pause = self.pause(row.count)
        # no longer than the pause, though the clock was ahead and has been put back
        left = min(pause, row.window_start + pause - timezone.now())
        if left > timedelta(0):
            raise TooSoon(left)


def in_words(seconds):
    """Say a pause: "1 secondo", "90 secondi", "4 minuti"."""
    if seconds > 90:
        return f"{ceil(seconds / 60)} minuti"
    return "1 secondo" if seconds == 1 else f"{seconds} secondi"


def _is_recent(row):
    return row.window_start > timezone.now() - KEPT


def _written(row, key, count):
    """Write the count unless another attempt changed it since it was read; tell whether it is."""
    values = {"count": count, "window_start": timezone.now()}
    if row is None:
        _, is_new = Throttle.objects.get_or_create(key=key, defaults=values)
        return is_new
    as_read = {"key": key, "count": row.count, "window_start": row.window_start}
    return bool(Throttle.objects.filter(**as_read).update(**values))
