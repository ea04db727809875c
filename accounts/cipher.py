"""Keeps unreadable, in a stolen copy of the database, what the database must not tell."""

from base64 import urlsafe_b64encode
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


def encrypt(text):
    """Encrypt a secret of the second factor."""
    return cipher("accounts.cipher", site_keys()).encrypt(text.encode()).decode()


def decrypt(text):
    """Read what ``encrypt`` wrote, also under a key of SECRET_KEY_FALLBACKS."""
    return cipher("accounts.cipher", site_keys()).decrypt(text.encode()).decode()


def cipher(purpose, keys):
    """Return what encrypts under the first of ``keys`` and reads under any of them.

    The keys in use are derived from these and from ``purpose``: what was written for one purpose
    does not open for another.
    """
    return _cipher(purpose, tuple(keys))


def site_keys():
    """Return SECRET_KEY and those before it, newest first."""
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


@cache
def _cipher(purpose, keys):
    return MultiFernet([Fernet(_derive(purpose, key)) for key in keys])


def _derive(purpose, key):
    mac = salted_hmac(purpose, "", secret=key, algorithm="sha256")
    return urlsafe_b64encode(mac.digest())
