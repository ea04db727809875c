"""Outings that come back every week: planned together, changed and cancelled from one on."""

import uuid
from dataclasses import replace
from operator import itemgetter

from django.db import transaction

from interventions.models import Intervention
from interventions.planning.conflicts import (
    ConflictsFound,
    find_conflicts,
    no_such_hours,
    refuse_conflicts,
)
from interventions.planning.plans import (
    MOST_OCCURRENCES,
    TOO_MANY_DATES,
    on_each,
    plan_of,
)
from interventions.record import lifecycle
from interventions.record.lifecycle import StepRefused
from interventions.services.locking import lock_crews
from interventions.services.planning import (
    cancel_intervention,
    changed_fields,
    create,
    require_future,
    require_lead,
    require_planned,
    rewrite,
    with_locked_people,
)

NOTHING_LEFT = "Tutte le date sono in conflitto: non c’è niente da pianificare."


class SeriesConflicts(ConflictsFound):
    """``dates`` is [(day, conflicts)] of the dates in the way; nothing was written."""

    def __init__(self, dates, *, may_skip):
        self.dates = dates
        self.may_skip = may_skip
        super().__init__([conflict for _, found in dates for conflict in found])


@transaction.atomic
def plan_series(plan, days, *, by, skip=False, confirmed=False, client_id=None):
    """Plan the same outing on several days under one ``series``: all of them or none.

    With ``skip`` the dates on which something is refused are left out. The first takes
    ``client_id``, the others one derived from it and from their day. Return the Interventions; raise ``SeriesConflicts`` with the dates in the way.
    """
    require_lead(by, plan.lead)
    if len(days) > MOST_OCCURRENCES:
        raise StepRefused(TOO_MANY_DATES)
    plan = with_locked_people(plan)
    plans, refused = on_each(plan, days)
    for each in plans:
        require_future(each)
    found = find_conflicts(plans, by=by)
    plans = _without_conflicts(plans, found, skip, confirmed, no_such_hours(refused))
    series = uuid.uuid4()
    client_id = client_id or uuid.uuid4()
    ids = [client_id, *(uuid.uuid5(client_id, str(each.day)) for each in plans[1:])]
    return [
        create(each, by=by, series=series, client_id=one)
        for each, one in zip(plans, ids, strict=True)
    ]


@transaction.atomic
def replan_series(intervention, plan, *, by, seen=None, confirmed=False):
    """Write ``plan`` on an intervention and on the next ones of its series not yet begun.

    Those moved by some days move by the same days; hours are those of the clock on the wall.
    The reports answered stay those of each. All or none: raise ``SeriesConflicts``.
    """
    following = _following(intervention)
    lock_crews(*following, joining=plan.people)
    plan = with_locked_people(plan)
    first = lifecycle.lock(intervention, seen=seen)
    require_planned(first)
    if changed_fields(plan_of(first), plan):
        require_lead(by, first.lead)
        require_lead(by, plan.lead)
        require_future(plan)
    shift = plan.day - first.day
    rows = [first, *(lifecycle.lock(each) for each in following if each != first)]
    plans = [
        plan
        if row == first
        else replace(plan.on(row.day + shift), reports=plan_of(row).reports)
        for row in rows
    ]
    found = find_conflicts(plans, by=by, apart_from=rows)
    _without_conflicts(plans, found, False, confirmed)
    for row, each in zip(rows, plans, strict=True):
        rewrite(row, each, by=by)
    return rows


@transaction.atomic
def cancel_series(intervention, *, because, by, seen=None):
    """Cancel an intervention and the next ones of its series not yet begun; return them."""
    following = [each for each in _following(intervention) if each != intervention]
    lock_crews(intervention, *following)
    first = cancel_intervention(intervention, because=because, by=by, seen=seen)
    rest = [cancel_intervention(each, because=because, by=by) for each in following]
    return [first, *rest]


def _following(intervention):
    """Return the planned ones of the same series from ``intervention`` on, the oldest first."""
    if intervention.series is None:
        return [intervention]
    rows = Intervention.objects.filter(
        series=intervention.series,
        starts_at__gte=intervention.starts_at,
        status=intervention.status,
    )
    return list(rows.prefetch_related("crew__person").order_by("starts_at", "pk"))


def _without_conflicts(plans, found, skip, confirmed, without=()):
    """Return the plans that stay; raise ``SeriesConflicts`` when the planner has to decide.

    ``without``: [(day, conflicts)] of the days on which there can be no plan.
    """
    if skip:
        kept = [
            (plan, here)
            for plan, here in zip(plans, found, strict=True)
            if not any(conflict.is_refused for conflict in here)
        ]
        if not kept:
            raise StepRefused(NOTHING_LEFT)
        plans, found = [plan for plan, _ in kept], [here for _, here in kept]
        without = ()
    dates = [(plan.day, here) for plan, here in zip(plans, found, strict=True) if here]
    dates = sorted([*dates, *without], key=itemgetter(0))
    try:
        refuse_conflicts(
            [conflict for _, here in dates for conflict in here], confirmed=confirmed
        )
    except ConflictsFound as refused:
        raise SeriesConflicts(dates, may_skip=not refused.may_confirm) from None
    return plans
