"""Codes people copy by hand, and the secret keys of links: drawn, typed, compared."""

import hashlib
import re
import secrets
import unicodedata
from urllib.parse import unquote

from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare

# without 0 O, 1 I L and U, that people confuse when they copy by hand or read aloud
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6
TRIES = 5  # one code in 729 million is taken
# a space, seen or not, a dash of any length
SEPARATORS = re.compile(r"[\s\u200b-\u200d\u2060\ufeff./_\-\u00ad\u2010-\u2015\u2212]")
LONGEST_TYPED = 300  # characters of a field: a whole address may be pasted there
# what one says of the signs between the parts, who dictates a code
SAID = re.compile(
    r"\b(TRATTIN[OI]|MENO|DASH|HYPHEN|MINUS|BARRA|SLASH|PUNTO|SPAZIO)\b", re.I
)
# in the letters one may read a figure, in the year a letter
PREFIX, YEAR = "([A-Z][A-Z01]{1,3})", "(2[0-9OIL]{3})"
APART = "[^A-Z0-9]{0,5}"
IN_A_TEXT = [
    re.compile(rf"(?<![A-Z0-9]){PREFIX}{apart}{YEAR}{apart}{drawn}(?![A-Z0-9])", re.I)
    for apart, drawn in [
        ("[^A-Z0-9 ]?", f"([A-Z0-9]{{{LENGTH}}})"),
        (APART, f"((?:[A-Z0-9]{APART}){{{LENGTH - 1}}}[A-Z0-9])"),
    ]
]
WITHOUT_SIGNS = re.compile(rf"{PREFIX}{YEAR}([A-Z0-9]{{{LENGTH}}})")
BEGINNING = re.compile(rf"([A-Z]{{2,4}})(2[0-9]{{3}})([A-Z0-9]{{0,{LENGTH - 1}}})")
SIGNS = re.compile("[^A-Z0-9]")
INTRODUCES = re.compile(r".*:|.*://.*|/.*|[^0-9]{1,2}|\W+")
LETTERS, FIGURES = str.maketrans("01", "OI"), str.maketrans("OIL", "011")


def draw_code(prefix, year):
    """Return a code such as ``XX-2026-7F3K9Q``: one of 729 million, in no sequence."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{prefix}-{year}-{drawn}"


def write_under_code(prefix, year, write, *, already=None):
    """Return what ``write(code)`` makes under a code nobody has.

    Each try has a transaction of its own. ``already()`` gives what an earlier or simultaneous
    twin of this request made, or None: it is asked when the database refuses the row. Raise
    ``IntegrityError`` when the row is refused for another reason.
    """
    for _ in range(TRIES - 1):
        try:
            with transaction.atomic():
                return write(draw_code(prefix, year))
        except IntegrityError:
            if already and (twin := already()):
                return twin
    with transaction.atomic():
        return write(draw_code(prefix, year))


def tidy_code(text):
    """Return the one code in a text, in its own form; "" when there is none, or more than one.

    It is found as people type, paste and dictate it: in lower case, with spaces, dashes of any
    length or their names between its parts, inside an address or after a word.
    """
    plain = _plain(text)
    for pattern in IN_A_TEXT:
        if found := {_code(match) for match in pattern.finditer(plain)}:
            return found.pop() if len(found) == 1 else ""
    match = WITHOUT_SIGNS.fullmatch(SIGNS.sub("", plain.upper()))
    return _code(match) if match else ""


def codes_in(text):
    """Return (codes of a text in their own form, the words that may be codes written wrong).

    What introduces a code is no such word: “codice:”, the address it stands in, an article.
    """
    codes, rest = [], _plain(text)
    for pattern in IN_A_TEXT:
        codes += [_code(match) for match in pattern.finditer(rest)]
        rest = pattern.sub(" ; ", rest)
    words = re.split(r"[\s,;]+", rest)
    return codes, [one for one in words if one and not INTRODUCES.fullmatch(one)]


def code_beginning(text):
    """Return how a code begins, as the portal writes it; a text that begins none, as it is."""
    if whole := tidy_code(text):
        return whole
    match = BEGINNING.fullmatch(SEPARATORS.sub("", text.upper()))
    return "-".join(filter(None, match.groups())) if match else text


def _plain(text):
    """Return a text without what is not seen, with a dash for the name of a dash."""
    text = unicodedata.normalize("NFKC", unquote(text))
    seen = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return SAID.sub("-", seen)


def _code(match):
    prefix, year, drawn = (part.upper() for part in match.groups())
    drawn = SIGNS.sub("", drawn)
    return f"{prefix.translate(LETTERS)}-{year.translate(FIGURES)}-{drawn}"


DASH = r"[-_. \u00a0\u00ad\u2010-\u2015\u2212]?"


class CodeConverter:
    """A code in an address, as people may have typed it; no word of an address looks like one."""

    regex = rf"[A-Za-z]{{2,4}}{DASH}[0-9]{{4}}{DASH}[A-Za-z0-9]{{{LENGTH}}}"

    def to_python(self, typed):
        return tidy_code(typed)

    def to_url(self, code):
        return code


def hash_key(key):
    return hashlib.sha256(key.encode()).hexdigest()


def opens(key, key_hash):
    """Tell, in a time that does not depend on the key, whether it is the one of ``key_hash``."""
    return constant_time_compare(hash_key(key), key_hash)
