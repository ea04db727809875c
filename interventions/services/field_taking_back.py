"""A phone goes back to what it began from, as ``PhoneSend.said`` has it; what the others told stays."""

from dataclasses import replace
from datetime import timedelta

from interventions.field.counting import without_its_own
from interventions.models import BEGUN, PhoneSend, Status, Step
from interventions.record.crew import count_crew, crew_change, crew_of, may_lead
from interventions.record.lifecycle import (
    StepRefused,
    bump_version,
    day_of,
    save_change,
    transition,
)
from interventions.record.merged import whole_of
from interventions.record.parts import (
    NOTHING,
    from_json,
    place_of,
    read_parts,
    together,
)
from interventions.services.field_contents import columns_of
from interventions.services.field_steps import SyncConflict
from interventions.services.merging import bring_along, write_around

BEGUN_BY_OTHERS = (
    "L’ha avviata un’altra persona: la annulla lei, o il servizio capofila dal portale."
)
STARTED_BY_MISTAKE = "Avviata per errore dal telefono"


def others_tell(row, document):
    """Tell whether somebody else's phone tells of this outing, which then goes on without this one."""
    stays = row.stays
    return stays.status in BEGUN and _others(stays, document).exists()


def take_back(row, document, sent, by, now):
    """Take back what a phone told of a locked row; of one that ended the desk decides."""
    if others_tell(row, document):
        _take_part_back(row, document, sent, by, now)
    elif row.status == Status.MERGED:
        return  # of the one that stays decides who is in it
    elif row.status == Status.PLANNED:
        if not row.sends.filter(device=document.device, version=row.version).exists():
            bump_version(row)
    elif row.status != Status.RUNNING:
        raise SyncConflict(row)
    elif not (_began(row, by) or may_lead(by, row.lead)):
        raise StepRefused(BEGUN_BY_OTHERS)
    else:
        _take_all_back(row, document, sent, by, now)


def _take_part_back(row, document, sent, by, now):
    """Leave the outing to the other phones; who is no more in their own crew leaves this one too."""
    seen, mine = read_parts(row), without_its_own(row, sent)
    if by.pk not in document.crew:
        mine = replace(mine, crew=mine.crew - {by.pk})
    stays = bring_along(row, seen, mine)
    theirs = read_parts(stays)
    parts, _ = together(seen, theirs, mine)
    parts = replace(parts, crew=parts.crew or theirs.crew)
    parts = _hours_of_the_others(stays, document, sent, parts)
    if parts == theirs:
        return
    told = _told(sent) or NOTHING
    people = [person for person in crew_of(stays) if person.pk in parts.crew]
    save_change(
        stays,
        Step.What.CHANGED,
        by=by,
        device_at=document.device_started_at,
        detail={"taken_back": sum(told.tallies.values())} | crew_change(stays, people),
        now=now,
        starts_at=parts.started_at,
        ends_at=parts.ended_at,
        day=day_of(parts.started_at),
        **columns_of(parts, place_of(parts)),
    )
    write_around(stays, parts)


def _hours_of_the_others(stays, document, sent, parts):
    """Return some parts with the hours of the other phones, where they were of this one alone."""
    told = _told(sent)
    others = [_told(send) for send in _others(stays, document)]
    starts = [other.started_at for other in others]
    ends = [other.ended_at for other in others if other.ended_at]
    if told and told.started_at == parts.started_at and starts:
        parts = replace(parts, started_at=min(starts))
    if told and told.ended_at and told.ended_at == parts.ended_at and ends:
        parts = replace(parts, ended_at=max(ends))
    return parts


def _others(stays, document):
    told = PhoneSend.objects.filter(intervention__in=whole_of(stays)).exclude(said={})
    return told.exclude(device=document.device)


def _told(sent):
    return from_json(sent.said["parts"]) if sent and sent.said else None


def _take_all_back(row, document, sent, by, now):
    planned = row.planned_from is not None
    until = row.planned_until or max(row.starts_at + timedelta(minutes=1), now)
    back = {"starts_at": row.planned_from or row.starts_at, "ends_at": until}
    back["day"] = day_of(back["starts_at"])
    plan = without_its_own(row, sent)
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
    if not planned:
        count_crew(row)
        return
    # what had been planned is still to be done, as it was before
    again = {"by": by, "cancelled_because": "", "now": now}
    again |= columns_of(plan, place_of(plan))
    transition(row, Status.PLANNED, Step.What.RESTORED, **again)
    write_around(row, plan)


def _began(row, by):
    """Tell whether ``by`` is who began this outing, the last time it was begun."""
    began = row.history.filter(what=Step.What.STARTED).values_list("by", flat=True)
    return began.last() == by.pk
