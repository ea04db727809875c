"""A browser that keeps cookies, follows no redirect, and writes down every answer."""

import json
import uuid
from dataclasses import dataclass
from http.client import HTTPException
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import (
    HTTPCookieProcessor,
    HTTPRedirectHandler,
    ProxyHandler,
    Request,
    build_opener,
)

from django.conf import settings

SECONDS = 60  # more than any fault lasts


class NoAnswer(Exception):
    """The connection was refused or cut: nobody knows whether the request was done."""


@dataclass(frozen=True)
class Answer:
    status: int
    onward: str  # where a redirect leads, without its query
    page: str

    @property
    def json(self):
        return json.loads(self.page)


class Still(HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


class Browser:
    """One person's. ``address`` is whom the proxy says it comes from, ``session`` a signed-in one."""

    def __init__(self, origin, ledger, *, address="10.0.0.1", session=""):
        self.origin, self.ledger, self.address = origin, ledger, address
        self.session, self.jar = session, CookieJar()
        handlers = [ProxyHandler({}), HTTPCookieProcessor(self.jar), Still()]
        self.opener = build_opener(*handlers)

    def get(self, path):
        return self._send(Request(self.origin + path))

    def post(self, path, form, files=()):
        """Send a form with its token; ``files`` are (name of the field, name of the file, bytes)."""
        fields = {"csrfmiddlewaretoken": self.token, **form}
        if files:
            kind, body = _multipart(fields, files)
        else:
            kind, body = "application/x-www-form-urlencoded", urlencode(fields).encode()
        headers = {"Content-Type": kind}
        return self._send(Request(self.origin + path, body, headers, method="POST"))

    def put(self, path, body, kind="application/json"):
        headers = {"Content-Type": kind, "X-CSRFToken": self.token}
        return self._send(Request(self.origin + path, body, headers, method="PUT"))

    @property
    def token(self):
        name = settings.CSRF_COOKIE_NAME
        return next((cookie.value for cookie in self.jar if cookie.name == name), "")

    def _send(self, request):
        request.add_header("X-Forwarded-For", self.address)
        if self.session:
            cookies = {settings.SESSION_COOKIE_NAME: self.session}
            cookies[settings.CSRF_COOKIE_NAME] = self.token
            words = "; ".join(f"{name}={value}" for name, value in cookies.items())
            request.add_unredirected_header("Cookie", words)
        try:
            try:
                response = self.opener.open(request, timeout=SECONDS)
            except HTTPError as error:
                response = error
            with response:
                page = response.read().decode()
        except (OSError, HTTPException) as error:
            self.ledger.unanswered(error)
            raise NoAnswer from error
        what = f"{request.get_method()} {_route(request.full_url)}"
        self.ledger.answered(what, response.status, response.headers, page)
        onward = urlsplit(response.headers.get("Location", "")).path
        return Answer(response.status, onward, page)


def _route(url):
    words = urlsplit(url).path.split("/")
    return "/".join("…" if len(word) > 20 else word for word in words)


def _multipart(fields, files):
    mark = uuid.uuid4().hex
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for field, name, data in files:
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        parts += [f"{head}Content-Type: image/jpeg\r\n\r\n".encode(), data, b"\r\n"]
    return f"multipart/form-data; boundary={mark}", b"".join(
        [*parts, f"--{mark}--\r\n".encode()]
    )
