"""A month of drafts becomes a month of turns: published together, told to each person in one mail."""

from collections import defaultdict
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from interventions.models import Intervention
from interventions.notifications.changes import notify_published
from interventions.planning.conflicts import find_conflicts, lock_people
from interventions.planning.plans import plan_of
from interventions.record import lifecycle
from interventions.services.planning import plan_intervention, replan_intervention
from texts.days import last_of


def drafts_of(first):
    """Return the drafts of the month that begins on ``first``, the earliest first."""
    drafts = Intervention.objects.drafts().on_days(first, last_of(first))
    drafts = drafts.select_related("hotspot")
    drafts = drafts.prefetch_related("crew__person", "reports")
    return drafts.order_by("starts_at", "pk")


def told_of(outings, *, by):
    """Return {person: their outings} of who is to be told: ``by`` knows already."""
    told = defaultdict(list)
    for row in outings:
        for member in row.crew.all():
            if member.person != by and member.person.is_active:
                told[member.person].append(row)
    return dict(sorted(told.items(), key=lambda pair: str(pair[0])))


@transaction.atomic
def add_turn(plan, *, by, now=None):
    """Put the people of a draft ``plan`` in the draft of the same hours and place, or in a new one.

    Officers and educators put one after the other at the same hours go out together. Return the
    sentences that the planner should read of it; raise ``ConflictsFound`` for what is refused,
    ``StepRefused`` for hours already past.
    """
    twin = Intervention.objects.drafts().filter(
        starts_at=plan.starts_at, ends_at=plan.ends_at, hotspot=plan.hotspot
    )
    row = twin.order_by("pk").first()
    apart = [row] if row else []
    found = find_conflicts([plan], by=by, apart_from=apart, now=now)[0]
    if row is None:
        plan_intervention(plan, by=by, confirmed=True, now=now)
    else:
        was = plan_of(row)
        people = tuple(dict.fromkeys([*was.people, *plan.people]))
        again = replace(was, people=people)
        replan_intervention(row, again, by=by, confirmed=True)
    return [conflict.text for conflict in found]


@transaction.atomic
def publish_month(first, *, by, now=None):
    """Publish the drafts of the month that begins on ``first``; return (published, left behind).

    What is already published is neither touched nor told again. A turn that is over, or of
    somebody who is busy elsewhere or left, stays a draft: [(intervention, why)].
    """
    now = now or timezone.now()
    drafts = drafts_of(first)
    lock_people({member.person for row in drafts for member in row.crew.all()})
    drafts = lifecycle.locked(drafts)
    plans = [plan_of(row) for row in drafts]
    taken, published, left = defaultdict(list), [], []
    found = find_conflicts(plans, by=by, apart_from=drafts, now=now)
    for row, plan, conflicts in zip(drafts, plans, found, strict=True):
        if why := _in_the_way(plan, conflicts, taken, now):
            left.append((row, why))
            continue
        published.append(row)
        for person in plan.people:
            taken[person.pk].append((plan.starts_at, plan.ends_at))
    lifecycle.publish_each(published, by=by, now=now)
    for person, rows in told_of(published, by=by).items():
        notify_published(person, rows)
    return published, left


@transaction.atomic
def discard_draft(intervention, *, by, seen=None):
    lifecycle.discard(lifecycle.lock(intervention, seen=seen), by=by)


def _in_the_way(plan, conflicts, taken, now):
    """Say why a draft cannot be published, or return ""."""
    if plan.ends_at <= now:
        return "le sue ore sono già passate"
    for conflict in conflicts:
        if conflict.is_refused:
            return conflict.text
    for person in plan.people:
        if any(s < plan.ends_at and e > plan.starts_at for s, e in taken[person.pk]):
            return f"{person} è in due turni alla stessa ora"
    return ""
