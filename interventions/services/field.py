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

from interventions.field.counting import began_from, told_by
from interventions.models import (
    BEGUN,
    DONE,
    DiscardedRecord,
    Intervention,
    PhoneSend,
    Status,
    Trigger,
    service_of,
)
from interventions.record.lifecycle import StepRefused, create, lock
from interventions.record.parts import NOTHING, from_json, read_parts, to_json, together
from interventions.services.field_contents import (
    look_up,
    parts_told,
    refuse_long_note,
    refuse_names,
    refuse_too_many,
)
from interventions.services.field_steps import SyncConflict, write_told
from interventions.services.field_taking_back import goes_on_without, take_back
from interventions.services.locking import lock_crews
from interventions.services.merging import bring_along

CHOSEN = ("place", "kind", "started_at", "ended_at")  # one alone can be right
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
    ``SyncConflict``, ``NotYours``, ``NamesAsked`` or ``DocumentRefused``: then nothing changed.
    """
    now = now or timezone.now()
    if row := _find(document):
        return _record_again(row, document, by, now)
    if _is_taken_back(document, now):
        return Logged(code="", version=0)
    named = look_up(document, by)
    refuse_too_many(parts_told(document, named), NOTHING)
    refuse_names(document)
    row = _create(document, named, by, now)
    if row.version:  # a twin of this sending was quicker
        return _record_again(row, document, by, now)
    told = parts_told(document, named)
    write_told(row, told, named, by, now, created=True)
    said = _said(document, NOTHING, told)
    _remember_sending(row, row.version, document, said, by, now)
    return Logged(row.code, row.version, created=True)


def _record_again(row, document, by, now):
    """Bring a record already there where the document says, unless an older sending did."""
    refuse_unless_theirs(row, by)
    sent = row.sends.filter(device=document.device).first()
    again = bool(sent) and _begins_again(row, document, sent)
    if sent and max(document.base_version or 0, document.settles or 0) < sent.since:
        raise SyncConflict(row)  # sent before it was taken back: it arrives too late
    if sent and document.revision <= sent.revision and not again:
        return Logged(row.stays.code, sent.version)
    last_read = {document.base_version, document.settles, sent and sent.version}
    outing = row.stays
    has_seen_it = outing.version in last_read
    its_own_part = document.discarded and goes_on_without(row, document, sent)
    alone = document.discarded or outing.status == Status.CANCELLED
    if alone and not has_seen_it and not its_own_part:
        raise SyncConflict(outing)
    if document.discarded:
        said = take_back(row, document, sent, by, now)
        stays, is_all = row, True
    else:
        stays, said, is_all = _go_on(row, document, sent, by, now)
    since = {"since": document.base_version} if again else {}
    _remember_sending(row, stays.version, document, said, by, now, **since)
    return Logged(stays.code, stays.version, row=None if is_all else stays)


def _go_on(row, document, sent, by, now):
    """Put what a document changes together with what is there.

    Return the row it is written on, what to remember of it, and whether that is all there is.
    """
    sent = _as_it_told(row, sent)
    seen = _seen(row, document, sent)
    if seen is None:
        raise SyncConflict(row)
    named = look_up(document, by, row)
    mine = _same_hours(parts_told(document, named, seen), seen, document, sent)
    refuse_too_many(mine, seen)
    refuse_names(document, seen.note, row.stays.shared_note)
    stays = bring_along(row, seen, mine)
    theirs = read_parts(stays)
    began = _settled(seen, theirs, stays, document)
    parts, clashes = together(began, theirs, mine)
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
        write_told(stays, parts, named, by, now)
    is_all = parts == replace(mine, aim=parts.aim)
    return stays, _said(document, _not_its_own(seen, sent), mine), is_all


def _seen(row, document, sent):
    """Return the ``Parts`` a document goes on from; None when nobody knows any more."""
    version = document.base_version or 0
    if document.seen and (sent is None or version >= sent.version):
        return _with_its_own_counts(document.seen, sent)
    if sent and sent.said:  # what was taken back is told anew
        return from_json(sent.said["parts" if sent.tells else "from"])
    if row.version in {document.base_version, sent and sent.version}:
        return _with_its_own_counts(read_parts(row), sent)
    if document.settles == row.version:  # the rest joins, the counts are the phone's
        joins = {"note": "", "crew": frozenset(), "reports": frozenset(), "acts": {}}
        return replace(read_parts(row), **joins)
    return None


def _as_it_told(row, sent):
    """Return a sending with what it had told of a row it annulled, once that nobody remembered it.

    It was then the only one to tell of it, and what it had told stayed there.
    """
    is_unplanned = row.status == Status.CANCELLED and row.planned_from is None
    if sent and not sent.said and is_unplanned:
        sent.said = {"from": to_json(NOTHING), "parts": to_json(read_parts(row))}
    return sent


def _settled(seen, theirs, row, document):
    """Return ``seen`` as if nobody else had changed what a person chose between the two."""
    if document.settles != row.version:
        return seen
    return replace(seen, **{name: getattr(theirs, name) for name in CHOSEN})


def _with_its_own_counts(seen, sent):
    """Return ``seen`` with the counts that the phone told: it takes away nobody else's."""
    return replace(seen, tallies=told_by(sent).tallies)


def _not_its_own(seen, sent):
    """Return what a phone goes on from without what it told itself: to there it takes back."""
    if not (sent and sent.tells):
        return seen
    parts, _ = together(told_by(sent), began_from(sent), seen)
    return parts


def _same_hours(mine, seen, document, sent):
    """Give back the hours to which a clock put right each time would add seconds.

    ``seen`` has none when it was no outing any more, as one that the desk cancelled.
    """
    was = sent.said.get("clock", []) if sent and seen.started_at else []
    if was and was[0] == document.device_started_at.isoformat():
        mine = replace(mine, started_at=seen.started_at)
    ended_at = document.device_ended_at
    if was and ended_at and was[1] == ended_at.isoformat():
        mine = replace(mine, ended_at=seen.ended_at)
    return mine


def _said(document, before, parts):
    clock = [document.device_started_at, document.device_ended_at]
    return {
        "from": to_json(before),
        "parts": to_json(parts),
        "clock": [moment and moment.isoformat() for moment in clock],
    }


def _remember_sending(row, version, document, said, by, now, **since):
    PhoneSend.objects.update_or_create(
        intervention=row,
        device=document.device,
        defaults={
            "revision": document.revision,
            "version": version,
            "said": said,
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
    lock_crews(*filter(None, [found]), joining=document.crew)
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
