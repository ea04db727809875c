from itertools import groupby

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cremona_safety.demo.board import put_board
from cremona_safety.demo.forces import put_force_counts
from cremona_safety.demo.interventions import put_outings
from cremona_safety.demo.people import create_demo_people
from cremona_safety.demo.reports import put_reports
from cremona_safety.demo.shifts import put_shifts
from cremona_safety.demo.stage import Stage
from hotspots.models import Hotspot, Municipality
from indicators.measures import recompute


class Command(BaseCommand):
    help = "Scrive dati dimostrativi inventati (24 mesi) e un accesso per ogni ruolo."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("I dati dimostrativi non entrano in produzione.")
        municipality = Municipality.objects.first()
        if municipality is None:
            raise CommandError(
                "Prima carica il programma: manage.py load_programme FILE"
            )
        people = create_demo_people(settings.DEMO_PASSWORD)
        if municipality.demo_since is None:
            self._load(municipality, people)
        self.stdout.write(f"Accessi dimostrativi (password: {settings.DEMO_PASSWORD}):")
        for role, first, *others in _by_role(people):
            more = f" e altri {len(others)}" if others else ""
            self.stdout.write(f"  {first.email:34} {role}{more}")
        self.stdout.write("I colleghi hanno un numero: agente2@demo.example.")

    @transaction.atomic
    def _load(self, municipality, people):
        places = list(Hotspot.objects.programme())
        stage = Stage(places, people, now=timezone.now())
        reports, outings = put_reports(stage), put_outings(stage)
        put_board(stage)
        put_shifts(stage)
        put_force_counts(stage)
        stage.play()
        recompute()
        municipality.demo_since = timezone.now()
        municipality.save(update_fields=["demo_since"])
        self.stdout.write(
            f"{reports} segnalazioni e {outings} interventi dimostrativi, tutti inventati."
        )


def _by_role(people):
    """Return, for each role, its label and then its people."""
    return [[role, *own] for role, own in groupby(people, key=lambda p: p.role.label)]
