"""A phone goes back to what it began from, as ``PhoneSend.said`` has it; what the others told stays."""

from dataclasses import replace
from datetime import timedelta

from interventions.field.counting import left_by, told_by, without_its_own
from interventions.models import BEGUN, PhoneSend, Status, Step
from interventions.record.crew import crew_change, crew_of, may_lead
from interventions.record.lifecycle import (
    StepRefused,
    bump_version,
    day_of,
    save_change,
    transition,
)
from interventions.record.merged import whole_of
from interventions.record.parts import place_of, read_parts, to_json
from interventions.services.field_contents import columns_of
from interventions.services.field_steps import SyncConflict
from interventions.services.merging import bring_along, write_around

BEGUN_BY_OTHERS = (
    "L’ha avviata un’altra persona: la annulla lei, o il servizio capofila dal portale."
)
STARTED_BY_MISTAKE = "Avviata per errore dal telefono"


def goes_on_without(row, document, sent):
    """Tell whether an outing is somebody else's too, and goes on without what this phone told."""
    stays, is_told = row.stays, bool(sent) and sent.tells
    if row.status in (Status.PLANNED, Status.MERGED) and is_told:
        return stays.status in (*BEGUN, Status.PLANNED)
    return stays.status in BEGUN and _others(stays, document).exists()


def take_back(row, document, sent, by, now):
    """Take back what a phone told of a locked row; of one that ended the desk decides.

    Return what to remember of the phone: what it takes up again, if it does.
    """
    if goes_on_without(row, document, sent):
        _take_part_back(row, document, sent, by, now)
    elif row.status == Status.MERGED:
        return sent.said if sent else {}  # the one that stays is no outing any more
    elif row.status == Status.CANCELLED and sent and not sent.tells:
        return sent.said  # taken up and taken back again before the portal knew
    elif row.status == Status.PLANNED:
        if not row.sends.filter(device=document.device, version=row.version).exists():
            bump_version(row)
    elif row.status != Status.RUNNING:
        raise SyncConflict(row)
    elif not (_began(row, by) or may_lead(by, row.lead)):
        raise StepRefused(BEGUN_BY_OTHERS)
    else:
        _take_all_back(row, document, sent, by, now)
    return _left_to_take_up(document, sent)


def _left_to_take_up(document, sent):
    if not (sent and sent.tells):
        return sent.said if sent else {}
    left = left_by(sent)
    return {"from": to_json(replace(left, crew=left.crew & set(document.crew)))}


def _take_part_back(row, document, sent, by, now):
    """Leave the outing to the other phones; who is no more in their own crew leaves this one too."""
    gone = frozenset({by.pk} - set(document.crew))
    seen, mine = read_parts(row), without_its_own(row, sent)
    stays = bring_along(row, seen, replace(mine, crew=mine.crew - gone))
    theirs, parts = read_parts(stays), without_its_own(stays, sent)
    parts = replace(parts, crew=parts.crew - gone or theirs.crew)
    parts = _hours_of_the_others(stays, document, sent, parts)
    if parts == theirs:
        return
    people = [person for person in crew_of(stays) if person.pk in parts.crew]
    save_change(
        stays,
        Step.What.CHANGED,
        by=by,
        device_at=document.device_started_at,
        detail=_taken_back(sent) | crew_change(stays, people),
        now=now,
        starts_at=parts.started_at,
        ends_at=parts.ended_at,
        day=day_of(parts.started_at),
        **columns_of(parts, place_of(parts)),
    )
    write_around(stays, parts)


def _hours_of_the_others(stays, document, sent, parts):
    """Return some parts with the hours of the other phones, where they were of this one alone."""
    told = told_by(sent)
    others = [told_by(send) for send in _others(stays, document)]
    starts = [other.started_at for other in others]
    ends = [other.ended_at for other in others if other.ended_at]
    if told.started_at == parts.started_at and starts:
        parts = replace(parts, started_at=min(starts))
    if told.ended_at and told.ended_at == parts.ended_at and ends:
        parts = replace(parts, ended_at=max(ends))
    return parts


def _others(stays, document):
    told = PhoneSend.objects.filter(intervention__in=whole_of(stays)).telling()
    return told.exclude(device=document.device)


def _taken_back(sent):
    return {"taken_back": sum(told_by(sent).tallies.values())}


def _take_all_back(row, document, sent, by, now):
    until = row.planned_until or max(row.starts_at + timedelta(minutes=1), now)
    back = {"starts_at": row.planned_from or row.starts_at, "ends_at": until}
    back["day"] = day_of(back["starts_at"])
    left = without_its_own(row, sent)
    transition(
        row,
        Status.CANCELLED,
        Step.What.CANCELLED,
        by=by,
        device_at=document.device_started_at,
        cancelled_because=STARTED_BY_MISTAKE,
        detail=_taken_back(sent),
        now=now,
        **back,
        **columns_of(left, place_of(left)),
    )
    if row.planned_from:  # what had been planned is still to be done, as it was before
        again = {"by": by, "cancelled_because": "", "now": now}
        transition(row, Status.PLANNED, Step.What.RESTORED, **again)
    write_around(row, left)


def _began(row, by):
    """Tell whether ``by`` is who began this outing, the last time it was begun."""
    began = row.history.filter(what=Step.What.STARTED).values_list("by", flat=True)
    return began.last() == by.pk
