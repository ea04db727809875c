"""What writes the other forces' counts: a file or a number typed in, and taking it back."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.services import record
from interventions.force_rows import CHANGED, NEW, SAME, compare
from interventions.lifecycle import StepRefused
from interventions.models import ForceChange, ForceCount, ForceImport

ALREADY_UNDONE = "Questa importazione è già stata annullata."
TRIES = 3  # somebody else may write the same new count in the same instant


def import_counts(lines, *, by, file_name="", digest=""):
    """Make the stored counts those of ``lines`` (force_rows.Line) and return the ForceImport.

    Return None, and write nothing, when every count is already so: the same file twice does
    nothing the second time. ``file_name`` empty is a count typed in by hand.
    """
    for _ in range(TRIES - 1):
        try:
            return _import_counts(lines, by, file_name, digest)
        except IntegrityError:
            continue
    return _import_counts(lines, by, file_name, digest)


@transaction.atomic
def undo_import(batch, *, by):
    """Put back what an import changed; return the ForceChange rows left as they are.

    A count that somebody changed since is left alone. Raise ``StepRefused`` when it is
    already undone.
    """
    batch = ForceImport.objects.select_for_update().get(pk=batch.pk)
    if batch.undone_at:
        raise StepRefused(ALREADY_UNDONE)
    changes = list(batch.changes.all())
    rows = _locked({change.month for change in changes})
    later = _changed_after(batch)
    kept, undone = [], 0
    for change in changes:
        row = rows.get(_key(change))
        if row is None or row.count != change.after or _key(change) in later:
            kept.append(change)
            continue
        undone += 1
        if change.before is None:
            row.delete()
        else:
            row.count, row.updated_by = change.before, by
            row.save(update_fields=["count", "updated_by", "updated_at"])
    batch.undone_at, batch.undone_by = timezone.now(), by
    batch.save(update_fields=["undone_at", "undone_by"])
    record(
        "intervention.undo_force_import",
        batch,
        by=by,
        after={"undone": undone, "kept": len(kept)},
    )
    return kept


@transaction.atomic
def _import_counts(lines, by, file_name, digest):
    rows = _locked({line.month for line in lines})
    stored = {key: row.count for key, row in rows.items()}
    compared = [found for found in compare(lines, stored) if found[1] != SAME]
    if not compared:
        return None
    batch = ForceImport.objects.create(
        file_name=file_name, digest=digest, by=by, rows=len(lines)
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
            after=line.count,
        )
        for line, _, now in compared
    )
    states = [state for _, state, _ in compared]
    record(
        "intervention.import_forces",
        batch,
        by=by,
        after={"new": states.count(NEW), "changed": states.count(CHANGED)},
    )
    return batch


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
    rows = ForceChange.objects.filter(batch__pk__gt=batch.pk, batch__undone_at=None)
    return {_key(change) for change in rows}


def _key(row):
    return row.force, row.hotspot_id, row.month, row.kind
