from contextlib import suppress

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from cremona_safety.backups import BackupRefused
from cremona_safety.backups.making import make_backup
from jobs.models import JobRun

JOB = "backup"
NOT_ENCRYPTED = "It is not encrypted, because BACKUP_KEY is not set."


class Command(BaseCommand):
    help = (
        "Writes database and photos to one file of BACKUP_DIR, while the portal runs, reads it "
        "again, and throws away the older ones that the rule lets go."
    )

    def handle(self, **options):
        begun = timezone.now()
        try:
            made = make_backup()
        except BackupRefused as refused:
            with suppress(DatabaseError):  # of which it may be the fault
                note(begun, JobRun.State.FAILED, "")
            raise CommandError(str(refused)) from refused
        rows, photos = sum(made.manifest.rows.values()), len(made.manifest.photos)
        note(begun, JobRun.State.DONE, f"{rows} righe, {photos} foto")
        self.stdout.write(f"{made.path}: {rows} rows, {photos} photos.")
        self.stdout.write(f"Head of the audit trail: {made.manifest.head or 'none'}")
        for path in made.dropped:
            self.stdout.write(f"Thrown away by the rule: {path.name}")
        for name in made.manifest.missing:
            self.stderr.write(f"A photo that was not there: {name}")
        if not settings.BACKUP_KEY:
            self.stderr.write(NOT_ENCRYPTED)


def note(begun, state, detail):
    """Let the page of the jobs say when the last backup was made, and how it went.

    Written at the end: the backup itself must not hold a run that never ends.
    """
    JobRun.objects.create(
        name=JOB,
        state=state,
        started_at=begun,
        finished_at=timezone.now(),
        detail=detail,
    )
