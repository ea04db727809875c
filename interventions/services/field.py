"""An outing logged by the phone of who is there: whatever is sent twice is written once.

A record goes through ``lifecycle`` as any other. ``PhoneSend`` remembers what each phone sent:
an old revision changes nothing and gets the same answer; a new one is refused with ``Conflict``
when somebody else changed the record since the version that phone last saw.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from hotspots.geometry import cell
from hotspots.models import Hotspot
from interventions.field.device_clock import check_times
from interventions.field.document import DocumentRefused
from interventions.models import (
    DONE,
    Act,
    CoveredCell,
    DiscardedRecord,
    Intervention,
    PhoneSend,
    Status,
    Step,
    Tally,
    Trigger,
    service_of,
)
from interventions.record.crew import count_crew, crew_change, set_crew
from interventions.record.lifecycle import (
    StepRefused,
    append,
    day_of,
    lock,
    move,
    write,
)
from interventions.services.answers import take_reports, tell_reports
from interventions.services.follow_up import set_follow_up
from reports.codes import draw_code
from reports.models import Report
from reports.permissions import ReportPermission

NOT_IN_CREW = "Chi registra deve essere nell’equipaggio: aggiungiti."
UNKNOWN_PEOPLE = "Qualcuno dell’equipaggio non c’è più: togli e scegli di nuovo."
UNKNOWN_PLACE = "Questo luogo non c’è più: scegline un altro."
UNKNOWN_REPORT = "Non trovo la segnalazione {code}: controlla il codice."
CONFLICT = "Nel frattempo la scheda è cambiata anche sul portale."
STARTED_BY_MISTAKE = "Avviata per errore dal telefono"
BEFORE_IT_BEGAN = (None, Status.PLANNED, Status.CANCELLED)
REMEMBERED = timedelta(days=30)  # a sending is not on its way for longer
NEW_CODES = 5  # tries: one in 729 million is taken


class NotYours(StepRefused):
    """The record is of an outing this person is not in."""

    def __init__(self):
        super().__init__("Questa uscita è di un altro equipaggio: non puoi scriverci.")


class Conflict(StepRefused):
    """The record changed on the portal and on the phone; ``row`` is the portal's."""

    def __init__(self, row):
        super().__init__(CONFLICT)
        self.row = row


@dataclass(frozen=True)
class Logged:
    """The answer to a phone: the record's code and the version its document became."""

    code: str
    version: int
    created: bool = False


@transaction.atomic
def record_outing(document, *, by):
    """Write the outing of a ``Document`` and return ``Logged``; the same twice is written once.

    A planned outing is found by its client id, as one already begun; another is created. Raise
    ``Conflict``, ``NotYours`` or ``DocumentRefused``: then nothing changed.
    """
    row, created = _find_or_create(document, by)
    if row is None:
        return Logged(code="", version=0)
    if not created:
        refuse_unless_theirs(row, by)
        sent = row.sends.filter(device=document.device).first()
        if sent and document.revision <= sent.revision:
            return Logged(row.code, sent.version)
        if row.version not in {document.base_version, sent and sent.version}:
            raise Conflict(row)
    if document.discarded:
        _discard(row, document, by)
    else:
        _apply(row, document, by, created)
    PhoneSend.objects.update_or_create(
        intervention=row,
        device=document.device,
        defaults={
            "revision": document.revision,
            "version": row.version,
            "at": timezone.now(),
        },
    )
    return Logged(row.code, row.version, created)


def refuse_unless_theirs(row, by):
    """Raise ``NotYours`` unless ``by`` began this record or is in its crew."""
    mine = row.created_by_id == by.pk and row.status != Status.PLANNED
    if not mine and not row.crew.filter(person=by).exists():
        raise NotYours


def _find_or_create(document, by):
    """Return the locked row of a document and whether it is new; no row when it was taken back."""
    found = Intervention.objects.filter(client_id=document.client_id).first()
    if found:
        return lock(found), False
    if document.discarded:
        _remember_discarded(document)
        return None, False
    if DiscardedRecord.objects.filter(
        client_id=document.client_id,
        device=document.device,
        revision__gte=document.revision,
    ).exists():
        return None, False
    place = _place(document)
    for _ in range(NEW_CODES):
        try:
            with transaction.atomic():
                return _create(document, place, by), True
        except IntegrityError:
            # the same request at the same instant, or the code of another: which one, now tells
            if found := Intervention.objects.filter(
                client_id=document.client_id
            ).first():
                return lock(found), False
    raise IntegrityError("no free code for an intervention")


def _remember_discarded(document):
    now = timezone.now()
    DiscardedRecord.objects.filter(at__lt=now - REMEMBERED).delete()
    DiscardedRecord.objects.update_or_create(
        client_id=document.client_id,
        device=document.device,
        defaults={"revision": document.revision, "at": now},
    )


def _create(document, place, by):
    return Intervention.objects.create(
        code=draw_code("IN", timezone.localdate(document.started_at).year),
        client_id=document.client_id,
        status=Status.ENDED if document.ended_at else Status.RUNNING,
        trigger=Trigger.REPORT if document.reports else Trigger.PLANNED,
        hotspot=place,
        day=day_of(document.started_at),
        starts_at=document.started_at,
        ends_at=document.ended_at,
        lead=service_of(by),
        version=0,
        created_by=by,
    )


def _apply(row, document, by, created):
    crew = _people(row, document, by)
    reports = _reports(document, by)
    fields = {
        "kind": document.kind,
        "hotspot": _place(document),
        "day": day_of(document.started_at),
        "starts_at": document.started_at,
        "outcome": document.outcome,
        "shared_note": document.note,
        "shares_trace": document.shares_trace,
        "device_started_at": document.device_started_at,
        "device_ended_at": document.device_ended_at,
        "device_revision": document.revision,
        "received_at": timezone.now(),
    }
    before = None if created else row.status
    joined_or_left = {} if created else crew_change(row, crew)
    _write_step(row, document, by, created, fields, joined_or_left)
    if row.crew_frozen_at:
        count_crew(row)  # the hours may have changed
    else:
        _write_crew(row, crew, by)
    _write_counts(row, document)
    _write_follow_up(row, document)
    _link_reports(row, reports, by, before)


def _write_crew(row, crew, by):
    try:
        set_crew(row, crew, by=by, by_the_street=True)
    except (
        StepRefused
    ) as refused:  # beside the crew, where the phone lets it be put right
        raise DocumentRefused({"crew": str(refused)}) from refused


def _write_step(row, document, by, created, fields, crew):
    """Bring the row where the document says, with the one line of the history that tells it."""
    at = document.device_ended_at or document.device_started_at
    common = {"by": by, "device_at": at, "detail": _numbers(document) | crew, **fields}
    if row.status == Status.CANCELLED:  # it took place all the same
        move(row, Status.PLANNED, Step.What.RESTORED, by=by, cancelled_because="")
    if row.status == Status.PLANNED and not row.planned_from:
        common |= {"planned_from": row.starts_at, "planned_until": row.ends_at}
    if document.ended_at is None:
        if created:
            write(row, Step.What.STARTED, **common)
        elif row.status == Status.PLANNED:
            move(row, Status.RUNNING, Step.What.STARTED, ends_at=None, **common)
        else:
            # one ended at the desk stays so, with the end it has if that still makes sense
            if row.ends_at and check_times(document.started_at, row.ends_at):
                raise Conflict(row)
            write(row, Step.What.CHANGED, **common)
    elif created:
        write(row, Step.What.LOGGED, ends_at=document.ended_at, **common)
    elif row.status in (Status.PLANNED, Status.RUNNING):
        what = Step.What.ENDED if row.status == Status.RUNNING else Step.What.LOGGED
        move(row, Status.ENDED, what, ends_at=document.ended_at, **common)
    else:
        write(row, Step.What.CHANGED, ends_at=document.ended_at, **common)


def _discard(row, document, by):
    """Take back an outing begun by mistake; one that already ended is for the desk to cancel."""
    if row.status not in (Status.PLANNED, Status.RUNNING):
        raise Conflict(row)
    if row.status == Status.PLANNED:
        return
    planned = row.planned_from is not None
    back = {
        "starts_at": row.planned_from if planned else row.starts_at,
        "ends_at": row.planned_until
        if planned
        else max(row.starts_at + timedelta(minutes=1), timezone.now()),
    }
    back["day"] = day_of(back["starts_at"])
    move(
        row,
        Status.CANCELLED,
        Step.What.CANCELLED,
        by=by,
        device_at=document.device_started_at,
        cancelled_because=STARTED_BY_MISTAKE,
        **back,
    )
    if planned:  # what had been planned is still to be done
        move(row, Status.PLANNED, Step.What.RESTORED, by=by, cancelled_because="")
    count_crew(row)


def _place(document):
    if not document.place:
        return None
    place = Hotspot.objects.filter(slug=document.place).first()
    if place is None:
        raise DocumentRefused({"place": UNKNOWN_PLACE})
    return place


def _people(row, document, by):
    if by.pk not in document.crew:
        raise DocumentRefused({"crew": NOT_IN_CREW})
    people = list(
        User.objects.filter(pk__in=document.crew).select_related("role").order_by("pk")
    )
    # who left the office since may stay in what they did
    there = set(row.crew.values_list("person_id", flat=True))
    joining = [person for person in people if person.pk not in there]
    if len(people) != len(document.crew) or not all(map(service_of, joining)):
        raise DocumentRefused({"crew": UNKNOWN_PEOPLE})
    return people


def _reports(document, by):
    """Return the reports named, or None when ``by`` may not read reports: they stay as they are."""
    if not by.may(ReportPermission.READ):
        return None
    found = Report.objects.visible_to(by).in_bulk(document.reports, field_name="code")
    for code in document.reports:
        if code not in found:
            raise DocumentRefused({"reports": UNKNOWN_REPORT.format(code=code)})
    return list(found.values())


def _write_counts(row, document):
    row.tallies.all().delete()
    Tally.objects.bulk_create(
        Tally(
            intervention=row,
            what=what,
            people=people,
            age_band=band,
            outcome=outcome,
            count=count,
        )
        for (what, people, band, outcome), count in document.tallies.items()
    )
    row.acts.all().delete()
    Act.objects.bulk_create(
        Act(
            intervention=row,
            kind=kind,
            protocol_number=number,
            count=count,
            notified_services=notified,
        )
        for (kind, number), (count, notified) in document.acts.items()
    )
    row.cells.all().delete()
    if document.shares_trace:
        CoveredCell.objects.bulk_create(
            CoveredCell(intervention=row, cell=found, minutes=minutes)
            for found, minutes in _minutes_by_cell(document.points).items()
        )


def _minutes_by_cell(points):
    """Sum the minutes of points about 100 m apart into their H3 cells, the order forgotten."""
    minutes = {}
    for latitude, longitude, spent in points:
        found = cell(latitude, longitude)
        minutes[found] = min(minutes.get(found, 0) + spent, 7 * 24 * 60)
    return minutes


def _write_follow_up(row, document):
    """Keep one thing to do by the day of the document; a day already dealt with stays done."""
    day = document.follow_up_on
    if day and row.follow_ups.filter(due_on=day).exclude(done_at=None).exists():
        day = None
    set_follow_up(row, day)


def _link_reports(row, reports, by, before):
    """Link the reports the document names, and move them along as the desk would.

    ``reports`` is None when they stay as they are; ``before`` is the status the row had.
    """
    new = set()
    if reports is not None:
        new = set(reports) - set(row.reports.all())
        gone = set(row.reports.all()) - set(reports)
        row.reports.set(reports)
        if new or gone:
            codes = ", ".join(sorted(report.code for report in reports))
            append(row, Step.What.REPORTS, by=by, detail={"collegate": codes or "-"})
    done = take_reports(row, by=by, only=None if before in BEFORE_IT_BEGAN else new)
    if row.status in DONE:
        told = tell_reports(row, by=by, only=new if before in DONE else None)
        done = done | told
    if done:
        append(row, Step.What.REPORTS, by=by, detail=done)


def _numbers(document):
    """What the history keeps of a sending: how many, never a text."""
    sums = {}
    for (what, *_), count in document.tallies.items():
        sums[what] = sums.get(what, 0) + count
    if document.acts:
        sums["atti"] = sum(count for count, _ in document.acts.values())
    return sums | {"persone": len(document.crew)}
