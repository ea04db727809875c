"""Two reports of the same fact become one to work on; both stay readable."""

from django.db import transaction
from django.utils import timezone

from reports.models import Report, Status
from reports.moves import MoveRefused, lock
from reports.services.steps import take_step, take_step_together

NEAR_M = 500
ITSELF = "Una segnalazione non si unisce a sé stessa."
TOO_FAR = (
    "{code} è a più di {metres} metri e in un altro luogo: non sembra lo stesso fatto."
)
TARGET_CLOSED = "{code} è chiusa: riaprila, oppure scegli una segnalazione aperta."
TARGET_MERGED = "{code} è già unita a {into}: scegli {into}."
NOT_MERGED = "La segnalazione non è unita a un’altra."


@transaction.atomic
def merge_report(report, *, into, note="", by, seen=None):
    """Join ``report`` to an open report of the same place, or at most ``NEAR_M`` metres away.

    Where one has no point the distance is for the officer to judge.

    What was joined to ``report`` follows it, so that a chain is never longer than one step and
    never closes on itself. ``note`` is for the citizen.
    """
    if report.pk == into.pk:
        raise MoveRefused(ITSELF)
    report, into = _lock_both(report, into, seen)
    _check_target(report, into)
    report = take_step(
        report, Status.MERGED, "report.merge", by=by, note=note, merged_into=into
    )
    report.merged.update(merged_into=into, updated_at=timezone.now())
    return report


def merge_folded(members, *, into, note="", by):
    """Join to a locked report, at once, the locked ones that are folded behind it."""
    for report in members:
        _check_target(report, into)
    take_step_together(
        members, Status.MERGED, "report.merge", by=by, note=note, merged_into=into
    )
    joined = Report.objects.filter(merged_into__in=members)
    joined.update(merged_into=into, updated_at=timezone.now())


@transaction.atomic
def unmerge_report(report, *, by, seen=None):
    """Work on a joined report by itself again."""
    report = lock(report, seen=seen)
    if report.status != Status.MERGED:
        raise MoveRefused(NOT_MERGED)
    return take_step(report, Status.TRIAGED, "report.unmerge", by=by)


def _lock_both(report, into, seen):
    """Lock the lower row first: two officers joining the same pair wait, never deadlock."""
    if report.pk < into.pk:
        return lock(report, seen=seen), lock(into)
    into = lock(into)
    return lock(report, seen=seen), into


def _check_target(report, into):
    if into.status == Status.MERGED:
        raise MoveRefused(
            TARGET_MERGED.format(code=into.code, into=into.merged_into.code)
        )
    if into.status == Status.CLOSED:
        raise MoveRefused(TARGET_CLOSED.format(code=into.code))
    if not _same_or_near(report, into):
        raise MoveRefused(TOO_FAR.format(code=into.code, metres=NEAR_M))


def _same_or_near(report, into):
    if report.hotspot_id is not None and report.hotspot_id == into.hotspot_id:
        return True
    if report.cell is not None and report.cell == into.cell:
        return True  # a cell is much smaller than NEAR_M
    if not (report.has_point and into.has_point):
        # who read both texts knows; only two places of the programme are surely two
        return None in (report.hotspot_id, into.hotspot_id)
    near = Report.objects.near(report.latitude, report.longitude, NEAR_M)
    return near.filter(pk=into.pk).exists()
