from django.core.management.base import BaseCommand, CommandError

from cremona_safety import catalogue


class Command(BaseCommand):
    help = (
        "Bring the strings of the citizen pages into locale/en; "
        "--check fails when one is missing, --compile writes what Django reads."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true")
        parser.add_argument("--compile", action="store_true")

    def handle(self, *, check, compile, **options):
        if check:
            self._check()
        if compile:
            catalogue.compile_catalogue()
        if not check and not compile:
            waiting = catalogue.update()
            self.stdout.write(f"{catalogue.CATALOGUE.name}: {waiting} da tradurre.")

    def _check(self):
        if problems := catalogue.problems():
            raise CommandError("The English catalogue:\n  " + "\n  ".join(problems))
        self.stdout.write("The English catalogue is complete.")
