"""Finds in a text that others will read what could point at a person."""

import re
from dataclasses import dataclass
from functools import cache

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from texts.guard import formats, rules
from texts.guard.plain import plain_text
from texts.guard.tags import tags_of


class PersonalData(TextChoices):
    """What points at a person, with the words that say it; the citizens read them in English too."""

    NAME = "name", _("il nome di una persona")
    PLATE = "plate", _("una targa")
    PHONE = "phone", _("un numero di telefono")
    EMAIL = "email", _("un indirizzo email")
    FISCAL_CODE = "fiscal_code", _("un codice fiscale")
    ADDRESS = "address", _("l’indirizzo di casa di una persona")
    WEB = "web", _("un indirizzo web")


@dataclass(frozen=True, order=True)
class Found:
    """Where it is: ``text[start:end]``, of the text as it was typed."""

    start: int
    end: int
    what: PersonalData


# on a page that others read these have no place at all; of a name or a home it is asked first
REFUSED = frozenset(PersonalData) - {PersonalData.NAME, PersonalData.ADDRESS}

SHARED = "{where} sembra esserci {found}: toglilo. Qui si scrive di luoghi e situazioni, mai di persone."


def find_personal_data(text, places=frozenset()):
    """Return what seems personal in ``text``, in its order.

    ``places`` are the town's own names, comparable (``texts.guard.lexicon.entry``): of a square
    named after a person it is known that it is a square.
    """
    plain, spans = plain_text(text)
    shapes = _shapes(plain)
    words = [one for one in _words(plain, places) if not _inside(one, shapes)]
    found = [*shapes, *words]
    return sorted(
        Found(spans[start][0], spans[end - 1][1], what) for start, end, what in found
    )


def _inside(one, others):
    return any(start <= one[0] and one[1] <= end for start, end, _ in others)


def personal_data_error(text, where="", *, sentence=SHARED):
    """Return the sentence that refuses ``text``, with what was ``{found}`` in it, or "".

    The sentence for what is shared begins with ``where``: "Nella nota", "Nello scopo".
    """
    found = {one.what for one in find_personal_data(text)} & REFUSED
    if found:
        return sentence.format(where=where, found=said(found))
    return ""


def said(kinds):
    """Return the words for these kinds, in their order: "una targa e un indirizzo email"."""
    return " e ".join(str(what.label) for what in PersonalData if what in kinds)


@cache
def _patterns():
    return {
        PersonalData(what): [formats.compiled(*one) for one in ones]
        for what, ones in formats.PATTERNS.items()
    }


@cache
def _not_these():
    return [formats.compiled(one, "i") for one in formats.NOT_THESE]


def _shapes(plain):
    found = []
    for what, patterns in _patterns().items():
        if what == PersonalData.PLATE:
            for pattern in _not_these():
                plain = _without(plain, list(pattern.finditer(plain)))
        for pattern in patterns:
            matches = list(pattern.finditer(plain))
            found += [(*match.span(match.lastindex or 0), what) for match in matches]
            plain = _without(plain, matches)
    return found


def _without(plain, matches):
    """Return the text with what was read taken out, every other character where it was."""
    pieces, at = [], 0
    for match in matches:
        pieces += [plain[at : match.start()], "\0" * len(match[0])]
        at = match.end()
    return "".join([*pieces, plain[at:]]) if pieces else plain


@cache
def _readers():
    return [
        (PersonalData.NAME, _one_of([*rules.PLACES, *rules.NAMES])),
        (PersonalData.ADDRESS, _one_of(rules.ADDRESSES)),
    ]


def _one_of(patterns):
    return re.compile("|".join(patterns))


def _words(plain, places):
    tags, spans = tags_of(plain, places)
    for what, reader in _readers():
        for match in reader.finditer(tags):
            if match.lastindex:
                start, end = match.span(match.lastindex)
                last = spans[end // 2 - 1][1]
                if what == PersonalData.ADDRESS and plain[last - 1] == ".":
                    last -= 1  # «scala B.»: it ends the sentence
                yield spans[start // 2][0], last, what
