from django.core.management.base import BaseCommand, CommandError

from cremona_safety import catalogue


class Command(BaseCommand):
    help = (
        "Bring the strings of the citizen pages into locale/en; "
        "--check fails when one is missing, or when one of locale/it is of no package any more; "
        "--compile writes what Django reads."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true")
        parser.add_argument("--compile", action="store_true")

    def handle(self, *, check, compile, **options):
        if check:
            self._check()
        if compile:
            catalogue.compile_catalogues()
        if not check and not compile:
            waiting = catalogue.update()
            self.stdout.write(f"{catalogue.CATALOGUE.name}: {waiting} da tradurre.")

    def _check(self):
        problems = catalogue.problems() + catalogue.problems_of_said_better()
        if problems:
            raise CommandError("The catalogues:\n  " + "\n  ".join(problems))
        self.stdout.write("The English catalogue is complete, the Italian one in use.")
