"""An outing logged by the phone of who is there: whatever is sent twice is written once.

A record goes through ``lifecycle`` as any other. ``PhoneSend`` remembers what each phone sent:
an old revision changes nothing and gets the same answer; a new one is refused with ``Conflict``
when somebody else changed the record since the version that phone last saw.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from interventions.field.device_clock import check_times
from interventions.field.document import DocumentRefused
from interventions.models import (
    DONE,
    DiscardedRecord,
    Intervention,
    PhoneSend,
    Status,
    Step,
    Trigger,
    service_of,
)
from interventions.record.crew import count_crew, crew_change, may_lead, set_crew
from interventions.record.lifecycle import (
    StepRefused,
    day_of,
    lock,
    move,
    renew,
    write,
)
from interventions.services.field_contents import (
    link_reports,
    numbers_of,
    people_of,
    place_of,
    reports_of,
    write_counts,
    write_follow_up,
)
from texts.codes import write_under_code

CONFLICT = "Nel frattempo la scheda è cambiata anche sul portale."
BEGUN_BY_OTHERS = (
    "L’ha avviata un’altra persona: la annulla lei, o chi la guida dal portale."
)
STARTED_BY_MISTAKE = "Avviata per errore dal telefono"
REMEMBERED = timedelta(days=30)  # a sending is not on its way for longer


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
    again = False
    if not created:
        refuse_unless_theirs(row, by)
        sent = row.sends.filter(device=document.device).first()
        again = bool(sent) and _begins_again(row, document, sent)
        if sent and (document.base_version or 0) < sent.since:
            raise Conflict(row)  # sent before it was taken back: it arrives too late
        if sent and document.revision <= sent.revision and not again:
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
            **({"since": document.base_version} if again else {}),
        },
    )
    return Logged(row.code, row.version, created)


def _begins_again(row, document, sent):
    """Tell whether a phone that took this outing back begins it again, from its first revision.

    It has seen the version the taking back left, or that of who began it again meanwhile; what was
    on its way before had seen an older one.
    """
    counts_anew = document.revision <= sent.revision and sent.version < row.version
    has_seen_it = row.version == document.base_version
    return has_seen_it and (row.status == Status.PLANNED or counts_anew)


def refuse_unless_theirs(row, by):
    """Raise ``NotYours`` unless ``by`` began this record or is in its crew."""
    mine = row.created_by_id == by.pk and row.status != Status.PLANNED
    if not mine and not row.crew.filter(person=by).exists():
        raise NotYours


def _find_or_create(document, by):
    """Return the locked row of a document and whether it is new; no row when it was taken back."""
    if found := _find(document):
        return found
    if document.discarded:
        _remember_discarded(document)
        return None, False
    if DiscardedRecord.objects.filter(
        client_id=document.client_id,
        device=document.device,
        revision__gte=document.revision,
    ).exists():
        return None, False
    place = place_of(document)
    return write_under_code(
        "IN",
        timezone.localdate(document.started_at).year,
        lambda code: (_create(document, code, place, by), True),
        already=lambda: _find(document),
    )


def _find(document):
    found = Intervention.objects.filter(client_id=document.client_id).first()
    return found and (lock(found), False)


def _remember_discarded(document):
    now = timezone.now()
    DiscardedRecord.objects.filter(at__lt=now - REMEMBERED).delete()
    DiscardedRecord.objects.update_or_create(
        client_id=document.client_id,
        device=document.device,
        defaults={"revision": document.revision, "at": now},
    )


def _create(document, code, place, by):
    return Intervention.objects.create(
        code=code,
        client_id=document.client_id,
        status=Status.ENDED if document.ended_at else Status.RUNNING,
        trigger=Trigger.REPORT if reports_of(document, by) else Trigger.SPOT,
        hotspot=place,
        day=day_of(document.started_at),
        starts_at=document.started_at,
        ends_at=document.ended_at,
        lead=service_of(by),
        version=0,
        created_by=by,
    )


def _apply(row, document, by, created):
    crew = people_of(row, document, by)
    reports = reports_of(document, by)
    fields = {
        "kind": document.kind,
        "hotspot": place_of(document),
        "day": day_of(document.started_at),
        "starts_at": document.started_at,
        # one that ended at the desk keeps its outcome while the phone has none
        "outcome": document.outcome or (row.outcome if row.status in DONE else ""),
        "shared_note": document.note,
        "shares_trace": document.shares_trace,
        "device_started_at": document.device_started_at,
        "device_ended_at": document.device_ended_at,
        "received_at": timezone.now(),
    }
    before = None if created else row.status
    joined_or_left = {} if created else crew_change(row, crew)
    _write_step(row, document, by, created, fields, joined_or_left)
    if row.crew_frozen_at:
        count_crew(row)  # the hours may have changed
    else:
        _write_crew(row, crew, by)
    write_counts(row, document)
    write_follow_up(row, document)
    link_reports(row, reports, by, before)


def _write_crew(row, crew, by):
    try:
        set_crew(row, crew, by=by, by_the_street=True)
    except StepRefused as refused:
        # beside the crew, where the phone lets it be put right
        raise DocumentRefused({"crew": str(refused)}) from refused


def _write_step(row, document, by, created, fields, crew):
    """Bring the row where the document says, with the one line of the history that tells it."""
    at = document.device_ended_at or document.device_started_at
    common = {
        "by": by,
        "device_at": at,
        "detail": numbers_of(document) | crew,
        **fields,
    }
    revived = row.status == Status.CANCELLED
    if revived:  # it took place all the same
        move(row, Status.PLANNED, Step.What.RESTORED, by=by, cancelled_because="")
    if row.status == Status.PLANNED and not row.planned_from and not revived:
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
            counting = row.status == Status.RUNNING
            write(row, Step.What.CHANGED, goes_on=counting, **common)
    elif created:
        write(row, Step.What.LOGGED, ends_at=document.ended_at, **common)
    elif row.status in (Status.PLANNED, Status.RUNNING):
        what = Step.What.ENDED if row.status == Status.RUNNING else Step.What.LOGGED
        move(row, Status.ENDED, what, ends_at=document.ended_at, **common)
    else:
        write(row, Step.What.CHANGED, ends_at=document.ended_at, **common)


def _began(row, by):
    """Tell whether ``by`` is who began this outing, the last time it was begun."""
    began = row.history.filter(what=Step.What.STARTED).values_list("by", flat=True)
    return began.last() == by.pk


def _discard(row, document, by):
    """Take back an outing begun by mistake; one that already ended is for the desk to cancel."""
    if row.status not in (Status.PLANNED, Status.RUNNING):
        raise Conflict(row)
    if row.status == Status.PLANNED:
        if not row.sends.filter(device=document.device, version=row.version).exists():
            renew(row)
        return
    if not (_began(row, by) or may_lead(by, row.lead)):
        raise StepRefused(BEGUN_BY_OTHERS)
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
