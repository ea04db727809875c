"""The outings of a week, copied to another one."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.db import transaction

from accounts.services import record
from hotspots.models import Municipality
from interventions.models import Intervention, Status
from interventions.planning.conflicts import end_of, find_conflicts, lock_people
from interventions.planning.plans import Plan, plan_of
from interventions.record.crew import may_lead, may_put
from interventions.record.lifecycle import StepRefused
from interventions.services.planning import create, require_future

ALREADY_THERE = "C’è già."
ARCHIVED = "Il luogo è archiviato: pianificala altrove."
PASSES_NO_MORE = "Non passerà più da {place}: il luogo è archiviato."
OF_OTHERS = (
    "È di un altro servizio: lo copia un collega di quel servizio o il coordinatore."
)
SAME_WEEK = "Scegli una settimana diversa da quella che copi."


@dataclass
class Copy:
    """One outing to copy: what it becomes, the reasons why it stays behind, what to know before."""

    source: Intervention
    plan: Plan | None = None
    refused: list = field(default_factory=list)
    warnings: list = field(default_factory=list)


def preview_week(source, target, *, by):
    """Return a ``Copy`` for each outing of the week of Monday ``source``, as ``target``'s.

    Cancelled ones are not copied, nor those already there, nor those ``by`` may not plan.
    """
    if source == target:
        raise StepRefused(SAME_WEEK)
    rows = (
        Intervention.objects.on_days(source, source + timedelta(days=6))
        .exclude(status=Status.CANCELLED)
        .select_related("hotspot")
        .prefetch_related("also_at", "reports", "crew__person__role")
        .order_by("starts_at", "pk")
    )
    there = {
        _same(row)
        for row in Intervention.objects.on_days(
            target, target + timedelta(days=6)
        ).exclude(status=Status.CANCELLED)
    }
    copies = [_copy(row, target - source, there, by) for row in rows]
    possible = [copy for copy in copies if not copy.refused]
    found = find_conflicts([copy.plan for copy in possible])
    for copy, here in zip(possible, found, strict=True):
        copy.refused = [c.text for c in here if c.is_refused]
        copy.warnings += [c.text for c in here if not c.is_refused]
    return copies


@transaction.atomic
def copy_week(source, target, *, by):
    """Plan again in the week of Monday ``target`` what the preview shows; return what was made.

    Done twice it makes nothing the second time. What is in conflict stays behind.
    """
    # one copy at a time: two presses of the same button must not both find the week empty.
    # Rows still to be made cannot be locked: the Comune's, the only one of its table, stands for them
    Municipality.objects.select_for_update().first()
    shown = preview_week(source, target, by=by)
    lock_people(
        {person for copy in shown if not copy.refused for person in copy.plan.people}
    )
    made = []
    for copy in shown:
        if copy.refused:
            continue
        # looked at again: people are locked only now, and one made may hinder the next
        if not any(conflict.is_refused for conflict in find_conflicts([copy.plan])[0]):
            made.append(create(copy.plan, by=by))
    if made:
        after = {"from": f"{source}", "to": f"{target}", "rows": len(made)}
        record("intervention.copy_week", made[0], by=by, after=after)
    return made


def _copy(row, shift, there, by):
    copy = Copy(row)
    try:
        copy.plan = _again(row, shift)
        require_future(copy.plan)
    except StepRefused as refused:
        copy.refused = [str(refused)]
        return copy
    people = copy.plan.people
    if row.hotspot and row.hotspot.archived_on:
        copy.refused = [ARCHIVED]
    elif not may_lead(by, row.lead) or not all(may_put(by, p) for p in people):
        copy.refused = [OF_OTHERS]
    elif _same(row, copy.plan) in there:
        copy.refused = [ALREADY_THERE]
    gone = [place for place in row.also_at.all() if place.archived_on]
    copy.warnings = [PASSES_NO_MORE.format(place=place) for place in gone]
    return copy


def _again(row, shift):
    starts_at, ends_at = _hours(row)
    # a report answered once is not answered every week
    plan = plan_of(row)
    also_at = tuple(place for place in plan.also_at if place.archived_on is None)
    plan = replace(
        plan, starts_at=starts_at, ends_at=ends_at, reports=(), also_at=also_at
    )
    return plan.on(plan.day + shift)


def _hours(row):
    """Return the hours planned, else those it had: a copy repeats the plan, not the delays."""
    if row.planned_from:
        return row.planned_from, row.planned_until
    return row.starts_at, end_of(row)


def _same(row, plan=None):
    starts_at, ends_at = (plan.starts_at, plan.ends_at) if plan else _hours(row)
    return (starts_at, ends_at, row.hotspot_id, row.kind, row.lead, row.aim)
