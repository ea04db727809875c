"""Makes a backup while the portal runs, looks at it again, and throws the old ones away."""

import fcntl
import os
import re
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from cremona_safety.backups import BackupRefused, contents, postgresql, sqlite
from cremona_safety.backups.archive import Manifest, Writer, is_plain, verify
from cremona_safety.backups.envelope import Sealer, Unsealer
from cremona_safety.backups.keeping import to_drop
from cremona_safety.backups.keys import backup_key, fingerprints

ENGINES = {"sqlite": sqlite, "postgresql": postgresql}
NAME = "portal-%Y%m%dT%H%M%SZ.backup"
NAMED = re.compile(r"portal-\d{8}T\d{6}Z\.backup")
JOINED = "accounts.0005_trail_links"  # the trail has a head since
ASIDE, LOCK = ".making", ".lock"

NOT_WRITTEN = "No backup was made in {folder}: {error}"
NOTHING = "There is nothing to back up: this portal has no table yet."
SAME_SECOND = "{path} is there already: try again."
DIFFERS = "What was written is not what is read again: see the disk of {folder}."
BUSY = "Another backup or restore is at work in {folder}."


@dataclass(frozen=True)
class Made:
    """A backup that was just made, and the older ones that it lets go."""

    path: Path
    manifest: Manifest
    dropped: list


def make_backup():
    """Write a backup into BACKUP_DIR and return what was Made; raise ``BackupRefused``.

    It stands aside until it was read again: under its own name there is a whole backup or none.
    """
    key, folder, now = backup_key(), Path(settings.BACKUP_DIR), timezone.now()
    path = folder / now.astimezone(UTC).strftime(NAME)
    aside = folder / ASIDE
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with alone_in(folder):
            try:
                manifest = _write(aside, key, now)
                _read_again(aside, key, manifest)
                _name(aside, path)
            finally:
                aside.unlink(missing_ok=True)
            return Made(path, manifest, _drop_old(path))
    except (OSError, sqlite3.Error, DatabaseError) as error:
        raise BackupRefused(NOT_WRITTEN.format(folder=folder, error=error)) from error


@contextmanager
def alone_in(folder):
    """Hold a folder against another backup or restore; raise ``BackupRefused`` if it is held."""
    with (folder / LOCK).open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupRefused(BUSY.format(folder=folder)) from None
        yield


def known_migrations():
    """Return the migrations of this code, as ``app.name``."""
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}


def _write(path, key, now):
    path.unlink(missing_ok=True)  # of one that was killed
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as file:
        sealer = Sealer(file, key)
        writer = Writer(sealer)
        manifest = _write_parts(writer, now)
        writer.finish(manifest)
        sealer.finish()
        file.flush()
        os.fsync(descriptor)
    return manifest


def _write_parts(writer, now):
    engine = ENGINES[connection.vendor]
    if engine.is_empty():
        raise BackupRefused(NOTHING)
    with engine.snapshot() as (ask, stream):
        comune, applied = contents.comune(ask), set(contents.migrations(ask))
        rows, names = contents.rows(ask, engine.TABLES), contents.photos(ask)
        head = contents.head(ask) if JOINED in applied else ""
        database = writer.add_database(stream)
    photos = {name: _write_photo(writer, name) for name in names}
    return Manifest(
        made_at=now.astimezone(UTC).isoformat(timespec="seconds"),
        comune=comune,
        engine=connection.vendor,
        migrations=sorted(applied & known_migrations()),
        rows=rows,
        keys=fingerprints(),
        database=database,
        photos={name: digest for name, digest in photos.items() if digest},
        missing=[name for name, digest in photos.items() if not digest],
        head=head,
    )


def _write_photo(writer, name):
    """Return the SHA-256 of a photo, or None of one that is there no more."""
    if not is_plain(name):
        return None
    try:
        file = (settings.MEDIA_ROOT / name).open("rb")
    except FileNotFoundError:
        return None
    with file:
        return writer.add_photo(name, file, os.fstat(file.fileno()).st_size)


def _read_again(path, key, manifest):
    with path.open("rb") as file:
        if verify(Unsealer(file, key)) != manifest:
            raise BackupRefused(DIFFERS.format(folder=path.parent))


def _name(aside, path):
    if path.exists():
        raise BackupRefused(SAME_SECOND.format(path=path))
    aside.rename(path)


def _drop_old(made):
    """Throw away what the rule does not keep; never what was just made, nor another's file."""
    found = {
        datetime.strptime(path.name, NAME): path
        for path in made.parent.iterdir()
        if NAMED.fullmatch(path.name)
    }
    old = to_drop(
        found,
        days=settings.BACKUP_KEEP_DAYS,
        weeks=settings.BACKUP_KEEP_WEEKS,
        months=settings.BACKUP_KEEP_MONTHS,
    )
    dropped = [found[moment] for moment in old if found[moment] != made]
    for path in dropped:
        path.unlink(missing_ok=True)
    return dropped
