"""Asks each part in a thread of its own: one that hangs is silent, and nobody waits for it twice."""

import logging
from concurrent.futures import Future, wait
from dataclasses import dataclass
from datetime import datetime
from threading import Lock, Thread

from django.conf import settings
from django.db import connections
from django.utils import timezone

logger = logging.getLogger(__name__)

_lock = Lock()
_asked = {}  # the part: the Future of the last thread that asked it
_silent = {}  # the part: since when this process has no answer of it


@dataclass(frozen=True)
class Silence:
    """Of a part that did not answer: since when, as this process saw it, and what it raised."""

    since: datetime
    error: Exception


def ask(probes):
    """Return the answer of each of the functions ``{part: probe}``, a ``Silence`` of one that
    raised, or was not done within ``HEALTH_SECONDS``.

    With 0 seconds they are asked here, one after the other, however long it takes.
    """
    seconds = settings.HEALTH_SECONDS
    if not seconds:
        answers = {part: _answer(probe) for part, probe in probes.items()}
    else:
        futures = {part: _begin(part, probe) for part, probe in probes.items()}
        wait(futures.values(), seconds)
        answers = {part: _answer_so_far(future) for part, future in futures.items()}
    return {part: _heard(part, answer) for part, answer in answers.items()}


def _begin(part, probe):
    """Return the Future of a probe: of the thread that still hangs there, or of a new one."""
    with _lock:
        future = _asked.get(part)
        if future is None or future.done():
            future = _asked[part] = Future()
            # a daemon: it must not keep a process that ends
            Thread(target=_run, args=(probe, future), daemon=True).start()
        return future


def _run(probe, future):
    try:
        future.set_result(_answer(probe))
    finally:
        connections.close_all()  # the thread's own


def _answer_so_far(future):
    return future.result() if future.done() else TimeoutError()


def _answer(probe):
    try:
        return probe()
    except Exception as error:  # whatever it is, the part is not well
        return error


def _heard(part, answer):
    if not isinstance(answer, Exception):
        _silent.pop(part, None)
        return answer
    if part not in _silent:
        logger.warning("%s does not answer: %s", part, type(answer).__name__)
    return Silence(_silent.setdefault(part, timezone.now()), answer)
