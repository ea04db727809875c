"""Codes people copy by hand, and the secret keys of links: drawn, typed, compared."""

import hashlib
import re
import secrets

from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare

# without 0 O, 1 I L and U, that people confuse when they copy by hand or read aloud
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6
TRIES = 5  # one code in 729 million is taken
# a space, seen or not, a dash of any length
SEPARATORS = re.compile(r"[\s\u200b-\u200d\u2060\ufeff./_\-\u00ad\u2010-\u2015\u2212]")
TYPED_CODE = re.compile(rf"([A-Z]{{2,4}})([0-9]{{4}})([A-Z0-9]{{{LENGTH}}})")


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
    """Return a code as people may have typed it, in its own form; "" when it cannot be one."""
    found = TYPED_CODE.fullmatch(SEPARATORS.sub("", text.upper()))
    return "-".join(found.groups()) if found else ""


class CodeConverter:
    """A code in an address, as people may have typed it; no word of an address looks like one."""

    regex = rf"[A-Za-z]{{2,4}}[-_]?[0-9]{{4}}[-_]?[A-Za-z0-9]{{{LENGTH}}}"

    def to_python(self, typed):
        return tidy_code(typed)

    def to_url(self, code):
        return code


def hash_key(key):
    return hashlib.sha256(key.encode()).hexdigest()


def opens(key, key_hash):
    """Tell, in a time that does not depend on the key, whether it is the one of ``key_hash``."""
    return constant_time_compare(hash_key(key), key_hash)
