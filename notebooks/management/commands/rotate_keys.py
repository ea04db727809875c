from django.core.management.base import BaseCommand, CommandError

from accounts.services import record_and_tell
from jobs.services import job_run
from notebooks.rotation import rotate_notes

SHOWN = 50
UNREADABLE = (
    "No key of CONFIDENTIAL_KEYS opens these notes ({count}): {keys}.\n"
    "The others are under the first key. Add at the end of CONFIDENTIAL_KEYS the key they were "
    "written with, and run this again."
)


class Command(BaseCommand):
    help = (
        "Encrypts the confidential notes under the first key of CONFIDENTIAL_KEYS. "
        "Safe to stop and to repeat."
    )

    def handle(self, **options):
        changed, unreadable = 0, []
        with job_run("notebooks.rotate_keys") as run:
            for batch in rotate_notes():
                changed += batch.changed
                unreadable += batch.unreadable
                self.stdout.write(f"{batch.done} of {batch.total} notes")
            run.done = run.total = changed
            if changed:
                after = {"sealed_notes": changed}
                record_and_tell("notebook.rotate_keys", run, by=None, after=after)
        self.stdout.write(f"Encrypted again: {changed}.")
        if unreadable:
            shown = ", ".join(str(pk) for pk in unreadable[:SHOWN])
            shown += ", …" if len(unreadable) > SHOWN else ""
            raise CommandError(UNREADABLE.format(count=len(unreadable), keys=shown))
