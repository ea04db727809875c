"""The secret key that opens a report, beside its public code."""

import base64
import re

from django.conf import settings
from django.utils.crypto import salted_hmac

from texts.codes import SEPARATORS, opens, tidy_code

KEY_BITS = 128
LINK = re.compile(r"/segnalazioni/([^/?#]+)(?:/([^/?#>]+))?", re.IGNORECASE)
SPACES = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]")  # a mail breaks a long line


def derive_key(draft_key, secret=None):
    """Return the key of a report: 26 letters and figures, 128 bits.

    It is an HMAC of the report's ``draft_key`` under the secret key of the portal, so a mail can
    carry the link again although the database holds only a hash of it.
    """
    digest = salted_hmac(
        "reports.key", str(draft_key), secret=secret, algorithm="sha256"
    ).digest()
    return base64.b32encode(digest[: KEY_BITS // 8]).decode().rstrip("=").lower()


def key_of(report):
    """Return the key of a report, or None when its secret key is no longer configured.

    After a change of ``SECRET_KEY`` the keys already given out stay those of the old one: they
    are rebuilt as long as it is listed in ``SECRET_KEY_FALLBACKS``.
    """
    for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        key = derive_key(report.draft_key, secret)
        if opens(key, report.key_hash):
            return key
    return None


def parts_of_link(text):
    """Return (code, key) of a link as people paste it, of whatever host, or None.

    The key is "" in what the address bar shows, which holds the code alone.
    """
    found = LINK.search(SPACES.sub("", text))
    code = tidy_code(found[1]) if found else ""
    return (code, found[2] or "") if code else None


def tidy_key(text):
    """Return a key as people may have typed it: its alphabet has no 0 and no 1."""
    plain = SEPARATORS.sub("", text.lower())
    return plain.replace("0", "o").replace("1", "l")[:64]
