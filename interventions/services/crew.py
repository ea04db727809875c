"""A person joins a crew, or leaves it, before the outing is over."""

from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from interventions.models import TAKES_PEOPLE, Status, Step, service_of
from interventions.notifications.changes import notify_changed
from interventions.planning.conflicts import (
    find_conflicts,
    lock_people,
    refuse_conflicts,
)
from interventions.planning.plans import plan_of
from interventions.record import lifecycle
from interventions.record.crew import crew_change, crew_of, set_crew
from interventions.record.hours import end_of
from interventions.record.lifecycle import StepRefused
from interventions.services.locking import lock_with_crew

NO_MORE_PEOPLE = "L’equipaggio si cambia prima che l’intervento sia finito."
LAST_ONE = (
    "Nell’equipaggio ci sei solo tu: termina l’intervento, "
    "oppure esci dopo che è entrata un’altra persona."
)
NOT_IN_A_CREW = "In un equipaggio stanno solo agenti ed educatori."


@transaction.atomic
def join_intervention(intervention, *, by, confirmed=False, now=None):
    """Let a person of a service put themself in a crew; twice is once."""
    if service_of(by) is None:
        raise StepRefused(NOT_IN_A_CREW)
    intervention = _lock_for_crew(intervention, by)
    (person,) = lock_people([by])
    crew = crew_of(intervention)
    if person in crew:
        return intervention
    found = conflicts_of_joining(intervention, [person], now=now)
    refuse_conflicts(found, confirmed=confirmed)
    return _write_crew(intervention, [*crew, person], by=by, now=now)


@transaction.atomic
def leave_intervention(intervention, *, by):
    """Let a person take themself out of a crew; twice is once.

    Raise ``StepRefused`` when it goes on and nobody would be left.
    """
    intervention = _lock_for_crew(intervention, by)
    crew = crew_of(intervention)
    if by not in crew:
        return intervention
    if crew == [by] and intervention.status == Status.RUNNING:
        raise StepRefused(LAST_ONE)
    return _write_crew(intervention, [p for p in crew if p != by], by=by)


def conflicts_of_joining(intervention, people, *, now=None):
    """Return what stands in the way of locked ``people`` who join a crew, the place apart.

    That the place is covered is no news for who goes there with the others.
    """
    if not people:
        return []
    # one that goes on with no end in sight takes them at least for now
    at_least = max(now or timezone.now(), intervention.starts_at)
    at_least += timedelta(minutes=1)
    ends_at = intervention.ends_at or max(end_of(intervention, now), at_least)
    alone = replace(
        plan_of(intervention), ends_at=ends_at, hotspot=None, people=tuple(people)
    )
    return find_conflicts([alone], apart_from=[intervention], now=now)[0]


def _lock_for_crew(intervention, person):
    intervention = lock_with_crew(intervention, joining=[person])
    if intervention.status not in TAKES_PEOPLE:
        raise StepRefused(NO_MORE_PEOPLE)
    return intervention


def _write_crew(intervention, people, *, by, now=None):
    detail = {"people": len(people), **crew_change(intervention, people)}
    set_crew(intervention, people, by=by)
    notify_changed(intervention, {by: None}, by=by, now=now)  # they know it
    lifecycle.save_change(intervention, Step.What.CREW, by=by, detail=detail, now=now)
    return intervention
