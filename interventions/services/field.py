"""An outing logged by the phones of who is there: whatever is sent twice is written once.

A record goes through ``lifecycle`` as any other. ``PhoneSend`` remembers what each phone sent:
an old revision changes nothing and gets the same answer; of a new one what it changes is put
together with what the others did (``record.parts``). It is refused with ``SyncConflict`` only
when a person must choose.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from interventions.models import (
    BEGUN,
    DONE,
    DiscardedRecord,
    Intervention,
    PhoneSend,
    Status,
    Step,
    Trigger,
    service_of,
)
from interventions.record.crew import count_crew, may_lead
from interventions.record.lifecycle import (
    StepRefused,
    bump_version,
    create,
    day_of,
    lock,
    transition,
)
from interventions.record.parts import from_json, read_parts, to_json, together
from interventions.services.field_contents import (
    look_up,
    parts_told,
    refuse_long_note,
)
from interventions.services.field_steps import SyncConflict, write_told
from interventions.services.merging import bring_along

BEGUN_BY_OTHERS = (
    "L’ha avviata un’altra persona: la annulla lei, o il servizio capofila dal portale."
)
STARTED_BY_MISTAKE = "Avviata per errore dal telefono"
REMEMBERED = timedelta(days=30)  # a sending is not on its way for longer


class NotYours(StepRefused):
    """The record is of an outing this person is not in."""

    def __init__(self):
        super().__init__("Questa uscita è di un altro equipaggio: non puoi scriverci.")


@dataclass(frozen=True)
class Logged:
    """The answer to a phone: the record's code and the version its document became.

    ``row`` is the record when it holds something that the document does not say.
    """

    code: str
    version: int
    created: bool = False
    row: Intervention | None = None


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
    told = parts_told(document, named)
    write_told(row, told, document, by, now, created=True)
    _remember_sending(row, row.version, document, told, by, now)
    return Logged(row.code, row.version, created=True)


def _record_again(row, document, by, now):
    """Bring a record already there where the document says, unless an older sending did."""
    refuse_unless_theirs(row, by)
    sent = row.sends.filter(device=document.device).first()
    again = bool(sent) and _begins_again(row, document, sent)
    if sent and (document.base_version or 0) < sent.since:
        raise SyncConflict(row)  # sent before it was taken back: it arrives too late
    if sent and document.revision <= sent.revision and not again:
        return Logged(row.stays.code, sent.version)
    has_seen_it = row.version in {document.base_version, sent and sent.version}
    if not has_seen_it and (document.discarded or row.status == Status.CANCELLED):
        raise SyncConflict(row)
    if document.discarded:
        _discard(row, document, by, now)
        stays, told, is_all = row, None, True
    else:
        stays, told, is_all = _go_on(row, document, sent, by, now)
    since = {"since": document.base_version} if again else {}
    _remember_sending(row, stays.version, document, told, by, now, **since)
    return Logged(stays.code, stays.version, row=None if is_all else stays)


def _go_on(row, document, sent, by, now):
    """Put what a document changes together with what is there.

    Return the row it is written on, what the document told, and whether that is all there is.
    """
    seen = _seen(row, document, sent)
    if seen is None:
        raise SyncConflict(row)
    named = look_up(document, by, row)
    mine = _same_hours(parts_told(document, named, seen), seen, document, sent)
    stays = bring_along(row, seen, mine)
    theirs = read_parts(stays)
    parts, clashes = together(seen, theirs, mine)
    if clashes and stays == row:
        raise SyncConflict(row)
    refuse_long_note(mine, parts)
    if stays.status not in BEGUN:  # what is planned are no hours of an outing
        parts = replace(parts, started_at=mine.started_at, ended_at=mine.ended_at)
    elif stays.status in DONE:
        parts = replace(
            parts,
            ended_at=parts.ended_at or theirs.ended_at,
            outcome=parts.outcome or theirs.outcome,
        )
    if parts != theirs or stays.status not in BEGUN:
        write_told(stays, parts, document, by, now)
    return stays, mine, parts == mine


def _seen(row, document, sent):
    """Return the ``Parts`` a document goes on from; None when nobody knows any more."""
    version = document.base_version or 0
    if document.seen and (sent is None or version >= sent.version):
        return document.seen
    if sent and sent.said:
        return from_json(sent.said["parts"])
    if row.version in {document.base_version, sent and sent.version}:
        return read_parts(row)
    return None


def _same_hours(mine, seen, document, sent):
    """Give back the hours to which a clock put right each time would add seconds."""
    was = sent.said.get("clock", []) if sent else []
    if was and was[0] == document.device_started_at.isoformat():
        mine = replace(mine, started_at=seen.started_at)
    ended_at = document.device_ended_at
    if was and ended_at and was[1] == ended_at.isoformat():
        mine = replace(mine, ended_at=seen.ended_at)
    return mine


def _remember_sending(row, version, document, told, by, now, **since):
    clock = [document.device_started_at, document.device_ended_at]
    said = {
        "parts": told and to_json(told),
        "clock": [moment and moment.isoformat() for moment in clock],
    }
    PhoneSend.objects.update_or_create(
        intervention=row,
        device=document.device,
        defaults={
            "revision": document.revision,
            "version": version,
            "said": said if told else {},
            "by": by,
            "at": now,
            **since,
        },
    )


def _begins_again(row, document, sent):
    """Tell whether a phone that took this outing back begins it again, from its first revision.

    It has seen the version the taking back left, or one that came after its own last sending;
    what was on its way before had seen an older one.
    """
    seen = document.base_version or 0
    if row.status == Status.PLANNED and row.version == seen:
        return True
    return document.revision <= sent.revision and sent.version < seen <= row.version


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


def _began(row, by):
    """Tell whether ``by`` is who began this outing, the last time it was begun."""
    began = row.history.filter(what=Step.What.STARTED).values_list("by", flat=True)
    return began.last() == by.pk


def _discard(row, document, by, now):
    """Take back an outing begun by mistake; one that already ended is for the desk to cancel."""
    if row.status == Status.MERGED:
        return  # of the one that stays decides who is in it
    if row.status not in (Status.PLANNED, Status.RUNNING):
        raise SyncConflict(row)
    if row.status == Status.PLANNED:
        if not row.sends.filter(device=document.device, version=row.version).exists():
            bump_version(row)
        return
    if not (_began(row, by) or may_lead(by, row.lead)):
        raise StepRefused(BEGUN_BY_OTHERS)
    if row.sends.exclude(device=document.device).exclude(said={}).exists():
        return  # who is out with another phone goes on
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
