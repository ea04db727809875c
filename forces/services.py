"""What writes the other forces' counts: a file or a number typed in, and taking it back."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.services import record
from forces.models import ForceChange, ForceCount, ForceImport
from forces.rows import CHANGED, NEW, SAME, compare
from texts.refusals import Refused

ALREADY_UNDONE = "Questa importazione è già stata annullata."
TRIES = 3  # somebody else may write the same new count in the same instant


def import_counts(lines, *, by, file_name="", digest="", now=None):
    """Make the stored counts those of ``lines`` (rows.Line) and return the ForceImport.

    Return None, and write nothing, when every count is already so: the same file twice does
    nothing the second time. ``file_name`` empty is a count typed in by hand.
    """
    for _ in range(TRIES - 1):
        try:
            return _import_counts(lines, by, file_name, digest, now)
        except IntegrityError:
            continue
    return _import_counts(lines, by, file_name, digest, now)


@transaction.atomic
def undo_import(batch, *, by):
    """Put back what an import changed; return the ForceChange rows left as they are.

    A count goes back to what the last import still standing wrote, or to what there was before
    any. One that somebody changed, or confirmed, since is left alone. Raise ``Refused`` when
    the import is already undone.
    """
    batch = ForceImport.objects.select_for_update().get(pk=batch.pk)
    if batch.undone_at:
        raise Refused(ALREADY_UNDONE)
    changes = list(batch.changes.all())
    rows = _locked({change.month for change in changes})
    later, first = _changed_after(batch), _first_to_undo(batch)
    kept, undone = [], 0
    for change in changes:
        row = rows.get(_key(change))
        if row is None or row.count != change.after or _key(change) in later:
            kept.append(change)
            continue
        undone += 1
        _put_back(row, first.get(_key(change), change), by)
    batch.changes.filter(pk__in=[change.pk for change in kept]).update(kept=True)
    batch.undone_at, batch.undone_by = timezone.now(), by
    batch.save(update_fields=["undone_at", "undone_by"])
    record(
        "forces.undo_import",
        batch,
        by=by,
        after={"undone": undone, "kept": len(kept)},
    )
    return kept


@transaction.atomic
def _import_counts(lines, by, file_name, digest, now):
    rows = _locked({line.month for line in lines})
    compared = compare(lines, rows)
    if all(state == SAME for _, state, _ in compared):
        return None
    demo = {key for key, row in rows.items() if row.is_demo}
    batch = ForceImport.objects.create(
        file_name=file_name,
        digest=digest,
        by=by,
        at=now or timezone.now(),
        rows=len(lines),
    )
    fresh = [_count(line, by) for line, state, _ in compared if state == NEW]
    ForceCount.objects.bulk_create(fresh)
    _overwrite([line for line, state, _ in compared if state == CHANGED], rows, by)
    ForceChange.objects.bulk_create(
        ForceChange(
            batch=batch,
            force=line.force,
            hotspot_id=line.hotspot_id,
            month=line.month,
            kind=line.kind,
            before=now,
            before_demo=line.key in demo,
            after=line.count,
        )
        for line, _, now in compared
    )
    states = [state for _, state, _ in compared]
    record(
        "forces.import",
        batch,
        by=by,
        after={"new": states.count(NEW), "changed": states.count(CHANGED)},
        now=now,
    )
    return batch


def _put_back(row, change, by):
    """Give a count back the number, or the absence, that a change found."""
    if change.before is None:
        row.delete()
        return
    row.count, row.is_demo, row.updated_by = change.before, change.before_demo, by
    row.save(update_fields=["count", "is_demo", "updated_by", "updated_at"])


def _overwrite(lines, rows, by):
    changed, now = [], timezone.now()
    for line in lines:
        row = rows[line.key]
        row.count, row.updated_by, row.is_demo, row.updated_at = (
            line.count,
            by,
            False,
            now,
        )
        changed.append(row)
    ForceCount.objects.bulk_update(
        changed, ["count", "updated_by", "is_demo", "updated_at"], batch_size=500
    )


def _count(line, by):
    return ForceCount(
        force=line.force,
        hotspot_id=line.hotspot_id,
        month=line.month,
        kind=line.kind,
        count=line.count,
        updated_by=by,
    )


def _locked(months):
    """Return {key: ForceCount} of some months, locked until the end of the transaction."""
    rows = ForceCount.objects.select_for_update().filter(month__in=months)
    return {_key(row): row for row in rows.order_by("pk")}


def _changed_after(batch):
    """Return the keys that a later import changed, unless it was undone."""
    rows = ForceChange.objects.filter(
        batch__pk__gt=batch.pk,
        batch__undone_at=None,
        month__in=batch.changes.values("month"),
    )
    return {_key(change) for change in rows}


def _first_to_undo(batch):
    """Return {key: the earliest change since the last import that still stands before this}.

    Undoing an import whose count was written over leaves its number in what came later: whoever
    undoes that one too has to go further back than its own ``before``.
    """
    first = {}
    changes = ForceChange.objects.filter(
        batch__pk__lt=batch.pk, month__in=batch.changes.values("month")
    )
    for change in changes.select_related("batch").order_by("batch_id", "pk"):
        if change.batch.undone_at is None:
            first.pop(_key(change), None)
        else:
            first.setdefault(_key(change), change)
    return first


def _key(row):
    return row.force, row.hotspot_id, row.month, row.kind
