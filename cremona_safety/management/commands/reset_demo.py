import shutil
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from jobs.health import beat_is_alive


class Command(BaseCommand):
    help = "Throws the demonstration away (database, photos, mail) and makes it again."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("Only a demonstration is thrown away by this command.")
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
    try:
        return beat_is_alive()
    except DatabaseError:
        return False  # no database yet


def throw_away():
    database = Path(settings.DATABASES["default"]["NAME"])
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    for folder in (settings.MEDIA_ROOT, settings.EMAIL_FILE_PATH, settings.QUEUE):
        shutil.rmtree(folder, ignore_errors=True)
