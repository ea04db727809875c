"""An outing logged by the phone of who is there: whatever is sent twice is written once.

A record goes through ``lifecycle`` as any other. ``PhoneSend`` remembers what each phone sent:
an old revision changes nothing and gets the same answer; a new one is refused with ``SyncConflict``
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
    bump_version,
    create,
    day_of,
    lock,
    save_change,
    transition,
)
from interventions.services.field_contents import (
    link_reports,
    look_up,
    numbers_of,
    write_counts,
    write_follow_up,
)

CONFLICT = "Nel frattempo la scheda è cambiata anche sul portale."
BEGUN_BY_OTHERS = (
    "L’ha avviata un’altra persona: la annulla lei, o il servizio capofila dal portale."
)
STARTED_BY_MISTAKE = "Avviata per errore dal telefono"
REMEMBERED = timedelta(days=30)  # a sending is not on its way for longer


class NotYours(StepRefused):
    """The record is of an outing this person is not in."""

    def __init__(self):
        super().__init__("Questa uscita è di un altro equipaggio: non puoi scriverci.")


class SyncConflict(StepRefused):
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
def record_outing(document, *, by, now=None):
    """Write the outing of a ``Document`` and return ``Logged``; the same twice is written once.

    A planned outing is found by its client id, as one already begun; another is created. Raise
    ``SyncConflict``, ``NotYours`` or ``DocumentRefused``: then nothing changed.
    """
    now = now or timezone.now()
    if row := _find(document):
        return _record_again(row, document, by, now)
    if _is_taken_back(document, now):
        return Logged(code="", version=0)
    named = look_up(document, by)
    row = _create(document, named, by, now)
    if row.version:  # a twin of this sending was quicker
        return _record_again(row, document, by, now)
    _apply(row, document, named, by, now, created=True)
    _remember_sending(row, document, now)
    return Logged(row.code, row.version, created=True)


def _record_again(row, document, by, now):
    """Bring a record already there where the document says, unless an older sending did."""
    refuse_unless_theirs(row, by)
    sent = row.sends.filter(device=document.device).first()
    again = bool(sent) and _begins_again(row, document, sent)
    if sent and (document.base_version or 0) < sent.since:
        raise SyncConflict(row)  # sent before it was taken back: it arrives too late
    if sent and document.revision <= sent.revision and not again:
        return Logged(row.code, sent.version)
    if row.version not in {document.base_version, sent and sent.version}:
        raise SyncConflict(row)
    if document.discarded:
        _discard(row, document, by, now)
    else:
        _apply(row, document, look_up(document, by, row), by, now, created=False)
    since = {"since": document.base_version} if again else {}
    _remember_sending(row, document, now, **since)
    return Logged(row.code, row.version)


def _remember_sending(row, document, now, **since):
    PhoneSend.objects.update_or_create(
        intervention=row,
        device=document.device,
        defaults={
            "revision": document.revision,
            "version": row.version,
            "at": now,
            **since,
        },
    )


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


def _find(document):
    found = Intervention.objects.filter(client_id=document.client_id).first()
    return found and lock(found)


def _is_taken_back(document, now):
    """Tell whether an outing the portal never had was taken back, by this sending or a later one."""
    if document.discarded:
        _remember_discarded(document, now)
        return True
    return DiscardedRecord.objects.filter(
        client_id=document.client_id,
        device=document.device,
        revision__gte=document.revision,
    ).exists()


def _remember_discarded(document, now):
    DiscardedRecord.objects.filter(at__lt=now - REMEMBERED).delete()
    DiscardedRecord.objects.update_or_create(
        client_id=document.client_id,
        device=document.device,
        defaults={"revision": document.revision, "at": now},
    )


def _create(document, named, by, now):
    """Return a row of version 0, or the one a twin of this sending made meanwhile."""
    return create(
        already=lambda: _find(document),
        client_id=document.client_id,
        status=Status.ENDED if document.ended_at else Status.RUNNING,
        trigger=Trigger.REPORT if named.reports else Trigger.SPOT,
        hotspot=named.place,
        starts_at=document.started_at,
        ends_at=document.ended_at,
        lead=service_of(by),
        version=0,
        created_by=by,
        created_at=now,
    )


def _apply(row, document, named, by, now, *, created):
    fields = {
        "kind": document.kind,
        "hotspot": named.place,
        "day": day_of(document.started_at),
        "starts_at": document.started_at,
        # one that ended at the desk keeps its outcome while the phone has none
        "outcome": document.outcome or (row.outcome if row.status in DONE else ""),
        "shared_note": document.note,
        "device_started_at": document.device_started_at,
        "device_ended_at": document.device_ended_at,
        "received_at": now,
    }
    before = None if created else row.status
    joined_or_left = {} if created else crew_change(row, named.people)
    _write_step(row, document, by, created, {**fields, "now": now}, joined_or_left)
    if row.crew_frozen_at:
        count_crew(row)  # the hours may have changed
    else:
        _write_crew(row, named.people, by)
    write_counts(row, document)
    write_follow_up(row, document)
    link_reports(row, named.reports, by, before, now)


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
        back = {"by": by, "cancelled_because": "", "now": fields["now"]}
        transition(row, Status.PLANNED, Step.What.RESTORED, **back)
    if row.status == Status.PLANNED and not row.planned_from and not revived:
        common |= {"planned_from": row.starts_at, "planned_until": row.ends_at}
    if document.ended_at is None:
        if created:
            save_change(row, Step.What.STARTED, **common)
        elif row.status == Status.PLANNED:
            transition(row, Status.RUNNING, Step.What.STARTED, ends_at=None, **common)
        else:
            # one ended at the desk stays so, with the end it has if that still makes sense
            begun, now = document.started_at, fields["now"]
            if row.ends_at and check_times(begun, row.ends_at, now=now):
                raise SyncConflict(row)
            counting = row.status == Status.RUNNING
            save_change(row, Step.What.CHANGED, goes_on=counting, **common)
    elif created:
        save_change(row, Step.What.LOGGED, ends_at=document.ended_at, **common)
    elif row.status in (Status.PLANNED, Status.RUNNING):
        what = Step.What.ENDED if row.status == Status.RUNNING else Step.What.LOGGED
        transition(row, Status.ENDED, what, ends_at=document.ended_at, **common)
    else:
        save_change(row, Step.What.CHANGED, ends_at=document.ended_at, **common)


def _began(row, by):
    """Tell whether ``by`` is who began this outing, the last time it was begun."""
    began = row.history.filter(what=Step.What.STARTED).values_list("by", flat=True)
    return began.last() == by.pk


def _discard(row, document, by, now):
    """Take back an outing begun by mistake; one that already ended is for the desk to cancel."""
    if row.status not in (Status.PLANNED, Status.RUNNING):
        raise SyncConflict(row)
    if row.status == Status.PLANNED:
        if not row.sends.filter(device=document.device, version=row.version).exists():
            bump_version(row)
        return
    if not (_began(row, by) or may_lead(by, row.lead)):
        raise StepRefused(BEGUN_BY_OTHERS)
    planned = row.planned_from is not None
    back = {
        "starts_at": row.planned_from if planned else row.starts_at,
        "ends_at": row.planned_until
        if planned
        else max(row.starts_at + timedelta(minutes=1), now),
    }
    back["day"] = day_of(back["starts_at"])
    transition(
        row,
        Status.CANCELLED,
        Step.What.CANCELLED,
        by=by,
        device_at=document.device_started_at,
        cancelled_because=STARTED_BY_MISTAKE,
        now=now,
        **back,
    )
    if planned:  # what had been planned is still to be done
        again = {"by": by, "cancelled_because": "", "now": now}
        transition(row, Status.PLANNED, Step.What.RESTORED, **again)
    count_crew(row)
