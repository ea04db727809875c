"""How many files from outside are open at once in this process, and whose they are.

A thread waits while its file is open. Half of the threads of a web process may do so, one is left
for the pages whatever comes, and nobody has two files open at a time: who sends ten waits for
themselves, not the town for them.
"""

from collections import Counter
from contextlib import contextmanager
from threading import Condition

from django.conf import settings


class Busy(Exception):
    """There is no place now for one more file; in a while there will be."""


class Places:
    """The places of this process; ``settings.SANDBOX`` says how many, and who may wait how long."""

    def __init__(self):
        self._changed = Condition()
        self._open = Counter()
        self._waiting = 0
        self.told = lambda count: None  # how many are open, to who counts them

    @contextmanager
    def taken(self, whose):
        """Hold a place for a file of ``whose``, "" of nobody in particular; raise ``Busy``."""
        with self._changed:
            if not self._has_room(whose):
                self._wait(whose)
            self._open[whose] += 1
            self.told(self._open.total())
        try:
            yield
        finally:
            with self._changed:
                self._open[whose] -= 1
                self._open += Counter()  # forget who has none
                self.told(self._open.total())
                self._changed.notify_all()

    def _has_room(self, whose):
        is_first = not whose or not self._open[whose]
        return is_first and self._open.total() < settings.SANDBOX["at_once"]

    def _wait(self, whose):
        if self._waiting >= settings.SANDBOX["waiting"]:
            raise Busy
        self._waiting += 1
        try:
            seconds = settings.SANDBOX["wait_seconds"]
            if not self._changed.wait_for(lambda: self._has_room(whose), seconds):
                raise Busy
        finally:
            self._waiting -= 1
