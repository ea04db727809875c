"""The keys a backup needs and never holds: told apart by fingerprints, checked before a restore."""

from base64 import urlsafe_b64decode
from binascii import Error as NotBase64

from django.conf import settings
from django.utils.crypto import salted_hmac

from accounts.cipher import site_keys
from cremona_safety.backups import BackupRefused

NOT_A_KEY = (
    "BACKUP_KEY is not a key. Make one: "
    'python3 -c "import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())"'
)
NOT_APART = (
    "BACKUP_KEY is one of CONFIDENTIAL_KEYS: who opens a backup would read the notes. "
    "Make another one."
)
MISSING = (
    "You do not have {count} of the keys this backup was made under: {opens}.\n"
    "Write them in {names}. If they are lost, --without-keys restores all the rest."
)
OPENS = {
    "CONFIDENTIAL_KEYS": "confidential notes would stay closed",
    "SECRET_KEY": "people would have to set up their second factor again",
}


def backup_key():
    """Return the 32 bytes of BACKUP_KEY, or None when there is none; raise ``BackupRefused``."""
    if not settings.BACKUP_KEY:
        return None
    if settings.BACKUP_KEY in settings.CONFIDENTIAL_KEYS:
        raise BackupRefused(NOT_APART)
    try:
        key = urlsafe_b64decode(settings.BACKUP_KEY)
    except (NotBase64, ValueError):
        key = b""
    if len(key) != 32:
        raise BackupRefused(NOT_A_KEY)
    return key


def fingerprints():
    """Return, for each setting that holds keys, what tells them apart and says nothing of them."""
    keys = {
        "CONFIDENTIAL_KEYS": settings.CONFIDENTIAL_KEYS or site_keys(),
        "SECRET_KEY": site_keys(),
    }
    return {name: [_fingerprint(key) for key in own] for name, own in keys.items()}


def refuse_missing(wanted):
    """Raise ``BackupRefused`` when a key with one of these fingerprints is not here."""
    here = fingerprints()
    missing = {name: set(own) - set(here.get(name, ())) for name, own in wanted.items()}
    names = [name for name, own in missing.items() if own]
    if names:
        raise BackupRefused(
            MISSING.format(
                count=sum(map(len, missing.values())),
                opens="; ".join(OPENS.get(name, name) for name in names),
                names=" and ".join(names),
            )
        )


def _fingerprint(key):
    mac = salted_hmac("backups.fingerprint", "", secret=key, algorithm="sha256")
    return mac.hexdigest()[:16]
