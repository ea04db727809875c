"""Copies a PostgreSQL database that is in use, and fills an empty one in a single transaction."""

import os
import subprocess
import tempfile
from contextlib import contextmanager, suppress

from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient

from cremona_safety.backups import BackupRefused
from cremona_safety.backups.contents import ask_here

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
# what is whose belongs to the server, and pg_trgm may be there already with a comment not ours
OURS = ["--no-owner", "--no-privileges", "--no-comments"]

ABSENT = "{program} is not on this machine: install postgresql-client, of the server's version."
FAILED = "{program} failed, nothing was written:\n{words}"


def is_empty():
    return not connection.introspection.table_names()


@contextmanager
def snapshot():
    """Yield (function that asks the database, its dump), both as it is now; writers go on."""
    with transaction.atomic(), tempfile.TemporaryFile() as words:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        [[name]] = ask_here("SELECT pg_export_snapshot()")
        options = ["--format=custom", f"--snapshot={name}", *OURS]
        dump = _run("pg_dump", options, stdout=subprocess.PIPE, stderr=words)
        with _ended(dump, words):
            yield ask_here, dump.stdout


def fill(pieces):
    """Fill the empty database from the pieces of a dump: all of it, or nothing at the first error."""
    with tempfile.TemporaryFile() as words:
        options = ["--single-transaction", "--exit-on-error", *OURS]
        restore = _run("pg_restore", options, stdin=subprocess.PIPE, stderr=words)
        with _ended(restore, words):
            for piece in pieces:
                restore.stdin.write(piece)
            restore.stdin.close()


@contextmanager
def _ended(process, words):
    """Wait for a program's end; raise ``BackupRefused`` with its words when it fails."""
    try:
        yield
    except BrokenPipeError:
        pass  # it ended before us, and says why
    except BaseException:
        process.kill()
        raise
    finally:
        for pipe in filter(None, [process.stdin, process.stdout]):
            with suppress(BrokenPipeError):
                pipe.close()
        process.wait()
    if process.returncode:
        words.seek(0)
        said = words.read().decode(errors="replace").strip()
        raise BackupRefused(FAILED.format(program=process.args[0], words=said))


def _run(program, options, **pipes):
    arguments, password = DatabaseClient.settings_to_cmd_args_env(
        connection.settings_dict, []
    )
    *server, name = arguments[1:]
    command = [program, *options, *server, f"--dbname={name}"]
    try:
        return subprocess.Popen(command, env=os.environ | (password or {}), **pipes)
    except FileNotFoundError:
        raise BackupRefused(ABSENT.format(program=program)) from None
