"""Browsers that cost little, one at a time or eight at once: libcurl does the work.

They share the two cores with the server, so they must be light: the empty view is the floor of
the ratios, and a slow client would make it look slow.
"""

import time
from collections import Counter
from contextlib import suppress
from urllib.parse import urlencode, urlsplit

import pycurl


class Browser:
    """One person's browser: it keeps cookies and connection, and follows no redirect.

    ``address`` is whom the proxy says it comes from; ``session`` the key of a signed-in person.
    """

    def __init__(self, port, path="/", *, address="127.0.0.1", session=""):
        self.origin = f"http://127.0.0.1:{port}"
        self.curl = pycurl.Curl()
        self.curl.setopt(pycurl.COOKIEFILE, "")  # cookies in memory
        self.curl.setopt(pycurl.HTTPHEADER, [f"X-Forwarded-For: {address}"])
        # libcurl counts here also the wait for one of the connections of `fire`
        self.curl.setopt(pycurl.CONNECTTIMEOUT, 3600)
        if session:
            self.curl.setopt(pycurl.COOKIE, f"sessione={session}")
        self.page = ""
        self.turn_to(path)

    def turn_to(self, path, form=None):
        """Get the next request ready: a GET, or a POST of ``form`` with the CSRF token."""
        self.curl.setopt(pycurl.URL, self.origin + path)
        if form is None:
            self.curl.setopt(pycurl.HTTPGET, True)
        else:
            form = {"csrfmiddlewaretoken": self.cookie("csrftoken"), **form}
            self.curl.setopt(pycurl.POSTFIELDS, urlencode(form))

    def send(self):
        """Send the request that is ready; return what came, like ``200`` or ``302 /where/``.

        What came with it is in ``page``.
        """
        self.page = self.curl.perform_rb().decode()
        return self.came

    @property
    def came(self):
        to = urlsplit(self.curl.getinfo(pycurl.REDIRECT_URL) or "").path
        return f"{self.curl.getinfo(pycurl.RESPONSE_CODE)} {to}".strip()

    @property
    def seconds(self):
        return self.curl.getinfo(pycurl.TOTAL_TIME)

    def cookie(self, name):
        """Return the value of a cookie; ``KeyError`` if the portal has not set it."""
        rows = (row.split("\t") for row in self.curl.getinfo(pycurl.INFO_COOKIELIST))
        return {row[5]: row[6] for row in rows}[name]


def answers(port, path="/healthz"):
    """Whether a portal listens there and finds itself well."""
    with suppress(pycurl.error):
        return Browser(port, path).send() == "200"
    return False


def fire(browsers, *, at_once=8):
    """Have every browser send its request; return (answers per second, Counter of what came).

    They share ``at_once`` kept connections: libcurl makes the others wait for one.
    """
    with pycurl.CurlMulti() as multi:
        multi.setopt(pycurl.M_MAX_TOTAL_CONNECTIONS, at_once)
        for browser in browsers:
            browser.curl.setopt(pycurl.WRITEFUNCTION, _read_no_page)
            multi.add_handle(browser.curl)
        start = time.perf_counter()
        while multi.perform()[1]:
            _wait(multi)
        seconds = time.perf_counter() - start
        _, _, failed = multi.info_read()
        if failed:
            raise ConnectionError(f"{len(failed)} without an answer: {failed[0][2]}")
    return len(browsers) / seconds, Counter(browser.came for browser in browsers)


def _read_no_page(_):
    """Let libcurl count the bytes; ``fire`` looks at statuses alone."""


def _wait(multi):
    """Wait until there is something to read, or libcurl wants to start another transfer."""
    milliseconds = multi.timeout()
    if milliseconds:
        multi.select(1 if milliseconds < 0 else milliseconds / 1000)


def one_by_one(browser, times):
    """Return the seconds of each of ``times`` answers, asked one at a time; all must be 200."""
    seconds = []
    for _ in range(times):
        if (came := browser.send()) != "200":
            raise RuntimeError(
                f"{came} from {browser.curl.getinfo(pycurl.EFFECTIVE_URL)}"
            )
        seconds.append(browser.seconds)
    return seconds
