"""Copies a SQLite database that is in use, and puts a copy where there is none."""

import os
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
)


def is_empty():
    """Tell whether there is no table, and make no file to know it."""
    return not _path().exists() or not connection.introspection.table_names()


@contextmanager
def snapshot():
    """Copy the database as it is now, beside itself; yield (function that asks it, its bytes).

    Writers go on. Raises ``sqlite3.Error`` when there is no room.
    """
    copy = _beside("copy")
    there = f"{_path().as_uri()}?mode=rw"  # it makes none where there is none
    try:
        with (
            closing(sqlite3.connect(there, uri=True)) as source,
            closing(sqlite3.connect(_private(copy))) as database,
        ):
            source.backup(database)  # in one step: no writer makes it begin again
            database.execute("PRAGMA journal_mode=DELETE")  # all in one file
            with copy.open("rb") as file:
                yield lambda sql: database.execute(sql).fetchall(), file
    finally:
        _forget(copy)


def fill(pieces):
    """Write the database from the pieces of its file: it is there all at once, or not at all."""
    whole = _beside("restoring")
    try:
        with _private(whole).open("wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        connection.close()
        _forget(_path())  # an empty one, made by who looked
        whole.rename(_path())
    finally:
        _forget(whole)


def _private(path):
    """Make a new empty file that nobody else may read."""
    _forget(path)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    return path


def _forget(path):
    """Take a database away with what SQLite keeps beside it."""
    for rest in ("", "-journal", "-wal", "-shm"):
        path.with_name(path.name + rest).unlink(missing_ok=True)


def _path():
    return Path(connection.settings_dict["NAME"]).absolute()


def _beside(word):
    return _path().with_name(f"{_path().name}.{word}")
