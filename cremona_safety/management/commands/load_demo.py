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
from cremona_safety.demo_mark import refuse_what_is_real
from hotspots.models import Hotspot, Municipality
from indicators.measures import recompute
from reports.models import Report


class Command(BaseCommand):
    help = "Scrive dati dimostrativi inventati (24 mesi) e un accesso per ogni ruolo."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("I dati dimostrativi non entrano in produzione.")
        refuse_what_is_real()
        if not Municipality.objects.exists():
            raise CommandError("Una dimostrazione comincia da: manage.py prepare")
        people = create_demo_people(settings.DEMO_PASSWORD)
        if not Report.objects.filter(is_demo=True).exists():
            self._load(people)
        self.stdout.write(f"Accessi dimostrativi (password: {settings.DEMO_PASSWORD}):")
        for role, first, *others in _by_role(people):
            more = f" e altri {len(others)}" if others else ""
            self.stdout.write(f"  {first.email:34} {role}{more}")
        self.stdout.write("I colleghi hanno un numero: agente2@demo.example.")

    @transaction.atomic
    def _load(self, people):
        places = list(Hotspot.objects.programme())
        stage = Stage(places, people, now=timezone.now())
        reports, outings = put_reports(stage), put_outings(stage)
        put_board(stage)
        put_shifts(stage)
        put_force_counts(stage)
        stage.play()
        recompute()
        self.stdout.write(
            f"{reports} segnalazioni e {outings} interventi dimostrativi, tutti inventati."
        )


def _by_role(people):
    """Return, for each role, its label and then its people."""
    return [[role, *own] for role, own in groupby(people, key=lambda p: p.role.label)]
