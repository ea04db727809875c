"""Keeps the secrets of the second factor unreadable in a stolen copy of the database."""

from base64 import urlsafe_b64encode

# comes with django-allauth[mfa]
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


def encrypt(text):
    return _cipher().encrypt(text.encode()).decode()


def decrypt(text):
    """Read what ``encrypt`` wrote, also under a key of SECRET_KEY_FALLBACKS."""
    return _cipher().decrypt(text.encode()).decode()


def _cipher():
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derive(key)) for key in keys])


def _derive(key):
    mac = salted_hmac("accounts.cipher", "", secret=key, algorithm="sha256")
    return urlsafe_b64encode(mac.digest())
