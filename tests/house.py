"""One row of each kind that an URL names, and who is signed in, for what asks every URL."""

from datetime import timedelta

from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from tests.moments import clock_at


def every_url(resolver=None):
    """Yield (name, view) of every path, whatever its depth."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from every_url(pattern)
        else:
            yield pattern.name, pattern.callback


def lay_house(programme):
    """Write the programme of that file and the rows; return what addresses call them.

    The photos go to ``MEDIA_ROOT``.
    """
    from accounts.models import Role
    from cremona_safety.programme import load_programme
    from forces.models import ForceImport
    from hotspots.models import Event
    from interventions.models import Service
    from jobs.models import Outbox
    from tests.accounts.factories import UserFactory
    from tests.board.factories import BoardNoteFactory
    from tests.interventions.factories import (
        AvailabilityFactory,
        FollowUpFactory,
        InterventionFactory,
        PlacePhotoFactory,
    )
    from tests.notebooks.factories import SealedNoteFactory
    from tests.referrals.factories import ReferralFactory
    from tests.reports.factories import DraftFactory, PhotoFactory, ReportFactory

    load_programme(programme)
    people = {
        role.code: UserFactory(role=role, full_name=f"{role.label} demo")
        for role in Role.objects.all()
    }
    given_up = {"failed_at": timezone.now(), "payload": {"to": []}}
    outbox = Outbox.objects.create(kind="mail", key="a", **given_up)
    report = ReportFactory()
    photo = PhotoFactory(report=report)
    place_photo = PlacePhotoFactory()
    return {
        "people": people,
        "sessions": {code: session_of(person) for code, person in people.items()},
        "person": UserFactory(role=people["officer"].role).pk,
        "report": report.code,
        "draft": str(DraftFactory().pk),
        "intervention": InterventionFactory(ended=True).code,
        "follow_up": FollowUpFactory().pk,
        "photo": str(photo.pk),
        "place_photo": str(place_photo.pk),
        "note": BoardNoteFactory(by=people["officer"]).pk,
        "availability": AvailabilityFactory(person=people["officer"]).pk,
        "referral": ReferralFactory(by=people["officer"]).code,
        "event": Event.objects.first().slug,
        "outbox": outbox.pk,
        "force_import": ForceImport.objects.create(by=people["coordinator"]).pk,
        "diary": SealedNoteFactory(by=people["educator"]).pk,
        "police_note": SealedNoteFactory(
            by=people["officer"], service=Service.POLICE
        ).pk,
    }


def session_of(person):
    client = Client()
    # each test begins when the first did: who enters "now" would be of its future
    with clock_at(timezone.now() - timedelta(minutes=5)):
        client.force_login(person)
    return client.session.session_key


def filled(args, house):
    """Return the arguments of a row of the access matrix with the house's names in them."""
    return {
        name: value.format(**house) if isinstance(value, str) else value
        for name, value in args.items()
    }
