"""The catalogues of the portal, without GNU gettext: Babel reads, checks, compiles.

Italian is the source: a string of the citizen pages is written in Italian in templates and code,
translated in ``locale/en``. Staff pages are Italian in place and hold no string to translate.
``locale/it`` holds the few sentences of Django and of other packages that we say better, and its
days and months, which Italian writes without a capital.
"""

import os
import re
from io import BytesIO
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.conf import settings
from django.utils.translation.template import templatize

FILE = Path("LC_MESSAGES", "django.po")
LOCALE = settings.BASE_DIR / "locale"
CATALOGUE = LOCALE / "en" / FILE
SAID_BETTER = LOCALE / "it" / FILE
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
    return _read(CATALOGUE, "en")


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
    """List, as sentences, what keeps the English catalogue from being complete and current."""
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


def problems_of_said_better():
    """List, as sentences, what of ``locale/it`` an installed package does not say, or not so."""
    said = {(message.context, message.id) for message in _said_by_packages()}
    lines = []
    for message in filter(lambda m: m.id, _read(SAID_BETTER, "it")):
        if (message.context, message.id) not in said:
            lines.append(f"no package says: {_text(message)}")
        elif not _translated(message) or message.fuzzy:
            lines.append(f"not said better: {_text(message)}")
        elif not _placeholders(message.string) <= _placeholders(message.id):
            lines.append(f"other placeholders: {_text(message)}")
    return lines


def compile_catalogues():
    """Write the binary catalogues beside the text ones; Django reads only the binary.

    Each appears whole, so that who reads meanwhile finds the one before.
    """
    for path in LOCALE.glob(f"*/{FILE}"):
        half = path.with_suffix(f".{os.getpid()}")
        with half.open("wb") as file:
            write_mo(file, _read(path, path.parts[-3]))
        half.replace(path.with_suffix(".mo"))


def _read(path, language):
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _said_by_packages():
    """Yield the messages of Django and of the installed apps, from their English source."""
    folders = [Path(app.path) for app in apps.get_app_configs()]
    for folder in [Path(django.__file__).parent / "conf", *folders]:
        source = folder / "locale" / "en" / FILE
        if source.exists():
            yield from filter(lambda m: m.id, _read(source, "en"))


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
    return _placeholders(message.id) == _placeholders(message.string)


def _placeholders(texts):
    texts = texts if isinstance(texts, (tuple, list)) else [texts]
    return {name for text in texts for name in PLACEHOLDER.findall(text)}


def _text(message):
    return message.id if isinstance(message.id, str) else message.id[0]
