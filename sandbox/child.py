"""The process that opens one file from outside: ``child.py MODULE:FUNCTION [PARENT, LIMITS, OPTIONS]``.

It imports what it needs, then gives away all that it could do besides, and only then reads the
file on its standard input. The answer's first byte tells a result from a refusal and from an
error. Run by its path, with an empty environment, by ``sandbox.running``.
"""

import ctypes
import json
import os
import resource
import signal
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path

DONE, REFUSED, FAILED = b"=", b"-", b"!"
# openpyxl takes them where it finds them: arrays and threads for nothing, and another parser
LEFT_OUT = ("numpy", "lxml")
DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG
LINUX = sys.platform == "linux"


def load(path):
    """Return the function called "module:name", of the portal or of a package."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    sys.modules.update(dict.fromkeys(LEFT_OUT))
    module, name = path.split(":")
    return getattr(import_module(module), name)


def end_with(parent, seconds):
    """Let the system end this process when its parent dies, or in any case."""
    signal.alarm(seconds + 1)  # the parent itself has ended it before
    if LINUX:
        ctypes.CDLL(None).prctl(DIES_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit("the parent is gone")


def confine(cpu_seconds, memory, answer, threads):
    """Give away every right that opening a file does not need; there is no way back."""
    os.nice(5)  # the pages come first
    with suppress(OSError):  # of Linux: if memory runs out, this ends before the portal
        Path("/proc/self/oom_score_adj").write_text("1000")
    limits = {
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_FSIZE: answer,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 0,  # of the portal's files and sockets none can be opened
    }
    if not threads:
        limits[resource.RLIMIT_NPROC] = 0  # root does not keep to it
    if LINUX:
        limits[resource.RLIMIT_AS] = memory
    for which, most in limits.items():
        resource.setrlimit(which, (most, most))


def answer_of(function, data, options):
    from texts.refusals import Refused  # found once ``load`` has said where

    try:
        return DONE + function(data, **options)
    except Refused as refusal:
        return REFUSED + str(refusal).encode(errors="replace")
    except BaseException as error:  # decoders of foreign files raise anything at all
        return FAILED + type(error).__name__.encode()


def main(path, about):
    parent, limits, options = json.loads(about)
    end_with(parent, limits.pop("seconds"))
    function = load(path)
    confine(**limits)
    sys.stdout.buffer.write(answer_of(function, sys.stdin.buffer.read(), options))
    sys.stdout.buffer.flush()
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
