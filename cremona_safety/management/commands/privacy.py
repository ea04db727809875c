from django.core.management.base import BaseCommand

from cremona_safety.privacy_paper import PAPER, written


class Command(BaseCommand):
    help = "Write docs/privacy.md again from the register of what is kept and the settings."
    requires_system_checks = []

    def handle(self, **options):
        PAPER.write_text(written())
        self.stdout.write(f"{PAPER.name}: scritto.")
