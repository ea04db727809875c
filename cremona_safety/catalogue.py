"""The English catalogue of the citizen pages, without GNU gettext: Babel reads, checks, compiles.

Italian is the source: a string is written in Italian in templates and code, translated in
``locale/en``. Staff pages are Italian in place and hold no string to translate.
"""

import re
from collections import defaultdict
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

CATALOGUE = settings.BASE_DIR / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = "# English for the citizen pages. Written by `manage.py translations`: edit msgstr only."
# dates and tool versions would change the file at every run
IDLE_HEADERS = re.compile(
    rb'"(POT-Creation-Date|PO-Revision-Date|Project-Id-Version|Report-Msgid-Bugs-To'
    rb"|Last-Translator|Language-Team|Generated-By):[^\n]*\n"
)
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]*\}")


def extracted():
    """Read every string of the citizen pages from templates and code, with where it is used."""
    catalogue = Catalog(locale="en", header_comment=HEADER, fuzzy=False)
    for path, source in _sources():
        name = str(path.relative_to(settings.BASE_DIR))
        for _, message, comments, context in extract(
            "python", BytesIO(source), KEYWORDS
        ):
            flags = ["python-format"] if "%(" in str(message) else []
            catalogue.add(
                message,
                locations=[(name, None)],
                auto_comments=comments,
                context=context,
                flags=flags,
            )
    return catalogue


def stored():
    """Read the catalogue of the repository, empty when there is none."""
    if not CATALOGUE.exists():
        return Catalog(locale="en", charset="utf-8")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def update():
    """Bring new strings in, drop the ones nobody uses; return how many wait a translation."""
    catalogue, known = extracted(), stored()
    for message in catalogue:
        old = known.get(message.id, message.context) if message.id else None
        if old is not None:
            message.string = old.string
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    buffer = BytesIO()
    write_po(buffer, catalogue, sort_output=True, width=96)
    CATALOGUE.write_bytes(IDLE_HEADERS.sub(b"", buffer.getvalue()))
    return sum(1 for _ in _missing(catalogue))


def problems():
    """List, as sentences, what keeps the catalogue from being complete and current."""
    found, known = extracted(), stored()
    lines = []
    for message in filter(lambda m: m.id, found):
        old = known.get(message.id, message.context)
        if old is None:
            lines.append(f"not in the catalogue: {_text(message)}")
        elif not _translated(old):
            lines.append(f"not translated: {_text(message)}")
        elif old.fuzzy:
            lines.append(f"fuzzy: {_text(message)}")
        elif not _same_placeholders(old):
            lines.append(f"other placeholders: {_text(message)}")
    for message in filter(lambda m: m.id, known):
        if found.get(message.id, message.context) is None:
            lines.append(f"used nowhere: {_text(message)}")
    lines += [f"obsolete: {key}" for key in known.obsolete]
    return lines


def compile_catalogue():
    """Write the binary catalogue beside the text one; Django reads only the binary."""
    with CATALOGUE.with_suffix(".mo").open("wb") as file:
        write_mo(file, stored())


def _sources():
    """Yield (path, Python source) of each file that may hold a string to translate."""
    for path in sorted((settings.BASE_DIR / "templates").rglob("*")):
        if path.suffix in {".html", ".txt"}:
            text = path.read_text("utf-8")
            source = templatize(text, origin=str(path))
            # Babel's reader of Python stumbles over the indentation of a template
            yield path, "\n".join(map(str.lstrip, source.splitlines())).encode()
    for folder in [*settings.OUR_APPS, *settings.GROUND]:
        for path in sorted((settings.BASE_DIR / folder).rglob("*.py")):
            yield path, path.read_bytes()


def _missing(catalogue):
    return (message for message in catalogue if message.id and not _translated(message))


def _translated(message):
    strings = (
        message.string
        if isinstance(message.string, (tuple, list))
        else [message.string]
    )
    return all(strings)


def _same_placeholders(message):
    ids = message.id if isinstance(message.id, (tuple, list)) else [message.id]
    strings = (
        message.string
        if isinstance(message.string, (tuple, list))
        else [message.string]
    )
    wanted = defaultdict(set)
    for text in ids:
        wanted["id"] |= set(PLACEHOLDER.findall(text))
    for text in strings:
        wanted["string"] |= set(PLACEHOLDER.findall(text))
    return wanted["id"] == wanted["string"]


def _text(message):
    return message.id if isinstance(message.id, str) else message.id[0]
