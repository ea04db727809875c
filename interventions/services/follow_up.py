"""The day to go back to a place is a task for both services, until somebody closes it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from interventions.models import FollowUp, Outcome, Step
from interventions.record import lifecycle

A_WEEK = timedelta(days=7)


def set_follow_up(intervention, due_on, outcome):
    """Make ``due_on`` the open task of a locked intervention; None leaves no open one.

    What is "to follow" is never left without a task: with no day, somebody goes back within a
    week, unless somebody already did. Tell whether anything changed. The caller writes the history.
    """
    went_back = intervention.follow_ups.exclude(done_at=None).exists()
    if due_on is None and outcome == Outcome.TO_FOLLOW and not went_back:
        due_on = max(intervention.day, timezone.localdate()) + A_WEEK
    current = intervention.follow_ups.open().first()
    if due_on is None:
        if current:
            current.delete()
        return current is not None
    if current is None:
        FollowUp.objects.create(intervention=intervention, due_on=due_on)
        return True
    if current.due_on == due_on:
        return False
    current.due_on = due_on
    current.save(update_fields=["due_on"])
    return True


@transaction.atomic
def close_follow_up(follow_up, *, by, now=None):
    """Say that somebody went back; twice is as once. The approval of the record stays."""
    intervention = lifecycle.lock(follow_up.intervention)
    follow_up = FollowUp.objects.get(pk=follow_up.pk)
    if follow_up.done_at is not None:
        return follow_up
    follow_up.done_at, follow_up.done_by = now or timezone.now(), by
    follow_up.save(update_fields=["done_at", "done_by"])
    lifecycle.save_change(
        intervention,
        Step.What.FOLLOWED_UP,
        by=by,
        detail={"due_on": follow_up.due_on.isoformat()},
        now=now,
    )
    return follow_up
