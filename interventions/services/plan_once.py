"""The form of a plan sent twice plans once, also when the crew is empty and nothing conflicts."""

import uuid

from django.db import IntegrityError, transaction

from interventions.models import Intervention
from interventions.services.planning import plan_intervention
from interventions.services.series import plan_series


def plan_once(plan, days, *, client_id, by, skip=False, confirmed=False):
    """Plan an outing, or one per day of ``days`` when there are any; return the Interventions.

    The same ``Plan`` sent again by the same person with the same ``client_id`` (a UUID, or None
    for no memory) returns those already made. A form taken up again and changed is another plan:
    the id of the outing is derived from what was asked. Raise as ``plan_intervention`` and
    ``plan_series``.
    """
    asked = _id_of(plan, days, client_id or uuid.uuid4(), by)
    if made := _made(asked):
        return made
    try:
        with transaction.atomic():
            if not days:
                return [
                    plan_intervention(plan, by=by, confirmed=confirmed, client_id=asked)
                ]
            return plan_series(
                plan, days, by=by, skip=skip, confirmed=confirmed, client_id=asked
            )
    except IntegrityError:
        # the same form at the same instant
        if made := _made(asked):
            return made
        raise


def _id_of(plan, days, client_id, by):
    parts = [
        by.pk,
        plan.starts_at.isoformat(),
        plan.ends_at.isoformat(),
        plan.hotspot and plan.hotspot.pk,
        plan.kind,
        plan.lead,
        plan.aim,
        plan.is_draft,
        [person.pk for person in plan.people],
        [report.pk for report in plan.reports],
        [str(day) for day in days],
    ]
    return uuid.uuid5(client_id, repr(parts))


def _made(asked):
    first = Intervention.objects.filter(client_id=asked).first()
    if first is None or first.series is None:
        return [first] if first else []
    rows = Intervention.objects.filter(series=first.series)
    return list(rows.order_by("starts_at", "pk"))
