from itertools import groupby

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cremona_safety.demo.board import make_board
from cremona_safety.demo.forces import make_force_counts
from cremona_safety.demo.interventions import make_interventions
from cremona_safety.demo.notebooks import make_notes
from cremona_safety.demo.people import create_demo_people
from cremona_safety.demo.referrals import make_referrals
from cremona_safety.demo.reports import make_reports
from cremona_safety.demo.shifts import make_shifts
from hotspots.models import Hotspot, Municipality
from indicators.measures import recompute
from interventions.models import Service


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
        for role, first, *others in _by_role(
            create_demo_people(settings.DEMO_PASSWORD)
        ):
            more = f" e altri {len(others)}" if others else ""
            self.stdout.write(f"  {first.email:34} {role}{more}")
        self.stdout.write("I colleghi hanno un numero: agente2@demo.example.")

    @transaction.atomic
    def _load(self, municipality):
        people = create_demo_people(settings.DEMO_PASSWORD)
        places = list(Hotspot.objects.programme())
        officers = _in(people, "officer")
        reports = make_reports(places, officers, today=timezone.localdate())
        outings = self._load_interventions(places, people)
        recompute()
        municipality.demo_since = timezone.now()
        municipality.save(update_fields=["demo_since"])
        self.stdout.write(
            f"{reports} segnalazioni e {outings} interventi dimostrativi, tutti inventati."
        )

    def _load_interventions(self, places, people):
        now, today = timezone.now(), timezone.localdate()
        coordinators = _in(people, "coordinator")
        crews = _in(people, "officer", "educator")
        street = [*crews, *coordinators]
        interventions = make_interventions(places, street, now=now)
        workers = _in(people, "social_worker")
        make_referrals(interventions, crews, workers, now=now)
        people_of = {
            Service.POLICE: _in(people, "officer"),
            Service.EDUCATION: _in(people, "educator"),
        }
        make_notes(interventions, people_of, now=now)
        make_board(places, street, now=now)
        make_shifts(places, street, today=today)
        make_force_counts(places, coordinators[0], today=today)
        return len(interventions)


def _in(people, *roles):
    return [person for person in people if person.role_id in roles]


def _by_role(people):
    """Return, for each role, its label and then its people."""
    return [[role, *own] for role, own in groupby(people, key=lambda p: p.role.label)]
