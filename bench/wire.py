"""A load generator that costs little: raw requests on kept connections, eight threads.

It shares the two cores with the server, so it must be light: the empty view is the floor of
the ratios, and a slow client would make it look slow.
"""

import re
import socket
import time
from collections import Counter, deque
from contextlib import suppress
from dataclasses import dataclass
from threading import Thread
from urllib.parse import urlencode

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.I)
COOKIE = re.compile(r"^set-cookie: *([^=]+)=([^;]*)", re.I | re.M)
LOCATION = re.compile(r"^location: *(\S+)", re.I | re.M)


@dataclass
class Answer:
    status: int
    head: str
    body: bytes

    @property
    def location(self):
        found = LOCATION.search(self.head)
        return found.group(1) if found else ""


def request(method, path, *, cookies=None, form=None, address="127.0.0.1"):
    """Return the bytes of a request; ``address`` is whom the proxy says it comes from."""
    body = urlencode(form or {}).encode()
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"X-Forwarded-For: {address}",
    ]
    if cookies:
        lines.append("Cookie: " + "; ".join(f"{k}={v}" for k, v in cookies.items()))
    if form is not None:
        lines.append("Content-Type: application/x-www-form-urlencoded")
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Connection:
    """One kept connection; opened again when the server has closed it meanwhile."""

    def __init__(self, port):
        self.port = port
        self.socket = None

    def send(self, message):
        if self.socket is None:
            return self._ask(message)
        try:
            return self._ask(message)
        except (ConnectionError, EOFError):  # idle for too long: the server hung up
            self.close()
            return self._ask(message)

    def close(self):
        if self.socket:
            self.socket.close()
        self.socket = None

    def _ask(self, message):
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(message)
        received = bytearray()
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._more()
        head = bytes(received[:end])
        length = LENGTH.search(head)
        if length is None:
            raise ValueError(f"an answer without Content-Length: {head[:200]!r}")
        while len(received) < end + 4 + int(length.group(1)):
            received += self._more()
        if b"connection: close" in head.lower():
            self.close()
        return Answer(
            int(head[9:12]), head.decode("latin-1"), bytes(received[end + 4 :])
        )

    def _more(self):
        chunk = self.socket.recv(65536)
        if not chunk:
            raise EOFError
        return chunk


def fire(port, messages, *, concurrency=8):
    """Send all the messages at once; return (answers per second, Counter of what came).

    A redirect counts as ``302 /where/``.
    """
    waiting, came, failures = deque(messages), [], []

    def run():
        connection = Connection(port)
        try:
            while True:
                answer = connection.send(waiting.popleft())
                came.append(f"{answer.status} {answer.location}".strip())
        except IndexError:
            pass
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(concurrency)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - start
    if failures:
        raise failures[0]
    return len(came) / seconds, Counter(came)


def one_by_one(port, message, times):
    """Return the seconds of each of ``times`` answers, asked one at a time; all must be 200."""
    connection, seconds = Connection(port), []
    with suppress(StopIteration):
        for _ in range(times):
            start = time.perf_counter()
            answer = connection.send(message)
            seconds.append(time.perf_counter() - start)
            if answer.status != 200:
                raise RuntimeError(
                    f"{answer.status} {answer.location} to {message[:80]!r}"
                )
    connection.close()
    return seconds
