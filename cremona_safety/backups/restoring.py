"""Puts a backup back into an empty place: all of it, or nothing at the first thing that is wrong."""

import os
import shutil
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts.services import record
from cremona_safety.backups import BackupRefused, contents
from cremona_safety.backups.archive import database_of, photos_of, verify
from cremona_safety.backups.envelope import Unsealer
from cremona_safety.backups.keys import backup_key, refuse_missing
from cremona_safety.backups.making import ENGINES, alone_in, known_migrations
from cremona_safety.programme.source import Source
from jobs.models import JobRun

JOB = "restore"

OTHER_COMUNE = (
    "This backup is of the Comune with ISTAT code {theirs}, PROGRAMME_FILE of {ours}."
)
OTHER_ENGINE = "This backup was made on {theirs}, DATABASE_URL leads to {ours}."
NEWER = "A newer portal made this backup ({names}): install that version first."
NOT_EMPTY = (
    "{what} is not empty: a restore writes only into an empty place. "
    "deploy/README.md says how to make one."
)
STOPPED = "The restore stopped, and may be repeated: {error}"
OTHER_ROWS = "The database was restored, and has other rows than the backup: {tables}."


def restore(path, *, without_keys=False):
    """Restore a backup and return its Manifest; raise ``BackupRefused``.

    The file is read to its end before anything is written. Photos wait aside, the database comes
    in one transaction, then the photos take their place; older tables are migrated.
    """
    key = backup_key()
    try:
        with open(path, "rb") as file:
            manifest = verify(Unsealer(file, key))
            _refuse_unfit(manifest)
            if not without_keys:
                refuse_missing(manifest.keys)
            settings.VAR.mkdir(parents=True, exist_ok=True)
            with alone_in(settings.VAR):
                _put_back(manifest, lambda: _from_the_start(file, key))
    except OSError as error:
        raise BackupRefused(STOPPED.format(error=error)) from error
    if known_migrations() - set(manifest.migrations):
        call_command("migrate", interactive=False, verbosity=0)
    _leave_a_trace(manifest)
    return manifest


def _leave_a_trace(manifest):
    """Say in the trail, and on the page of the jobs, that from here on it is a copy's."""
    rows = f"{sum(manifest.rows.values())} righe"
    run = JobRun.objects.create(
        name=JOB, state=JobRun.State.DONE, finished_at=timezone.now(), detail=rows
    )
    told = {"made_at": manifest.made_at, "head": manifest.head}
    record("accounts.backup_restored", run, by=None, after=told)


def _from_the_start(file, key):
    file.seek(0)
    return Unsealer(file, key)


def _refuse_unfit(manifest):
    rows = Source(Path(settings.PROGRAMME_FILE)).rows("municipality")
    ours = next((row.get("istat_code") for row in rows), None)
    if manifest.comune != ours:
        raise BackupRefused(OTHER_COMUNE.format(theirs=manifest.comune, ours=ours))
    if manifest.engine != connection.vendor:
        raise BackupRefused(
            OTHER_ENGINE.format(theirs=manifest.engine, ours=connection.vendor)
        )
    if newer := set(manifest.migrations) - known_migrations():
        raise BackupRefused(NEWER.format(names=", ".join(sorted(newer))))


def _put_back(manifest, opened):
    """Fill database and photos; ``opened()`` gives the backup from its start."""
    engine = ENGINES[connection.vendor]
    media = settings.MEDIA_ROOT
    unpacking, unpacked = (
        media.with_name(f"{media.name}.{word}") for word in ("unpacking", "unpacked")
    )
    if media.exists() and any(media.iterdir()):
        raise BackupRefused(NOT_EMPTY.format(what=media))
    if engine.is_empty():
        try:
            _unpack(photos_of(opened()), unpacking, unpacked)
            engine.fill(database_of(opened()))
        except (BackupRefused, OSError):
            _forget(unpacking, unpacked)
            raise
    elif not (unpacked.exists() and _rows(engine) == manifest.rows):
        # else a restore was stopped just there: only the photos are left to do
        raise BackupRefused(NOT_EMPTY.format(what="The database"))
    unpacked.rename(media)
    _refuse_other_rows(manifest.rows, _rows(engine))


def _unpack(photos, unpacking, unpacked):
    """Write the photos to a folder that has the name ``unpacked`` once it is whole."""
    _forget(unpacking, unpacked)  # of one that was killed
    unpacking.mkdir(parents=True)
    for name, file in photos:
        path = unpacking / name
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as copy:
            shutil.copyfileobj(file, copy)
    os.sync()
    unpacking.rename(unpacked)


def _forget(*folders):
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _rows(engine):
    return contents.rows(contents.ask_here, engine.TABLES)


def _refuse_other_rows(wanted, found):
    if tables := [
        name for name in wanted | found if wanted.get(name) != found.get(name)
    ]:
        raise BackupRefused(OTHER_ROWS.format(tables=", ".join(tables)))
