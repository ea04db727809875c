"""Opens the portal as a person would: page after page, following what each one links to."""

import io
import re
from collections import Counter
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve, reverse
from openpyxl import load_workbook

from tests.access_matrix import MATRIX
from tests.programme.words import readable

FEW = 2  # pages of one kind: two outings, two places
ROWS = {row.name: row for row in MATRIX if not row.post}
LINK = re.compile(r'(?:href|src|hx-get)="([^"#]+)')


class Page(NamedTuple):
    """What was opened, and the text of it that a person reads."""

    name: str
    address: str
    text: str


def walk(client, role):
    """Yield a Page for what ``role`` finds by following links, ``FEW`` of each kind."""
    waiting = [reverse(row.name) for row in MATRIX if not row.args]
    waiting += [
        f"{reverse(name)}?formato=xlsx" for name in ROWS if name.endswith("_export")
    ]
    opened, asked = Counter(), set()
    while waiting:
        address = waiting.pop(0)
        name = name_of(address)
        row = ROWS.get(name)
        if address in asked or not row or role not in row.who or opened[name] == FEW:
            continue
        asked.add(address)
        opened[name] += 1
        response = client.get(address)
        yield read(response)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            waiting += links(response.content.decode())


def links(text):
    """Return the addresses of the portal in the links of a page."""
    return [
        found.replace("&amp;", "&").removeprefix(settings.PUBLIC_URL)
        for found in LINK.findall(text)
    ]


def name_of(address):
    """Return the name of the URL that answers at ``address``, None when it is not ours."""
    try:
        return resolve(urlsplit(address).path).url_name
    except Resolver404:
        return None


def read(response):
    """Return the Page of an answer, a workbook too; a PDF and a picture have no text."""
    path = response.request["PATH_INFO"]
    content = b"".join(response) if response.streaming else response.content
    return Page(name_of(path), path, _text(content, response.headers["Content-Type"]))


def _text(content, kind):
    if kind.startswith(("image/", "application/pdf")):
        return ""
    if kind.endswith("spreadsheetml.sheet"):
        book = load_workbook(io.BytesIO(content), read_only=True)
        rows = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
        return readable(" ".join(str(cell) for row in rows for cell in row))
    return readable(content)
