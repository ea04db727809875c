"""What a file might make of the process that opens it: each function is called in the sandbox.

It stands on nothing but Python: the sandbox imports it with no setting and no environment.
"""

import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress

from texts.refusals import Refused

MEGABYTE = 1024 * 1024


def give_back(data, **options):
    return data[::-1] + json.dumps(options).encode()


def refuse(data):
    raise Refused("è “così”")


def fail(data):
    raise LookupError("what a stranger wrote in the file")


def crash(data):
    ctypes.string_at(0)


def loop_for_ever(data):
    while True:
        pass


def ignore_every_signal_and_loop(data):
    for one in signal.Signals:
        with suppress(OSError, ValueError):
            signal.signal(one, signal.SIG_IGN)
    loop_for_ever(data)


def sleep_for_ever(data):
    while True:
        time.sleep(1000)


def allocate_without_end(data):
    held = []
    while True:
        held.append(bytearray(MEGABYTE))


def answer_too_long(data):
    return bytes(len(data) * MEGABYTE)


def write_without_end(data):
    while True:
        os.write(1, bytes(MEGABYTE))


def print_garbage(data):
    os.write(1, b"\0garbage, and no answer")
    os._exit(0)


def end_well_without_a_word(data):
    os._exit(0)


def what_is_there(data):
    """Return what the sandbox has of the portal's, and what it lets one do."""
    be_nobody()
    tried = {
        "read a file": lambda: os.open(__file__, os.O_RDONLY),
        "write a file": lambda: os.open("/tmp/left-behind", os.O_CREAT),
        "open a socket": socket.socket,
        "run a program": lambda: subprocess.run([sys.executable, "-c", "pass"]),
        "make a process": _fork,
    }
    return json.dumps(
        {
            "environment": sorted(os.environ),
            "files": [fd for fd in range(3, 500) if _is_open(fd)],
            "modules": sorted({name.split(".")[0] for name in sys.modules}),
            "done": [name for name, act in tried.items() if _worked(act)],
        }
    ).encode()


def be_nobody():
    """Run on as the user of the image: root is bound by no number of processes."""
    if os.geteuid() == 0:
        os.setgid(10001)
        os.setuid(10001)


def _fork():
    if os.fork() == 0:
        os._exit(0)


def _worked(act):
    try:
        act()
    except OSError:
        return False
    return True


def _is_open(descriptor):
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True
