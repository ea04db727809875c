"""What the office does at once with a group of reports that came in together.

Both verbs take ``report``, which stands for the group in the queue, and touch at most
``AT_ONCE`` of those folded behind it: what remains is still a group, and is done by asking again
from the report that is returned with how many are left.
"""

from dataclasses import dataclass

from django.db import transaction

from reports.models import Report, Status
from reports.moves import MoveRefused, lock
from reports.services.desk import take_charge
from reports.services.merging import merge_folded
from reports.services.steps import take_step_together

AT_ONCE = 200  # in one transaction, and within the patience of who waits for the page
NO_GROUP = "Nessun’altra segnalazione è in gruppo con questa."


@dataclass(frozen=True)
class Progress:
    """How many folded reports were ``done`` and are ``left``, and which one now stands for these."""

    done: int
    left: int
    head: Report


@transaction.atomic
def take_charge_of_group(report, *, by, seen=None, now=None):
    """Give the reports of the group to the officer who asks, and return the Progress.

    They stay one row.
    """
    report = lock(report, seen=seen)
    members, left = _members(report)
    step = {"by": by, "now": now, "in_charge_of": by}
    take_step_together(members, Status.IN_CHARGE, "report.take_charge", **step)
    heir = report.folded.order_by("received_at", "pk").first()
    report = take_charge(report, by=by, now=now)
    keys = [member.pk for member in members]
    Report.objects.filter(pk__in=keys).update(folded_into=report)
    return Progress(len(members), left, heir or report)


@transaction.atomic
def merge_group(report, *, last=None, note="", by, seen=None):
    """Join the reports of the group to the one that stands for them, and return the Progress.

    ``last`` is the key of the last that was read: those that came in after it are left alone.
    ``note`` is for the citizens.
    """
    report = lock(report, seen=seen)
    members, left = _members(report, last)
    merge_folded(members, into=report, note=note, by=by)
    return Progress(len(members), left, report)


def to_do_at_once(report, last=None):
    """Return what one press touches of those folded behind ``report``, oldest first."""
    members = report.folded.order_by("received_at", "pk")
    if last is not None:
        members = members.filter(pk__lte=last)
    return members[:AT_ONCE]


def _members(report, last=None):
    rows = to_do_at_once(report, last).select_related("category")
    members = list(rows.select_for_update(of=("self",)))
    if not members:
        raise MoveRefused(NO_GROUP)
    return members, report.folded.count() - len(members)
