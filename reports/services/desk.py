"""What the office does with a report, one verb per function.

Every verb takes ``by``, the officer, and may take ``seen``, the ``moves.version`` the officer
had on screen; one that takes ``now`` happens at that moment. It raises ``MoveRefused`` with a
sentence when the step is not possible (any more), writes history and audit in one transaction, and
returns the report as it is now.
"""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.readings import record_readings
from accounts.services import record
from reports.models import OPEN, Message, Outcome, Status
from reports.moves import MoveRefused, lock, move, require_open, stay, write
from reports.notifications import notify_message
from reports.permissions import ReportPermission
from reports.services.steps import (
    audit_change,
    is_repeated,
    keep_note,
    snapshot,
    take_step,
)

ALREADY_YOURS = "La segnalazione è già in carico a te."
ALREADY_TAKEN = "La segnalazione è già in carico a {who}."
NOT_AN_OPERATOR = "{who} non può gestire le segnalazioni."
NOT_IN_CHARGE = "La segnalazione non è in carico a nessuno."
NOT_CLOSED = "La segnalazione non è chiusa."
NOTE_MISSING = "Scrivi che cosa leggerà chi ha segnalato."
READ = "report.read"


@transaction.atomic
def triage_report(report, *, category, priority, note="", by, seen=None, now=None):
    """Set category and priority; a report just received becomes "valutata".

    ``note`` stays inside the office. A category whose policy forbids a public line takes away
    the line already published.
    """
    report = lock(report, seen=seen)
    require_open(report)
    before = snapshot(report)
    fields = {"category": category, "priority": priority}
    if not category.takes_a_line:
        fields |= {"public_line": "", "published_at": None}
    if report.status == Status.RECEIVED:
        move(report, Status.TRIAGED, by=by, now=now, **fields)
    else:
        write(report, **fields)
    keep_note(report, note, by, now)
    audit_change("report.triage", report, before, by, now)
    return report


@transaction.atomic
def take_charge(report, *, by, seen=None, now=None):
    """Give the report to the officer who asks for it."""
    report = lock(report, seen=seen)
    require_open(report)
    if report.status == Status.IN_CHARGE:
        mine = report.in_charge_of_id == by.pk
        raise MoveRefused(
            ALREADY_YOURS if mine else ALREADY_TAKEN.format(who=report.in_charge_of)
        )
    return take_step(
        report,
        Status.IN_CHARGE,
        "report.take_charge",
        by=by,
        now=now,
        in_charge_of=by,
    )


@transaction.atomic
def assign_report(report, *, to, by, note="", seen=None, now=None):
    """Give the report to a colleague ``to``; ``note`` stays inside the office."""
    report = lock(report, seen=seen)
    require_open(report)
    if not to.may(ReportPermission.HANDLE):
        raise MoveRefused(NOT_AN_OPERATOR.format(who=to))
    if report.status == Status.IN_CHARGE:
        if report.in_charge_of_id == to.pk:
            raise MoveRefused(ALREADY_TAKEN.format(who=to))
        before = snapshot(report)
        write(report, in_charge_of=to)
        audit_change("report.assign", report, before, by, now)
    else:
        given = {"by": by, "now": now, "in_charge_of": to}
        take_step(report, Status.IN_CHARGE, "report.assign", **given)
    keep_note(report, f"Assegnata a {to}. {note}".strip(), by, now)
    return report


@transaction.atomic
def release_report(report, *, by, note="", seen=None):
    """Put back in the queue a report in charge of someone; ``note`` stays inside the office."""
    report = lock(report, seen=seen)
    require_open(report)
    if report.status != Status.IN_CHARGE:
        raise MoveRefused(NOT_IN_CHARGE)
    take_step(report, Status.TRIAGED, "report.release", by=by)
    keep_note(report, note, by)
    return report


@transaction.atomic
def answer_report(report, *, text, by):
    """Write to the citizen; possible in every state, a closed report included."""
    report = lock(report)
    if is_repeated(report, Message.Side.OFFICE, text, by):
        return report
    message = Message.objects.create(
        report=report, side=Message.Side.OFFICE, text=text.strip(), by=by
    )
    if report.answer_asked_at and not waiting_for(report).exists():
        write(report, answer_asked_at=None)
    record("report.answer", report, by=by, after={"message": message.pk})
    notify_message(message)
    return report


@transaction.atomic
def add_note(report, *, text, by, now=None):
    """Leave a note that only the office reads."""
    report = lock(report)
    if is_repeated(report, Message.Side.INTERNAL, text, by, now):
        return report
    message = keep_note(report, text, by, now)
    record("report.note", report, by=by, after={"message": message.pk}, now=now)
    return report


@transaction.atomic
def record_visit(report, *, said, note, by, now=None):
    """Write that somebody went to the place of the report, which stays in its state.

    ``said`` is a line of the history, for the citizen, as long as the report is open; ``note``
    stays inside the office. Who calls it knows whether it was told before.
    """
    report = lock(report)
    keep_note(report, note, by, now)
    if report.status in OPEN:
        stay(report, by=by, note=said, now=now)
    record("report.visit", report, by=by, now=now)
    return report


@transaction.atomic
def undo_visit(report, *, said, note, by, now=None):
    """Correct what ``record_visit`` wrote: the citizen reads ``said``, also once it is closed."""
    report = lock(report)
    keep_note(report, note, by, now)
    stay(report, by=by, note=said, now=now)
    record("report.visit_undone", report, by=by, now=now)
    return report


@transaction.atomic
def forward_report(report, *, forwarded_to, note="", by, seen=None):
    """Pass the report to another office or body; ``note`` is for the citizen.

    The history keeps to whom: the report itself tells it only while it is there.
    """
    report = lock(report, seen=seen)
    return take_step(
        report,
        Status.FORWARDED,
        "report.forward",
        by=by,
        note=f"Inoltrata a: {forwarded_to}. {note}".strip(),
        forwarded_to=forwarded_to,
    )


@transaction.atomic
def close_report(report, *, outcome, note, by, seen=None, now=None):
    """Close the report with an ``Outcome`` and the words the citizen will read."""
    if not note.strip():
        raise MoveRefused(NOTE_MISSING)
    report = lock(report, seen=seen)
    unread = waiting_for(report).first()
    return take_step(
        report,
        Status.CLOSED,
        "report.close",
        by=by,
        note=note,
        now=now,
        outcome=Outcome(outcome),
        # what came in meanwhile is answered before the report leaves the queue
        answer_asked_at=unread and unread.at,
    )


def waiting_for(report):
    """Return what waits to be read on a report: of its citizen and of those joined to it."""
    shown = Q(report=report) | Q(report__merged_into=report)
    return Message.objects.to_read().filter(shown)


@transaction.atomic
def reopen_report(report, *, by, note="", seen=None):
    """Work again on a closed report, in charge of who reopens it; ``note`` is for the citizen."""
    report = lock(report, seen=seen)
    if report.status != Status.CLOSED:
        raise MoveRefused(NOT_CLOSED)
    return take_step(
        report, Status.IN_CHARGE, "report.reopen", by=by, note=note, in_charge_of=by
    )


def record_reading(report, *, by, now=None):
    """Leave in the audit trail that ``by`` opened the report.

    What its citizen wrote, and those of the reports joined to it, is read when ``by`` is one of
    those who may handle it.
    """
    if by.may(ReportPermission.HANDLE):
        waiting_for(report).update(read_at=now or timezone.now(), read_by=by)
    record_readings(READ, [report], by=by, now=now)
