"""What every verb of the desk does: move, append to the history, leave an audit row, tell."""

from datetime import timedelta

from django.utils import timezone

from accounts.services import record_each
from reports.models import Message, Status
from reports.moves import move, move_together
from reports.notifications import notify_step

SAME_MESSAGE = timedelta(minutes=10)
# steps the citizen hears about by e-mail; every step stays readable on the report's page
TOLD = {Status.IN_CHARGE, Status.FORWARDED, Status.MERGED, Status.CLOSED}


def snapshot(report):
    """Return what the audit trail keeps of a report: codes and states, never texts."""
    return {
        "status": report.status,
        "category": report.category_id,
        "hotspot": report.hotspot_id,
        "priority": report.priority,
        "in_charge_of": report.in_charge_of_id,
        "outcome": report.outcome,
        "merged_into": report.merged_into_id,
        "published": report.published_at is not None,
    }


def take_step(report, to, action, *, by, note="", now=None, **changes):
    """Move a locked report, record ``action`` in the trail, tell the citizen; return it."""
    before = snapshot(report)
    change = move(report, to, by=by, note=note, now=now, **changes)
    audit_change(action, report, before, by, now)
    if to in TOLD:
        notify_step(change)
    return report


def take_step_together(members, to, action, *, by, note="", now=None, **changes):
    """Do what ``take_step`` does, at once, with locked reports that are folded."""
    before = [snapshot(report) for report in members]
    done = move_together(members, to, by=by, note=note, now=now, **changes)
    pairs = zip(members, before, strict=True)
    record_each(action, [_difference(*pair) for pair in pairs], by=by, now=now)
    if to in TOLD:
        for change in done:
            notify_step(change)


def audit_change(action, report, before, by, now=None):
    """Record ``action`` with what differs from ``before``."""
    record_each(action, [_difference(report, before)], by=by, now=now)


def _difference(report, before):
    """Return the report, and what differs of it: before, after."""
    after = snapshot(report)
    changed = [name for name in after if after[name] != before[name]]
    was, now = ({name: of[name] for name in changed} for of in (before, after))
    return report, was, now


def is_repeated(report, side, text, by, now=None):
    """Tell whether ``by`` wrote this very text minutes ago: a second click, not a second thought.

    Call it with the report locked, so that two clicks at once see each other.
    """
    since = (now or timezone.now()) - SAME_MESSAGE
    same = report.messages.filter(side=side, text=text.strip(), by=by)
    return same.filter(at__gte=since).exists()


def keep_note(report, text, by, now=None):
    """Write a note that stays inside the office; an empty one is not written."""
    if text.strip():
        return Message.objects.create(
            report=report,
            side=Message.Side.INTERNAL,
            text=text.strip(),
            at=now or timezone.now(),
            by=by,
        )
