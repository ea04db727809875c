"""A phone takes back what it told: the outing begun by mistake, or its own part of one of many hands.

``PhoneSend.said`` has what the phone told and what it began from: it goes back there, and what the
others told meanwhile stays.
"""

from dataclasses import replace
from datetime import timedelta

from interventions.field.counting import phones_of, without_its_own
from interventions.models import BEGUN, Status, Step
from interventions.record.crew import count_crew, crew_change, crew_of, may_lead
from interventions.record.lifecycle import (
    StepRefused,
    bump_version,
    day_of,
    save_change,
    transition,
)
from interventions.record.parts import from_json, place_of, read_parts
from interventions.services.field_contents import columns_of
from interventions.services.field_steps import SyncConflict
from interventions.services.merging import write_around

BEGUN_BY_OTHERS = (
    "L’ha avviata un’altra persona: la annulla lei, o il servizio capofila dal portale."
)
STARTED_BY_MISTAKE = "Avviata per errore dal telefono"


def others_tell(row, document):
    """Tell whether somebody else's phone tells of this outing, which then goes on without this one."""
    phones = phones_of(row, apart_from=document.device)
    return row.status in BEGUN and bool(phones)


def take_back(row, document, sent, by, now):
    """Take back what a phone told of a locked row; of one that ended the desk decides."""
    if row.status == Status.MERGED:
        return  # of the one that stays decides who is in it
    if others_tell(row, document):
        _take_part_back(row, document, sent, by, now)
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
    parts = without_its_own(row, sent)
    if by.pk not in document.crew and parts.crew != {by.pk}:
        parts = replace(parts, crew=parts.crew - {by.pk})
    if parts == read_parts(row):
        return
    people = [person for person in crew_of(row) if person.pk in parts.crew]
    save_change(
        row,
        Step.What.CHANGED,
        by=by,
        device_at=document.device_started_at,
        detail={"taken_back": _counted(sent)} | crew_change(row, people),
        now=now,
        **columns_of(parts, place_of(parts)),
    )
    write_around(row, parts)


def _counted(sent):
    """Return how many things in all a phone had counted."""
    told = sent and sent.said and from_json(sent.said["parts"])
    return sum(told.tallies.values()) if told else 0


def _take_all_back(row, document, sent, by, now):
    planned = row.planned_from is not None
    back = {
        "starts_at": row.planned_from if planned else row.starts_at,
        "ends_at": row.planned_until
        if planned
        else max(row.starts_at + timedelta(minutes=1), now),
    }
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
