"""How an intervention's record changes: the only place of the portal that writes its row.

What a person changes (``save_change``, ``transition``) is a new ``version`` and a line of the
history, or the same line brought further, and after the approval takes it away. What is computed
again (``save_counts``) or forgotten (``forget_creators``) is neither; ``append`` alone writes what
happened beside the row, as a first approval. Only the demonstration marks its invented rows itself.
"""

from django.utils import timezone

from accounts.services import record, record_each
from interventions.models import (
    ALLOWED_MOVES,
    CREW_CHANGE,
    DONE,
    MOVED_FROM,
    Approval,
    Intervention,
    Status,
    Step,
)
from interventions.record.moves import HOURS, OUTCOME, PLACE, moved, standing
from texts.codes import write_under_code
from texts.refusals import Refused

CHANGED = "Nel frattempo la scheda è cambiata. Rileggila e riprova."
NOT_FROM_HERE = "Un intervento “{now}” non può diventare “{to}”."
GONE = "Questo turno non c’è più: qualcuno l’ha appena tolto dal mese."
ONLY_DRAFTS = "Si toglie dal mese solo un turno in bozza: questo è già pubblicato."
NOBODY = "Nell’equipaggio non c’è nessuno: aggiungi chi c’era."
# the audit trail's name of each line of the history
ACTIONS = {
    Step.What.PLANNED: "intervention.plan",
    Step.What.PUBLISHED: "intervention.publish",
    Step.What.CHANGED: "intervention.change",
    Step.What.CREW: "intervention.change",
    Step.What.STARTED: "intervention.start",
    Step.What.LOGGED: "intervention.log",
    Step.What.ENDED: "intervention.end",
    Step.What.APPROVED: "intervention.approve",
    Step.What.WITHDRAWN: "intervention.withdraw",
    Step.What.CANCELLED: "intervention.cancel",
    Step.What.RESTORED: "intervention.restore",
    Step.What.REPORTS: "intervention.reports",
    Step.What.PHOTO: "intervention.photo",
    Step.What.PHOTO_REMOVED: "intervention.photo_remove",
    Step.What.FOLLOWED_UP: "intervention.follow_up",
    Step.What.MERGED: "intervention.merge",
    Step.What.SEPARATED: "intervention.separate",
    Step.What.KEPT_APART: "intervention.keep_apart",
}
WAS = "status_was"  # in the line of a cancelling: the state to which it may come back
# what a line of the history says of one moment: no later line takes its place
ONCE = {CREW_CHANGE, MOVED_FROM, HOURS, PLACE, OUTCOME}
# what may be added to an approved record without a new approval
LEAVES_APPROVAL = {
    Step.What.APPROVED,
    Step.What.FOLLOWED_UP,
    Step.What.FROZEN,
    Step.What.KEPT_APART,
}


class StepRefused(Refused):
    """The record cannot take this step; the message is a sentence for who asked."""


class RecordChanged(StepRefused):
    """Somebody changed the record since the person opened it."""


def lock(intervention, *, seen=None):
    """Return the row of ``intervention``, locked until the end of the caller's transaction.

    ``seen`` is the ``version`` the person had on screen, or None to skip the comparison; raise
    ``RecordChanged`` when somebody changed the record since.
    """
    rows = Intervention.objects.select_for_update(of=("self",))
    row = rows.select_related("hotspot").filter(pk=intervention.pk).first()
    if row is None:  # only a draft is ever deleted
        raise StepRefused(GONE)
    refuse_unless_seen(row, seen)
    return row


def locked(rows):
    """Return the rows of a QuerySet, locked as ``lock`` does."""
    return list(rows.select_for_update(of=("self",)).select_related("hotspot"))


def refuse_unless_seen(intervention, seen):
    if seen is not None and seen != intervention.version:
        raise RecordChanged(CHANGED)


def create(*, already=None, **fields):
    """Write a new row, under a code nobody has; its first line of the history is the caller's.

    ``already`` as in ``write_under_code``: then the row is the twin's.
    """
    day = day_of(fields["starts_at"])
    return write_under_code(
        "IN",
        day.year,
        lambda code: Intervention.objects.create(code=code, day=day, **fields),
        already=already,
    )


def transition(intervention, to, what, *, by, of=None, **fields):
    """Bring a locked intervention to the state ``to``; raise ``StepRefused`` if it may not go.

    ``of`` is the only state from which this verb leads there: others may go there by another verb.
    Nothing ends where nobody was: the counts of its crew say so, also when its names are erased.
    ``fields`` as in ``save_change``. Returns the appended Step.
    """
    _refuse_unless_allowed(intervention, to, of)
    if to == Status.ENDED and not intervention.services:
        raise StepRefused(NOBODY)
    if to == Status.CANCELLED:
        fields["detail"] = {**fields.get("detail", {}), WAS: intervention.status}
    return save_change(intervention, what, by=by, status=to, **fields)


def publish_each(drafts, *, by, now):
    """Make many locked drafts plans, each with its line of the history, at one cost."""
    for row in drafts:
        _refuse_unless_allowed(row, Status.PLANNED)
        row.status, row.updated_at = Status.PLANNED, now
        row.version += 1
    Intervention.objects.bulk_update(drafts, ["status", "version", "updated_at"])
    what = Step.What.PUBLISHED
    record_each(ACTIONS[what], [(row, {}, {}) for row in drafts], by=by, now=now)
    Step.objects.bulk_create(
        Step(intervention=row, what=what, at=now, by=by) for row in drafts
    )


def _refuse_unless_allowed(intervention, to, of=None):
    is_here = intervention.status == (of or intervention.status)
    if not is_here or to not in ALLOWED_MOVES[intervention.status]:
        now = intervention.get_status_display()
        raise StepRefused(NOT_FROM_HERE.format(now=now, to=Status(to).label))


def discard(intervention, *, by):
    """Delete the row of a locked draft: nobody was told of it, so nothing has to say it is gone."""
    if intervention.status != Status.DRAFT:
        raise StepRefused(ONLY_DRAFTS)
    record("intervention.discard", intervention, by=by)
    intervention.delete()


def bump_version(intervention):
    """Give a locked intervention a new version: who saw the one before must look again."""
    intervention.version += 1
    intervention.save(update_fields=["version", "updated_at"])


def save_change(
    intervention,
    what,
    *,
    by,
    device_at=None,
    detail=None,
    goes_on=False,
    now=None,
    **fields,
):
    """Save ``fields`` of a locked intervention, append ``what`` to its history; return the Step.

    ``detail`` is kept for years, in the history and in the audit trail: numbers, codes, names of
    fields and of places, never a text. Of hours and place it says from what to what. A record
    already approved, even by one service alone, goes back to be approved. ``goes_on``: the same
    hand does more of the same, as a phone that counts all evening; its last line is brought up
    to date.
    """
    if intervention.status in DONE and what not in LEAVES_APPROVAL:
        fields.setdefault("status", Status.ENDED)
        _take_approvals_away(intervention, by, now)
    was_on, was = intervention.day, standing(intervention, fields)
    for name, value in fields.items():
        setattr(intervention, name, value)
    detail = detail or {}
    if what == Step.What.CHANGED or "changed_fields" in detail:
        detail = detail | moved(was, standing(intervention, fields))
    if intervention.day != was_on:  # the figures of both days change
        detail = detail | {MOVED_FROM: was_on.isoformat()}
    intervention.version += 1
    intervention.save(update_fields=[*fields, "version", "updated_at"])
    if goes_on and (last := _last_count(intervention, what, by, detail)):
        last.at, last.device_at = now or timezone.now(), device_at
        last.detail = detail
        last.save(update_fields=["at", "device_at", "detail"])
        return last
    return append(
        intervention, what, by=by, device_at=device_at, detail=detail, now=now
    )


def status_before(intervention):
    """Return the state that a cancelled intervention had; lines of once do not say it."""
    lines = intervention.history.filter(what=Step.What.CANCELLED)
    detail = lines.values_list("detail", flat=True).last() or {}
    once = Status.ENDED if intervention.outcome else Status.PLANNED
    return Status(detail.get(WAS, once))


def status_in_words(status):
    return Status(status).label.lower()


def save_counts(intervention, **counts):
    """Save what is only computed again, or follows its phone in a row that is no outing any more."""
    for name, value in counts.items():
        setattr(intervention, name, value)
    intervention.save(update_fields=[*counts, "updated_at"])


def forget_creators(interventions):
    """Take away who began the rows of a QuerySet; their line of the history is the freezing."""
    interventions.update(created_by=None)


def _last_count(intervention, what, by, detail):
    """Return the line that ``detail`` only brings further, past those of the other phones."""
    for line in intervention.history.order_by("-at", "-pk"):
        is_count = line.what == what and line.device_at is not None
        if not is_count or ONCE & {*line.detail, *detail}:
            return None
        if line.by_id == by.pk:
            return line
    return None


def append(intervention, what, *, by, device_at=None, detail=None, now=None):
    """Append one line to the history and, for what a person did, one to the audit trail."""
    if action := ACTIONS.get(what):
        record(action, intervention, by=by, after=detail or {}, now=now)
    return Step.objects.create(
        intervention=intervention,
        what=what,
        at=now or timezone.now(),
        by=by,
        device_at=device_at,
        detail=detail or {},
    )


def day_of(moment):
    """Return the local day a moment belongs to: a night's outing is of the day it began."""
    return timezone.localdate(moment)


def _take_approvals_away(intervention, by, now):
    taken, _ = Approval.objects.filter(intervention=intervention).delete()
    if taken:
        append(intervention, Step.What.REOPENED, by=by, now=now)
