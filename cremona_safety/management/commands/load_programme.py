from django.core.management.base import BaseCommand, CommandError

from cremona_safety.programme import WrongProgramme, load_programme


class Command(BaseCommand):
    help = (
        "Carica il file di programma di un Comune, o lo rifiuta dicendo riga e motivo."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="per esempio programmes/cremona.toml")
        parser.add_argument(
            "--dry-run", action="store_true", help="mostra i cambiamenti, non scrive"
        )
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="riporta al file anche i luoghi e gli eventi cambiati nel portale",
        )
        parser.add_argument(
            "--same-comune",
            action="store_true",
            help="il codice ISTAT è cambiato, il Comune è quello di prima",
        )

    def handle(self, *, file, dry_run, overwrite, same_comune, **options):
        try:
            changes = load_programme(
                file, dry_run=dry_run, overwrite=overwrite, same_comune=same_comune
            )
        except WrongProgramme as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            for change in changes:
                self.stdout.write(f"  {change}")
        outcome = "da fare (prova, non ho scritto nulla)" if dry_run else "fatti"
        self.stdout.write(f"{file}: {len(changes)} cambiamenti {outcome}.")
