import fcntl
import shutil
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from cremona_safety.demo_mark import refuse_what_is_real


class Command(BaseCommand):
    help = "Throws the demonstration away (database, photos, mail) and makes it again."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("Only a demonstration is thrown away by this command.")
        refuse_what_is_real()
        if connection.vendor != "sqlite":
            raise CommandError(
                "DATABASE_URL is set: drop and create that database by hand,"
                " then run `make run`."
            )
        if portal_is_running():
            raise CommandError("The portal is running: end it with Ctrl-C first.")
        connection.close()
        throw_away()
        call_command("prepare", stdout=self.stdout)


def portal_is_running():
    """Tell whether deploy/serve.py holds the folder."""
    settings.VAR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR / "running").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def throw_away():
    database = Path(settings.DATABASES["default"]["NAME"])
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    for folder in (settings.MEDIA_ROOT, settings.EMAIL_FILE_PATH, settings.QUEUE):
        shutil.rmtree(folder, ignore_errors=True)
