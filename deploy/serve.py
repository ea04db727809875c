"""Start the parts of the Procfile and end them together.

Ctrl-C, SIGTERM and a closed terminal end every part; so does the end of any one of them.
"""

import contextlib
import fcntl
import os
import select
import signal
import socket
import sys
from pathlib import Path

import honcho.manager
import honcho.printer
from honcho.compat import ProcessManager
from honcho.environ import parse_procfile

ROOT = Path(__file__).resolve().parents[1]
ADDRESS = os.environ.get("BIND", "127.0.0.1")
PORT = os.environ.get("PORT", "8000")
GRACE_SECONDS = 10  # then SIGKILL, which loses nothing: see jobs/services.py


def refuse_a_bad_port():
    """End with a sentence when the port is not a port, or is somebody else's."""
    if not PORT.isdecimal() or not 0 < int(PORT) < 65536:
        sys.exit(f"PORT is {PORT!r}: write a number from 1 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, int(PORT)))
        except PermissionError:
            sys.exit(f"Port {PORT} needs an administrator. Try: make run PORT=8000")
        except OSError:
            sys.exit(
                f"Port {PORT} is taken by another program. Stop it, or choose another port:"
                f" make run PORT={int(PORT) % 65535 + 1}"
            )


class GentleEnd(ProcessManager):
    """Ask only each part's first process to end: it lets its children finish their work."""

    def terminate(self, pid):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)


def hold_the_folder():
    """Keep VAR_DIR for this portal alone: another would share its database and photos unseen.

    The lock ends with the process, however it ends; ``manage.py reset_demo`` asks for it too.
    """
    folder = Path(os.environ.get("VAR_DIR") or ROOT / "var")
    lock = (folder / "running").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(f"A portal already runs on {folder}: end it with Ctrl-C first.")
    return lock


class Silenceable(honcho.printer.Printer):
    """A printer that outlives its terminal: what nobody reads any more is thrown away."""

    def write(self, message):
        try:
            super().write(message)
            self.output.flush()
        except OSError:
            self.output = open(os.devnull, "w")  # noqa: SIM115
            sys.stdout = sys.stderr = self.output


def end_with_the_terminal():
    """Look every second whether the terminal is still there: its end may reach only `make`."""
    if not sys.stdin.isatty():
        return
    terminal = select.poll()
    terminal.register(sys.stdin, 0)  # a hang-up is told in any case

    def look(*_):
        if terminal.poll(0):
            signal.setitimer(signal.ITIMER_REAL, 0)
            os.kill(os.getpid(), signal.SIGTERM)

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, 1, 1)


def serve():
    """Run until told to end; return the exit status."""
    honcho.manager.KILL_WAIT = GRACE_SECONDS
    manager = honcho.manager.Manager(Silenceable(sys.stdout))
    manager._procmgr = GentleEnd()
    procfile = parse_procfile((ROOT / "Procfile").read_text())
    for name, command in procfile.processes.items():
        manager.add_process(name, command, cwd=ROOT)
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    end_with_the_terminal()
    manager.loop()
    asked = manager.returncode in {128 + signal.SIGINT, 128 + signal.SIGTERM}
    return 0 if asked else manager.returncode


if __name__ == "__main__":
    refuse_a_bad_port()
    if "--check-port" not in sys.argv:
        lock = hold_the_folder()
        sys.exit(serve())
