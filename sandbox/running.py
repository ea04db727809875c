"""A file from outside is opened by a process of its own, which can do nothing else.

What decodes pictures and spreadsheets is a great deal of C, and a stranger chooses what it reads.
The web process never calls it: it hands the bytes to a new process (``sandbox/child.py``) that has
nothing of the portal's, neither environment nor connections nor files, that ends at the first of
its limits, and whose answer is bytes. It lives for one file: what that did to it, no other meets.
"""

import json
import logging
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from signal import SIGKILL, SIGXCPU
from tempfile import TemporaryFile
from threading import Timer
from time import monotonic

from sandbox.child import DONE, FAILED, REFUSED
from sandbox.places import Busy, Places
from texts.refusals import Refused

logger = logging.getLogger(__name__)

CHILD = Path(__file__).with_name("child.py")
PLACES = Places()


@dataclass(frozen=True)
class Limits:
    """What opening a file may take: seconds of a processor and of the clock, bytes of memory and of
    answer; whether it may begin ``threads``, which lets it begin processes too.

    macOS does not keep to the memory.
    """

    cpu_seconds: int
    seconds: int
    memory: int
    answer: int
    threads: bool = False


class NotOpened(Exception):
    """The file was not opened; the message says how its process ended, for the log alone."""


class TooMuch(NotOpened):
    """To open the file would take more work or more memory than its limits give."""


def run_apart(function, data, limits, *, whose="", **options):
    """Return the bytes that ``function``, a "module:name", makes of the bytes ``data``, elsewhere.

    It is called with ``data`` and ``options``, which JSON can write. ``whose`` tells who sent the
    file from the others: one at a time. Raise ``Busy``, ``NotOpened``, and for what the function
    itself refused ``Refused`` with the same words.
    """
    with PLACES.taken(whose):
        try:
            status, answer = _run(function, data, limits, options)
        except OSError as error:  # no process, no disk: of the machine, not of the file
            logger.warning("no file can be opened: %s", type(error).__name__)
            raise Busy from error
    kind, body = answer[:1], answer[1:]
    if status == 0 and kind == DONE and len(answer) <= limits.answer:
        return body
    if status == 0 and kind == REFUSED:
        raise Refused(body.decode(errors="replace"))
    _raise_why(status, body if kind == FAILED else b"")


def _run(function, data, limits, options):
    """Return the exit status and the answer of a child that is gone; raise ``Busy`` when late."""
    about = json.dumps([os.getpid(), asdict(limits), options])
    # files, not pipes: the system itself bounds what the child writes, and nobody waits on it
    with TemporaryFile() as given, TemporaryFile() as answer:
        given.write(data)
        given.seek(0)
        child = subprocess.Popen(
            [sys.executable, "-I", str(CHILD), function, about],
            stdin=given,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            start_new_session=True,  # Ctrl-C in a terminal is for the portal
        )
        status = _wait(child, limits.seconds)
        answer.seek(0)
        return status, answer.read(limits.answer + 1)


def _wait(child, seconds):
    """Return the status of a child once it has ended, killed after ``seconds`` (``Busy``)."""
    begun = monotonic()
    killer = Timer(seconds, child.kill)
    killer.daemon = True
    try:
        killer.start()
        child.wait()
    finally:
        killer.cancel()
        child.kill()
        child.wait()
    if child.returncode == -SIGKILL and monotonic() - begun >= seconds:
        # its own seconds of a processor did not pass: the machine has too much to do
        logger.warning("a file was not opened in %s seconds", seconds)
        raise Busy
    return child.returncode


def _raise_why(status, error):
    """Raise ``NotOpened`` or ``TooMuch``, by how a child ended."""
    name = error.decode(errors="replace")
    if status > 0:  # before it has read a byte: ours is the fault, not of the file
        logger.error("the sandbox did not begin, status %s", status)
    # killed by the system, at its last second or where no memory was left
    if name == "MemoryError" or status in (-SIGXCPU, -SIGKILL):
        raise TooMuch(name or f"status {status}")
    raise NotOpened(name if name.isidentifier() else f"status {status}")
