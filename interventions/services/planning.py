"""An outing is planned, planned again, cancelled, taken up again; people put themselves in.

Every verb that gives hours to people first locks them (``conflicts.lock_people``): a person is
never in two places, whoever plans at the same instant. What may be overcome comes back as
``ConflictsFound`` until the planner says ``confirmed``.
"""

import uuid
from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from interventions.models import BEGUN, TO_COME, Service, Status, Step, Trigger
from interventions.notifications.changes import known_of, notify_changed
from interventions.planning.conflicts import (
    find_conflicts,
    lock_people,
    refuse_conflicts,
)
from interventions.planning.plans import plan_of
from interventions.record import lifecycle
from interventions.record.crew import (
    count_crew,
    crew_change,
    crew_of,
    may_lead,
    set_crew,
)
from interventions.record.lifecycle import StepRefused, day_of
from interventions.services.answers import tell_reports, untell_reports
from interventions.services.locking import lock_with_crew

PAST = (
    "Queste ore sono già passate: scegli un giorno o un orario che deve ancora venire."
)
NOT_YOURS_TO_LEAD = (
    "Giorno, orario e luogo li decide chi è di {lead}, oppure il coordinatore."
)
NOT_PLANNED = "Si cambia il programma di un intervento che deve ancora iniziare. Questo è “{now}”."
REASON_MISSING = "Scrivi perché lo annulli."


@transaction.atomic
def plan_intervention(plan, *, by, confirmed=False, client_id=None, now=None):
    """Plan one outing from a ``Plan`` and return the Intervention.

    Raise ``ConflictsFound`` for what stands in the way, ``StepRefused`` for hours already past,
    for a lead or a crew that ``by`` may not decide.
    """
    require_lead(by, plan.lead)
    require_future(plan, now)
    plan = with_locked_people(plan)
    refuse_conflicts(find_conflicts([plan], by=by, now=now)[0], confirmed=confirmed)
    return create(plan, by=by, client_id=client_id, now=now)


@transaction.atomic
def replan_intervention(intervention, plan, *, by, seen=None, confirmed=False):
    """Give an intervention that has not begun the hours, place and crew of ``plan``.

    Who is of another service than the lead's changes only their own people in the crew.
    """
    intervention = lock_with_crew(intervention, joining=plan.people, seen=seen)
    require_planned(intervention)
    plan = with_locked_people(plan)
    before = plan_of(intervention)
    if changed_fields(before, plan):
        require_lead(by, intervention.lead)
        require_lead(by, plan.lead)
        if before.starts_at != plan.starts_at or before.ends_at != plan.ends_at:
            require_future(plan)
    found = find_conflicts([plan], by=by, apart_from=[intervention])[0]
    refuse_conflicts(found, confirmed=confirmed)
    return rewrite(intervention, plan, by=by)


def move_intervention(intervention, *, hotspot, day, by, seen=None, confirmed=False):
    """Bring an intervention to another place and day, at the same hours of the clock."""
    require_planned(intervention)
    plan = replace(plan_of(intervention).on(day), hotspot=hotspot)
    return replan_intervention(
        intervention, plan, by=by, seen=seen, confirmed=confirmed
    )


@transaction.atomic
def cancel_intervention(intervention, *, because, by, seen=None, now=None):
    """Cancel an intervention for a reason, kept on its page; its people are free again."""
    if not because.strip():
        raise StepRefused(REASON_MISSING)
    intervention = lock_with_crew(intervention, seen=seen)
    require_lead(by, intervention.lead)
    fields = {"cancelled_because": because.strip()}
    if intervention.ends_at is None:
        fields["ends_at"] = max(
            now or timezone.now(), intervention.starts_at + timedelta(minutes=1)
        )
    was_to_come = intervention.status == Status.PLANNED
    knew = dict.fromkeys(crew_of(intervention), known_of(intervention))
    lifecycle.transition(
        intervention,
        Status.CANCELLED,
        Step.What.CANCELLED,
        by=by,
        detail=untell_reports(intervention, by=by, now=now),
        now=now,
        **fields,
    )
    count_crew(intervention)  # who was in it may count elsewhere
    if was_to_come:
        notify_changed(intervention, knew, by=by, now=now)
    return intervention


@transaction.atomic
def restore_intervention(intervention, *, by, seen=None, confirmed=False):
    """Bring a cancelled intervention back to the state it had.

    A plan comes back if nothing took its place meanwhile; what had begun goes on, what had ended,
    also by a merge, waits to be approved: what was done stays done.
    """
    intervention = lock_with_crew(intervention, seen=seen)
    require_lead(by, intervention.lead)
    to = lifecycle.status_before(intervention)
    knew = dict.fromkeys(crew_of(intervention), known_of(intervention))
    if intervention.status == Status.CANCELLED and to == Status.PLANNED:
        plan = plan_of(intervention)
        require_future(plan)
        found = find_conflicts([plan], by=by, apart_from=[intervention])[0]
        refuse_conflicts(found, confirmed=confirmed)
    told = tell_reports(intervention, by=by) if to == Status.ENDED else {}
    lifecycle.transition(
        intervention,
        to,
        Step.What.RESTORED,
        by=by,
        of=Status.CANCELLED,
        detail=told,
        cancelled_because="",
        **{"ends_at": None} if to == Status.RUNNING else {},
    )
    count_crew(intervention)
    if to == Status.PLANNED:  # what is over asks nobody to go
        notify_changed(intervention, knew, by=by)
    return intervention


def may_be_restored(intervention):
    """Tell whether a cancelled intervention can come back as it was: begun, or still to come."""
    if intervention.status != Status.CANCELLED:
        return False
    is_to_come = intervention.ends_at > timezone.now()
    return is_to_come or lifecycle.status_before(intervention) in BEGUN


def require_lead(by, lead):
    """Raise ``StepRefused`` unless ``by`` decides for interventions led by a service."""
    if not may_lead(by, lead):
        raise StepRefused(NOT_YOURS_TO_LEAD.format(lead=Service(lead).label))


def require_future(plan, now=None):
    if plan.ends_at <= (now or timezone.now()):
        raise StepRefused(PAST)


def require_planned(intervention):
    if intervention.status not in TO_COME:
        now = intervention.get_status_display()
        raise StepRefused(NOT_PLANNED.format(now=now))


def with_locked_people(plan):
    return replace(plan, people=tuple(lock_people(plan.people)))


def create(plan, *, by, series=None, client_id=None, now=None):
    """Write an outing whose conflicts were looked at; the caller holds its people locked."""
    row = lifecycle.create(
        status=Status.DRAFT if plan.is_draft else Status.PLANNED,
        kind=plan.kind,
        trigger=Trigger.REPORT if plan.reports else Trigger.PLANNED,
        aim=plan.aim,
        hotspot=plan.hotspot,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        planned_from=plan.starts_at,
        planned_until=plan.ends_at,
        lead=plan.lead,
        series=series,
        created_by=by,
        created_at=now or timezone.now(),
        client_id=client_id or uuid.uuid4(),
    )
    row.reports.add(*plan.reports)
    set_crew(row, plan.people, by=by)
    detail = {"people": len(plan.people)}
    if plan.reports:
        detail["reports"] = ", ".join(sorted(r.code for r in plan.reports))
    lifecycle.append(row, Step.What.PLANNED, by=by, detail=detail, now=now)
    notify_changed(row, dict.fromkeys(plan.people), by=by, now=now)
    return row


def rewrite(intervention, plan, *, by):
    """Write ``plan`` on a locked intervention that has not begun; nothing changed, nothing written."""
    before, knew = plan_of(intervention), known_of(intervention)
    changed = changed_fields(before, plan)
    crew_changed = set(before.people) != set(plan.people)
    if not changed and not crew_changed:
        return intervention
    fields = {
        "kind": plan.kind,
        "aim": plan.aim,
        "hotspot": plan.hotspot,
        "day": day_of(plan.starts_at),
        "starts_at": plan.starts_at,
        "ends_at": plan.ends_at,
        "planned_from": plan.starts_at,
        "planned_until": plan.ends_at,
        "lead": plan.lead,
    }
    what = Step.What.CHANGED if changed else Step.What.CREW
    names = [*changed, *(["people"] if crew_changed else [])]
    detail = {"changed_fields": names, **crew_change(intervention, plan.people)}
    lifecycle.save_change(
        intervention, what, by=by, detail=detail, **fields if changed else {}
    )
    intervention.reports.set(plan.reports)
    set_crew(intervention, plan.people, by=by)
    was, now = set(before.people), set(plan.people)
    stayed = was & now if {"hours", "hotspot"} & set(changed) else set()
    told = dict.fromkeys(now - was) | dict.fromkeys((was - now) | stayed, knew)
    notify_changed(intervention, told, by=by)
    return intervention


def changed_fields(before, after):
    """Return the names of what differs between two plans, the crew apart."""
    pairs = {
        "hours": (
            (before.starts_at, before.ends_at),
            (after.starts_at, after.ends_at),
        ),
        "hotspot": (before.hotspot, after.hotspot),
        "kind": (before.kind, after.kind),
        "aim": (before.aim, after.aim),
        "lead": (before.lead, after.lead),
        "reports": (set(before.reports), set(after.reports)),
    }
    return [name for name, (was, now) in pairs.items() if was != now]
