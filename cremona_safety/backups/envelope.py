"""One long file in sealed pieces: whatever is changed, cut, moved or added shows, in little memory.

AES-GCM seals each piece under its number and whether it is the last (the STREAM construction). The
key is BACKUP_KEY; without it a key that everybody has: accidents show all the same, thieves read.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from cremona_safety.backups import BackupRefused

MAGIC = b"urban-safety backup 1\n"
SEALED, OPEN = b"sealed\n", b"opened\n"
SALT, PROOF, TAG = 16, 8, 16  # bytes
HEADER = len(MAGIC) + len(SEALED) + SALT + PROOF
PIECE = 64 * 1024  # bytes of what is kept, in each piece
EVERYBODYS = bytes(32)

NOT_OURS = "This is not a backup of the portal."
NEEDS_KEY = "This backup is encrypted: write its key in BACKUP_KEY."
OTHER_KEY = "BACKUP_KEY is not the key of this backup: write the one it was made with."
NOT_SEALED = (
    "This backup is not encrypted, and BACKUP_KEY is set: anybody may have written it. "
    "If you trust it, unset BACKUP_KEY."
)
BROKEN = "This backup is damaged or cut short, at byte {at}. Take another one."


class Sealer:
    """Writes to a binary file; nothing is whole until ``finish``."""

    def __init__(self, file, key):
        salt = os.urandom(SALT)
        proof, self._seal = _keys(key, salt)
        self._header = MAGIC + (SEALED if key else OPEN) + salt + proof
        self._file, self._waiting, self._number = file, bytearray(), 0
        file.write(self._header)

    def write(self, data):
        self._waiting += data
        while len(self._waiting) > PIECE:  # what may be the last piece waits
            self._put(self._waiting[:PIECE], last=False)
            del self._waiting[:PIECE]
        return len(data)

    def finish(self):
        self._put(self._waiting, last=True)

    def _put(self, piece, *, last):
        nonce = _nonce(self._number, last)
        self._file.write(self._seal.encrypt(nonce, bytes(piece), self._header))
        self._number += 1


class Unsealer:
    """Reads from a buffered binary file what ``Sealer`` wrote; raises ``BackupRefused``."""

    def __init__(self, file, key):
        self._header = file.read(HEADER)
        _refuse_other_kinds(self._header, key)
        salt = self._header[-SALT - PROOF : -PROOF]
        proof, self._seal = _keys(key, salt)
        if proof != self._header[-PROOF:]:
            raise BackupRefused(OTHER_KEY if key else BROKEN.format(at=0))
        self._file, self._waiting, self._number = file, bytearray(), 0
        self._ended = False

    def read(self, size):
        """Return up to ``size`` bytes, fewer only at the end."""
        while len(self._waiting) < size and not self._ended:
            self._waiting += self._next()
        data = bytes(self._waiting[:size])
        del self._waiting[:size]
        return data

    def _next(self):
        at = self._file.tell()
        sealed = self._file.read(PIECE + TAG)
        self._ended = not self._file.peek(1)
        nonce = _nonce(self._number, self._ended)
        self._number += 1
        try:
            return self._seal.decrypt(nonce, sealed, self._header)
        except InvalidTag:
            raise BackupRefused(BROKEN.format(at=at)) from None


def _refuse_other_kinds(header, key):
    kind = header[len(MAGIC) : len(MAGIC + SEALED)]
    if not header.startswith(MAGIC) or kind not in {SEALED, OPEN}:
        raise BackupRefused(NOT_OURS)
    if len(header) < HEADER:
        raise BackupRefused(BROKEN.format(at=len(header)))
    if kind == SEALED and not key:
        raise BackupRefused(NEEDS_KEY)
    if kind == OPEN and key:
        raise BackupRefused(NOT_SEALED)


def _keys(key, salt):
    """Return what tells the right key from another, and what seals with it in this one file."""
    derivation = HKDF(SHA256(), PROOF + 32, salt, MAGIC)
    derived = derivation.derive(key or EVERYBODYS)
    return derived[:PROOF], AESGCM(derived[PROOF:])


def _nonce(number, last):
    return number.to_bytes(11, "big") + bytes([last])
