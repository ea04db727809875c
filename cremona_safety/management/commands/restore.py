from django.core.management.base import BaseCommand, CommandError

from cremona_safety.backups import BackupRefused
from cremona_safety.backups.restoring import restore
from cremona_safety.programme import WrongProgramme


class Command(BaseCommand):
    help = (
        "Puts a file of `backup` back into an empty database and an empty folder of photos: all "
        "of it, or nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="portal-….backup")
        parser.add_argument(
            "--without-keys",
            action="store_true",
            help="some of its keys are lost: restore all the rest",
        )

    def handle(self, *, file, without_keys, **options):
        try:
            manifest = restore(file, without_keys=without_keys)
        except (BackupRefused, WrongProgramme) as refused:
            raise CommandError(str(refused)) from refused
        for table, count in manifest.rows.items():
            self.stdout.write(f"{count:>10} {table}")
        rows, photos = sum(manifest.rows.values()), len(manifest.photos)
        self.stdout.write(
            f"Restored as it was at {manifest.made_at}: {rows} rows, {photos} photos."
        )
        self.stdout.write(f"Head of its audit trail: {manifest.head or 'none'}")
        for name in manifest.missing:
            self.stderr.write(f"A photo that was not in the backup: {name}")
