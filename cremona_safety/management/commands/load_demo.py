from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cremona_safety.demo.people import create_demo_people
from cremona_safety.demo.reports import make_reports
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
        if municipality.demo_since is None:
            self._load(municipality)
        self.stdout.write(f"Accessi dimostrativi (password: {settings.DEMO_PASSWORD}):")
        for person in create_demo_people(settings.DEMO_PASSWORD):
            self.stdout.write(f"  {person.email:34} {person.role.label}")

    @transaction.atomic
    def _load(self, municipality):
        people = create_demo_people(settings.DEMO_PASSWORD)
        officers = [person for person in people if person.role_id == "officer"]
        places = list(Hotspot.objects.programme())
        count = make_reports(places, officers, today=timezone.localdate())
        recompute()
        municipality.demo_since = timezone.now()
        municipality.save(update_fields=["demo_since"])
        self.stdout.write(f"{count} segnalazioni dimostrative, tutte inventate.")
