"""The shared sheet of an intervention as one value: to read it, compare it, say it in words."""

from dataclasses import dataclass, fields
from datetime import date, datetime

from django.utils import timezone

from hotspots.models import ELSEWHERE_LABEL, Hotspot
from interventions.models import Kind, Outcome, Trigger
from interventions.record.rows import open_follow_up, read_acts, read_tallies
from texts.days import ending

NOTHING = "niente"


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What a sheet says. ``people`` None means: leave the crew as it is.

    ``ends_at`` None is an intervention that still goes on; moments are aware.
    """

    hotspot: Hotspot | None
    starts_at: datetime
    ends_at: datetime | None
    kind: str
    trigger: str
    aim: str
    people: list | None
    outcome: str
    shared_note: str
    follow_up_on: date | None
    reports: list
    tallies: list
    acts: list


LABELS = {
    "hours": "orario",
    "lead": "servizio capofila",
    "hotspot": "luogo",
    "also_at": "passa anche da",  # of once: the history goes on naming it
    "starts_at": "inizio",
    "ends_at": "fine",
    "kind": "tipo",
    "trigger": "origine",
    "aim": "scopo",
    "people": "equipaggio",
    "outcome": "esito",
    "shared_note": "nota condivisa",
    "follow_up_on": "da ricontrollare entro il",
    "reports": "segnalazioni",
    "tallies": "contatti, mediazioni e controlli",
    "acts": "atti",
}
WORDS = {"kind": Kind, "trigger": Trigger, "outcome": Outcome}


def read_sheet(intervention):
    """Return the ``Sheet`` of an intervention as it is in the database."""
    open_task = open_follow_up(intervention)
    return Sheet(
        hotspot=intervention.hotspot,
        starts_at=intervention.starts_at,
        ends_at=intervention.ends_at,
        kind=intervention.kind,
        trigger=intervention.trigger,
        aim=intervention.aim,
        people=[member.person for member in intervention.crew.all()],
        outcome=intervention.outcome,
        shared_note=intervention.shared_note,
        follow_up_on=open_task and open_task.due_on,
        reports=list(intervention.reports.all()),
        tallies=read_tallies(intervention),
        acts=read_acts(intervention),
    )


def changed(before, after):
    """Return the names of the fields of ``Sheet`` in which two sheets differ."""
    return [
        field.name
        for field in fields(Sheet)
        if _comparable(before, field.name) != _comparable(after, field.name)
        and not (field.name == "people" and after.people is None)
    ]


def in_words(names):
    """Say the names of fields of a sheet, or of a plan, that the history keeps."""
    return ", ".join(LABELS.get(name, name) for name in names)


def shown(sheet, name):
    """Return what a field of a sheet says, in words."""
    value = getattr(sheet, name)
    if name == "hotspot":
        return str(value or ELSEWHERE_LABEL)
    if isinstance(value, datetime) and name == "ends_at":
        return ending(value)
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, list):
        return "; ".join(map(str, value)) or NOTHING
    if value and name in WORDS:
        return WORDS[name](value).label
    return value or NOTHING


def to_the_minute(moment):
    """Return a moment as a form writes it: people type hours and minutes."""
    return moment and moment.replace(second=0, microsecond=0)


def _comparable(sheet, name):
    value = getattr(sheet, name)
    if isinstance(value, datetime):
        return to_the_minute(value)
    if name in ("people", "reports"):
        return {one.pk for one in value or []}
    return sorted(value) if isinstance(value, list) else value
