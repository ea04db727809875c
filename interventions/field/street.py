"""What a phone needs to start without signal, and how it reads a record it must compare with."""

from datetime import timedelta

from django.utils import timezone

from hotspots.models import Hotspot
from interventions.models import (
    ActKind,
    AgeBand,
    Intervention,
    Kind,
    MediationOutcome,
    Outcome,
    PeopleKind,
    Status,
    Tally,
    may_draw_up_acts,
    service_of,
)
from interventions.record.crew import people_of
from interventions.record.rows import read_acts, read_tallies
from reports.models import Report
from reports.permissions import ReportPermission
from texts.days import midnight

UNREGISTERED = timedelta(days=7)  # older ones are asked of the desk alone
OUTINGS = 40
REPORTS = 60  # the newest open ones: a phone is no archive


def state_for(user):
    """Return what the phone of ``user`` keeps, as a value JSON can hold.

    ``people`` are those of both services: see ``crew.set_crew`` and its ``by_the_street``.
    """
    places = Hotspot.objects.programme().on_offer()
    outings = list(_outings_of(user))
    return {
        "user": {"pk": user.pk, "service": service_of(user)},
        "now": timezone.now().isoformat(),
        "places": [_place(place) for place in places],
        "former_places": _former_places(outings),
        "people": [_person(person) for person in people_of()],
        "outings": [_outing(row, user) for row in outings],
        "reports": _reports_for(user),
        "words": WORDS if may_draw_up_acts(user) else {**WORDS, "acts": []},
    }


def snapshot(row, user):
    """Return a record in the shape of a document: to go on with, or to choose between two.

    ``user`` who reads no report is told of none: what the phone then sends leaves them alone.
    """
    reads, until = user.may(ReportPermission.READ), row.planned_until
    return {
        "client_id": str(row.client_id),
        "code": row.code,
        "status": row.get_status_display(),
        "version": row.version,
        "kind": row.kind,
        "place": row.hotspot.slug if row.hotspot else "",
        "started_at": row.starts_at.isoformat(),
        "ended_at": row.ends_at.isoformat() if row.ends_at else None,
        "planned_until": until.isoformat() if until else None,
        "crew": [member.person_id for member in row.crew.all()],
        "tallies": [line._asdict() for line in read_tallies(row)],
        "acts": [
            {
                "kind": act.kind,
                "count": act.count,
                "protocol_number": act.protocol_number,
                "questore": act.notified_questore,
                "notified": act.notified_services,
            }
            for act in read_acts(row)
        ],
        "outcome": row.outcome,
        "note": row.shared_note,
        "reports": sorted(one.code for one in row.reports.all()) if reads else [],
        "follow_up_on": next(
            (
                task.due_on.isoformat()
                for task in row.follow_ups.all()
                if task.done_at is None
            ),
            None,
        ),
    }


def _outings_of(user):
    """Those going on, those still to do of today and tomorrow, those nobody wrote down for a week."""
    now, today = timezone.now(), timezone.localdate()
    near = Intervention.objects.with_person(user).taking_people()
    planned = near.filter(
        status=Status.PLANNED,
        ends_at__gt=now - UNREGISTERED,
        starts_at__lt=midnight(today + timedelta(days=2)),
    )
    running = near.filter(status=Status.RUNNING)
    return (
        (planned | running)
        .select_related("hotspot")
        .prefetch_related("crew", "tallies", "acts", "reports", "follow_ups")
        .order_by("starts_at", "pk")[:OUTINGS]
    )


def _outing(row, user):
    """Return one to begin or to go on with, whole: the phone starts from what is there."""
    return snapshot(row, user) | {"running": row.status == Status.RUNNING}


def _former_places(outings):
    """Return the archived places of some outings: named where they are, offered no more."""
    places = {row.hotspot for row in outings if row.hotspot and row.hotspot.archived_on}
    return [{"slug": place.slug, "name": place.name} for place in places]


def _place(place):
    return {
        "slug": place.slug,
        "name": place.name,
        "ring": place.ring,
        "buffer_m": place.buffer_m,
    }


def _person(person):
    return {
        "pk": person.pk,
        "name": person.full_name,
        "service": service_of(person),
    }


def _reports_for(user):
    """The code, the day, the category and the place of open reports; nothing a citizen wrote."""
    rows = (
        Report.objects.visible_to(user)
        .open()
        .unfolded()  # a burst is one line: it must not push the others out
        .order_by("-received_at")
        .values("code", "received_at", "category__label", "hotspot__slug")[:REPORTS]
    )
    return [
        {
            "code": row["code"],
            "day": timezone.localdate(row["received_at"]).isoformat(),
            "category": row["category__label"],
            "place": row["hotspot__slug"] or "",
        }
        for row in rows
    ]


WORDS = {
    "kinds": Kind.choices,
    "outcomes": Outcome.choices,
    "tallies": Tally.What.choices,
    "people": PeopleKind.choices,
    "ages": AgeBand.choices,
    "mediations": MediationOutcome.choices,
    "acts": ActKind.choices,
}
