"""What a phone needs to start without signal, and how it reads a record it must compare with."""

from datetime import timedelta

from django.utils import timezone

from hotspots.models import Hotspot
from interventions.field.counting import counted_by, own_of, phones_of, without_its_own
from interventions.models import (
    BEGUN,
    ActKind,
    AgeBand,
    Intervention,
    Kind,
    MediationOutcome,
    Outcome,
    PeopleKind,
    Status,
    Tally,
    does_police_work,
    service_of,
)
from interventions.record.crew import people_of
from interventions.record.doubts import READ_WITH, doubts_among, in_words, told_by
from interventions.record.merged import whole_of
from interventions.record.rows import (
    ActLine,
    TallyLine,
    offered_to,
    open_follow_up,
    read_acts,
    read_tallies,
)
from reports.models import Report
from reports.permissions import ReportPermission
from texts.days import midnight

UNREGISTERED = timedelta(days=7)  # older ones are asked of the desk alone
OUTINGS = 40
DOUBTS_OF = timedelta(days=3)  # older ones are asked at the desk
REPORTS = 60  # the newest open ones: a phone is no archive


def state_for(user, device=None):
    """Return what the phone ``device`` of ``user`` keeps, as a value JSON can hold.

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
        "outings": [_outing(row, user, device) for row in outings],
        "doubts": _doubts_of(user),
        "reports": _reports_for(user),
        "words": _words_for(user),
    }


def snapshot(row, user, device=None, known_as=None):
    """Return a record in the shape of a document: to go on with, or to choose between two.

    Of the counts ``own`` are those of the phone that asks, ``others`` who else counted; ``phones``
    which other people's phones tell of it, and ``apart`` what is theirs.
    ``known_as`` is the client id by which the phone has it, when it was merged into another.
    ``user`` who reads no report is told of none: what the phone then sends leaves them alone.
    """
    reads, until = user.may(ReportPermission.READ), row.planned_until
    task = open_follow_up(row)
    return {
        "client_id": str(row.client_id),
        "code": row.code,
        "status": row.get_status_display(),
        "begun": row.status in BEGUN,
        "version": row.version,
        "kind": row.kind,
        "place": row.hotspot.slug if row.hotspot else "",
        "started_at": row.starts_at.isoformat(),
        "ended_at": row.ends_at.isoformat() if row.ends_at else None,
        "planned_until": until.isoformat() if until else None,
        "crew": [member.person_id for member in row.crew.all()],
        "tallies": [line._asdict() for line in read_tallies(row)],
        **_hands(row, user, device, known_as or row.client_id),
        "acts": _acts(read_acts(row)),
        "outcome": row.outcome,
        "note": row.shared_note,
        "reports": sorted(one.code for one in row.reports.all()) if reads else [],
        "follow_up_on": task.due_on.isoformat() if task else None,
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


def _hands(row, user, device, client_id):
    """Return what each hand counted; of an outing that has not begun nobody is asked about."""
    if row.status not in BEGUN:
        return {"own": [], "others": [], "phones": [], "apart": None}
    own = own_of(client_id, device).items()
    others = counted_by(row, apart_from=device, reader=user)
    phones = phones_of(row, apart_from=device, reader=user)
    return {
        "own": [TallyLine(*key, count)._asdict() for key, count in own],
        "others": [{"who": who, **counts} for who, counts in others],
        "phones": phones,
        "apart": _apart(row, device) if phones else None,
    }


def _apart(row, device):
    """Return what stays there if the phone that asks goes its own way."""
    parts = without_its_own(row, row.sends.filter(device=device).first())
    acts = [ActLine(*key, *counts) for key, counts in parts.acts.items()]
    return {
        "acts": _acts(acts),
        "note": parts.note,
        "reports": sorted(parts.reports),
    }


def _acts(lines):
    return [
        {
            "kind": act.kind,
            "count": act.count,
            "protocol_number": act.protocol_number,
            "questore": act.notified_questore,
            "notified": act.notified_services,
        }
        for act in lines
    ]


def _outing(row, user, device):
    """Return one to begin or to go on with, whole: the phone starts from what is there."""
    running, ids = row.status == Status.RUNNING, []
    if running:
        absorbed = Intervention.objects.filter(pk__in=whole_of(row) - {row.pk})
        ids = absorbed.values_list("client_id", flat=True)
    told = {"running": running, "absorbed": list(map(str, ids))}
    return snapshot(row, user, device) | told


def _doubts_of(user):
    """Return the pairs of late outings of ``user`` that may be the same one."""
    late = timezone.now() - DOUBTS_OF
    rows = Intervention.objects.with_person(user).filter(
        status__in=(Status.RUNNING, Status.ENDED), starts_at__gt=late
    )
    return [
        {
            "codes": [one.code, other.code],
            "ids": [str(one.client_id), str(other.client_id)],
            "who": [_who_is_out(row, user) for row in (one, other)],
            "words": [f"{in_words(row)}, {told_by(row)}" for row in (one, other)],
        }
        for one, other in doubts_among(
            rows.select_related("hotspot", "created_by").prefetch_related(*READ_WITH)
        )
    ]


def _who_is_out(row, user):
    """Return the name of a person of the crew, who began it if they are; "" for one's own.

    Not of who only planned it: nobody met them in the street.
    """
    others = [member for member in row.crew.all() if member.person_id != user.pk]
    if row.created_by_id == user.pk or not others:
        return ""
    began = (member for member in others if member.person_id == row.created_by_id)
    return str(next(began, others[0]).person)


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


def _words_for(user):
    """Return every name, for reading, and what is offered to count."""
    acts = ActKind.choices if does_police_work(user) else []
    return WORDS | {"acts": acts, "offered": offered_to(user)}


WORDS = {
    "kinds": Kind.choices,
    "outcomes": Outcome.choices,
    "tallies": Tally.What.choices,
    "people": PeopleKind.choices,
    "ages": AgeBand.choices,
    "mediations": MediationOutcome.choices,
}
