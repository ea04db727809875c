"""What the office does at once with a group of reports that came in together.

Both verbs take ``report``, which stands for the group in the queue, and touch at most
``AT_ONCE`` of those folded behind it: what remains is still a group, and is done by asking again.
"""

from django.db import transaction

from reports.models import Report
from reports.moves import MoveRefused, lock
from reports.services.desk import take_charge
from reports.services.merging import merge_report

AT_ONCE = 200  # in one transaction, and within the patience of who waits for the page
NO_GROUP = "Nessun’altra segnalazione è in gruppo con questa."


@transaction.atomic
def take_charge_of_group(report, *, by, seen=None, now=None):
    """Give the reports of the group to the officer who asks; they stay one row."""
    report = lock(report, seen=seen)
    members = _members(report)
    taken = [take_charge(member, by=by, now=now) for member in members]
    report = take_charge(report, by=by, now=now)
    keys = [member.pk for member in taken]
    Report.objects.filter(pk__in=keys).update(folded_into=report)
    return report


@transaction.atomic
def merge_group(report, *, note="", by, seen=None):
    """Join the reports of the group to the one that stands for them; ``note`` is for the citizens."""
    report = lock(report, seen=seen)
    for member in _members(report):
        merge_report(member, into=report, note=note, by=by)
    return report


def _members(report):
    members = list(report.folded.order_by("received_at", "pk")[:AT_ONCE])
    if not members:
        raise MoveRefused(NO_GROUP)
    return members
