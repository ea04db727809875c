from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from hotspots.street_loading import SHOWN, load_streets
from hotspots.wrong_streets import WrongStreets
from jobs.models import JobRun
from jobs.services import JobStopped, job_run

JOB = "hotspots.load_streets"


class Command(BaseCommand):
    help = (
        "Carica le vie del Comune da un file, o lo rifiuta dicendo riga e motivo: il CSV "
        "dell’archivio nazionale (ANNCSU), con i numeri civici, o un GeoJSON di linee. "
        "Si può ripetere."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--source",
            default="",
            help="di chi sono i dati: sta scritto sulle mappe. Serve quando il file non lo dice",
        )

    def handle(self, *, file, source, verbosity, **options):
        def told(done):
            run.advance(done - run.done)
            if verbosity:
                self.stdout.write(f"  {done} righe lette")

        with job_run(JOB) as run:
            try:
                loaded = load_streets(file, source=source[:200], told=told)
            except WrongStreets as wrong:
                raise JobStopped(str(wrong)) from wrong
            run.done = run.total = loaded.rows
            run.detail = _said(loaded)
        if run.state == JobRun.State.FAILED:
            raise CommandError(run.detail)
        self.stdout.write(run.detail)


def _said(loaded):
    said = [f"Vie: {loaded.streets}", f"numeri civici: {loaded.doors}"]
    if loaded.drawn:
        said.append(f"vie disegnate: {loaded.drawn}")
    if loaded.outside:
        lines = ", ".join(map(str, loaded.outside))
        more = "…" if len(loaded.outside) == SHOWN else ""
        said.append(f"punti fuori dal Comune lasciati da parte (righe {lines}{more})")
    return "; ".join(said) + "."
