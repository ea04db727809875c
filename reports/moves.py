"""How a report goes from one state to another: the only place that changes ``status``."""

from datetime import timedelta

from django.utils import timezone

from reports.bursts import OF_A_ROW, leave_group
from reports.models import ALLOWED_MOVES, OPEN, Report, Status, StatusChange
from texts.refusals import Refused

CHANGED = "Nel frattempo la segnalazione è cambiata. Rileggila e riprova."
CLOSED = "La segnalazione è chiusa: per occupartene riaprila."
MERGED = "La segnalazione è unita a {code}: apri quella, oppure separala."
NOT_FROM_HERE = "Una segnalazione “{now}” non può diventare “{to}”."
# what a colleague did meanwhile, by the state the report is in now
MEANWHILE = {
    Status.RECEIVED: CHANGED,
    Status.TRIAGED: "Nel frattempo {who} l’ha rimessa in coda.",
    Status.IN_CHARGE: "Nel frattempo {who} l’ha presa in carico.",
    Status.FORWARDED: "Nel frattempo {who} l’ha inoltrata.",
    Status.MERGED: "Nel frattempo {who} l’ha unita a un’altra.",
    Status.CLOSED: "Nel frattempo {who} l’ha chiusa.",
}

# what belongs to the state a report leaves
EMPTY = {
    "outcome": "",
    "merged_into": None,
    "forwarded_to": "",
    "answer_asked_at": None,
}
EMPTY_IN = {Status.TRIAGED: {"in_charge_of": None}}

SAME_STEP = timedelta(seconds=5)  # between a step's history row and its report's row


class MoveRefused(Refused):
    """The report cannot take this step; the message is a sentence for the officer."""


def lock(report, *, seen=None):
    """Return the row of ``report``, locked until the end of the caller's transaction.

    ``seen`` is the ``version`` the officer had on screen, or None to skip the comparison;
    raise ``MoveRefused`` when somebody changed the report since.
    """
    row = (
        Report.objects.select_for_update(of=("self",))
        .select_related("category")
        .get(pk=report.pk)
    )
    if seen is not None and seen != version(row):
        raise MoveRefused(_what_happened(row))
    return row


def version(report):
    """Return what changes whenever the report does: the instant of its last change."""
    return report.updated_at.isoformat()


def may_move(report, to):
    """Tell whether the table of moves lets ``report`` go to ``to``."""
    return to in ALLOWED_MOVES[report.status]


def move(report, to, *, by, note="", now=None, **changes):
    """Bring a locked ``report`` to the state ``to`` and return the appended StatusChange.

    ``note`` is what the citizen reads; ``changes`` are other fields written with the state.
    Raise ``MoveRefused`` when the table of moves does not allow it.
    """
    _refuse_unless_may(report, to)
    write(report, **_fields(to, changes))
    return _append(report, by, note, now)


def move_together(members, to, *, by, note="", now=None, **changes):
    """Do what ``move`` does, at once, with locked reports that are folded; return the StatusChanges.

    They are folded no longer.
    """
    fields = _fields(to, {**changes, "folded_into": None, "updated_at": timezone.now()})
    for report in members:
        _refuse_unless_may(report, to)
        for name, value in fields.items():
            setattr(report, name, value)
    keys = [report.pk for report in members]
    Report.objects.filter(pk__in=keys).update(**fields)
    return StatusChange.objects.bulk_create(
        StatusChange(
            report=report, status=to, at=now or timezone.now(), by=by, note=note
        )
        for report in members
    )


def _refuse_unless_may(report, to):
    if not may_move(report, to):
        raise MoveRefused(refusal(report, to))


def _fields(to, changes):
    """Return all that is written on a report that goes to ``to``."""
    return {**EMPTY, **EMPTY_IN.get(to, {}), **changes, "status": to}


def stay(report, *, by, note, now=None):
    """Append to the history of a locked ``report`` a line for the citizen that moves nothing."""
    write(report)
    return _append(report, by, note, now)


def _append(report, by, note, now):
    return StatusChange.objects.create(
        report=report, status=report.status, at=now or timezone.now(), by=by, note=note
    )


def write(report, **fields):
    """Save some fields of a locked report, so that lists and indicators notice the change."""
    if OF_A_ROW & fields.keys():
        fields |= leave_group(report)
    for name, value in fields.items():
        setattr(report, name, value)
    report.save(update_fields=[*fields, "updated_at"])


def require_open(report):
    """Raise ``MoveRefused`` unless the report is still being worked on."""
    if report.status not in OPEN:
        raise MoveRefused(refusal(report))


def refusal(report, to=None):
    """Say in a sentence why ``report`` cannot be worked on, or cannot go to ``to``."""
    if report.status == Status.CLOSED:
        return CLOSED
    if report.status == Status.MERGED:
        return MERGED.format(code=report.merged_into.code)
    return NOT_FROM_HERE.format(now=report.get_status_display(), to=Status(to).label)


def _what_happened(row):
    last = row.history.select_related("by").order_by("-at", "-pk").first()
    if last is None or last.by is None or last.at < row.updated_at - SAME_STEP:
        return CHANGED
    return f"{MEANWHILE[row.status].format(who=last.by)} Rileggila e riprova."
