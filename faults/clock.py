"""A clock that all the parts of a portal read, and that a file moves while they run."""

import os
import threading
import time
from contextlib import suppress

import time_machine

LOOK_SECONDS = 0.2


def follow(path):
    """Move this process's clock by the seconds that the file says, whenever it says another number.

    The monotonic clock is left alone, as when an administrator sets the time. Processes forked from
    this one follow it too.
    """
    os.register_at_fork(after_in_child=lambda: _watch(path))
    _watch(path)


def _watch(path):
    threading.Thread(target=_follow, args=[path], daemon=True).start()


def _follow(path):
    moved, travel = 0, None
    while True:
        asked = _read(path, moved)
        if asked != moved:
            if travel:
                travel.stop()
            travel = time_machine.travel(time.time() + asked) if asked else None
            if travel:
                travel.start()
            moved = asked
        time.sleep(LOOK_SECONDS)


def _read(path, before):
    with suppress(OSError, ValueError):
        return int(path.read_text())
    return before
