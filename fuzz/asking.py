"""One request after the other, each undone, and what is wrong with its answer."""

import re
import traceback
import zipfile
from collections import Counter
from contextlib import suppress
from io import BytesIO
from urllib.parse import unquote_to_bytes

from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from fuzz.house import SECRETS

WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)', re.IGNORECASE)
# who looks leaves a session, a row of the trail and a count of the limits; and what is read is marked
LOOKING = {"django_session", "accounts_auditentry", "accounts_throttle"}
MARKED = {"report_detail": {"reports_message"}}
RAW = (b"<script>fuzz()", b"<img src=x onerror=fuzz()>")


class Asker:
    """Asks as a role and judges; ``faults`` counts what was wrong; the first of each is printed."""

    def __init__(self, house):
        self.house = house
        self.statuses, self.faults = Counter(), Counter()
        self.written = set()

    def ask(
        self, role, method, address, declared="", body=b"", headers=None, csrf=False
    ):
        """Ask and return the answer, None if there was an exception; what it wrote is undone."""
        cache.clear()  # the limits of who asks too much, which are tried elsewhere
        self.written.clear()
        said = (
            f"{role} {method} {address[:200]} {declared[:80]} {body[:200]!r} {headers}"
        )
        environ = self._environ(method, address, declared, body, headers or {})
        try:
            with transaction.atomic(), connection.execute_wrapper(self._watch):
                response = self._client(role, csrf).request(**environ)
                content = _whole(response)
                transaction.set_rollback(True)
        except Exception as error:
            self.statuses["exception"] += 1
            self._blame(
                f"exception {_where(error)}", f"{said}\n{traceback.format_exc(-6)}"
            )
            return None
        self.statuses[response.status_code] += 1
        for wrong in self._wrongs(role, method, response, content):
            self._blame(wrong, said)
        return response

    def _client(self, role, csrf):
        client = Client(enforce_csrf_checks=csrf)
        if role == "anonymous":
            for name, value in self.house["citizen"].items():
                client.cookies[name] = value
        else:
            client.cookies["sessione"] = self.house["sessions"][role]
        if csrf:
            client.cookies["csrftoken"] = "a" * 32
        return client

    def _environ(self, method, address, declared, body, headers):
        path, _, query = address.partition("?")
        return {
            "REQUEST_METHOD": method,
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "CONTENT_TYPE": declared,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
        } | headers

    def _watch(self, execute, sql, params, many, context):
        if found := WRITES.match(sql):
            self.written.add(found[1])
        return execute(sql, params, many, context)

    def _wrongs(self, role, method, response, content):
        found = response.wsgi_request.resolver_match
        route = found.url_name if found else "no address"
        if response.status_code >= 500 and route != "readyz":
            yield f"{response.status_code} of {route}"
        if b"Traceback (most" in content:
            yield f"traceback in {route}"
        for word, readers in SECRETS.items():
            if role not in readers and word.encode() in content:
                yield f"{word} told to {role} by {route}"
        is_page = response.get("Content-Type", "").startswith("text/html")
        if is_page and any(raw in content for raw in RAW):
            yield f"script not escaped by {route}"
        written = self.written - LOOKING - MARKED.get(route, set())
        if method in {"GET", "HEAD"} and written:
            yield f"{', '.join(sorted(written))} written by GET of {route}"

    def _blame(self, wrong, example):
        self.faults[wrong] += 1
        if self.faults[wrong] == 1:
            print(f"\nWRONG  {wrong}\n{example}", flush=True)


def _whole(response):
    """Return all that was answered, what a sheet holds unpacked."""
    content = response.getvalue() if not response.streaming else b"".join(response)
    if content.startswith(b"PK"):
        with suppress(zipfile.BadZipFile), zipfile.ZipFile(BytesIO(content)) as sheet:
            return b"".join(sheet.read(name) for name in sheet.namelist())
    return content


def _where(error):
    """Return an exception and the line of ours that it came through last."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [
        f for f in frames if ".venv" not in f.filename and "/fuzz/" not in f.filename
    ]
    last = (ours or frames)[-1]
    return f"{type(error).__name__} at {last.filename.rpartition('/')[2]}:{last.lineno}"
