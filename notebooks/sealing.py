"""Seals what only one service may read: JSON under keys that no other row or service opens.

The keys are CONFIDENTIAL_KEYS, newest first; without them, at home, those of the site. Each
service has its own, derived from them.
"""

import json

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core import checks

from accounts.cipher import cipher, site_keys

NOT_A_KEY = "CONFIDENTIAL_KEYS: key number {place} is not a Fernet key."
MAKE_ONE = (
    'Make one: python3 -c "import base64, os; '
    'print(base64.urlsafe_b64encode(os.urandom(32)).decode())"'
)


class Unreadable(Exception):
    """The text was sealed with a key we do not have, for another row, or was touched."""


def seal(data, service, pk):
    """Return ``data`` (what JSON holds) as ciphertext of the note ``pk`` of a ``Service``."""
    body = {"service": str(service), "note": pk, "data": data}
    text = json.dumps(body, ensure_ascii=False)
    return _cipher(service).encrypt(text.encode()).decode()


def unseal(text, service, pk):
    """Return what ``seal`` was given for the same service and note; raise ``Unreadable``."""
    try:
        body = json.loads(_cipher(service).decrypt(text.encode()))
    except InvalidToken:
        raise Unreadable from None
    if (body["service"], body["note"]) != (str(service), pk):
        raise Unreadable
    return body["data"]


def reseal(text, service):
    """Return the ciphertext under the first key, the same text when it already is.

    Raise ``Unreadable`` when no key opens it.
    """
    token = text.encode()
    try:
        _cipher(service, _keys()[:1]).decrypt(token)
    except InvalidToken:
        try:
            return _cipher(service).rotate(token).decode()
        except InvalidToken:
            raise Unreadable from None
    return text


def check_keys(app_configs, **kwargs):
    """Refuse, as a Django check, keys that are not Fernet's: any other text may be guessed."""
    return [
        checks.Error(
            NOT_A_KEY.format(place=place), hint=MAKE_ONE, id="interventions.E1"
        )
        for place, key in enumerate(settings.CONFIDENTIAL_KEYS, 1)
        if not _is_key(key)
    ]


def _keys():
    return settings.CONFIDENTIAL_KEYS or site_keys()


def _cipher(service, keys=None):
    return cipher(f"interventions.sealing.{service}", keys or _keys())


def _is_key(text):
    try:
        Fernet(text)
    except ValueError:
        return False
    return True
