"""Past records follow the boundaries that staff redraw, after a person has seen the preview."""

from django.db import transaction

from accounts.services import record
from jobs.models import JobRun
from jobs.services import ask_run
from reports.moves import MoveRefused
from reports.placing import CHANGED, JOB, boundary_version
from reports.tasks import reassign_places

ALREADY_RUNNING = "Uno spostamento è già in corso: aspetta che finisca."


@transaction.atomic
def start_reassignment(*, version, expected, by):
    """Ask the worker to move the reports as previewed and return the JobRun to follow.

    ``version`` is the ``boundary_version`` of the preview and ``expected`` its number of
    reports, 0 if it could not tell. Raise ``MoveRefused`` when the boundaries changed since, or another run is going.
    """
    if boundary_version() != version:
        raise MoveRefused(CHANGED)
    if JobRun.objects.running().filter(name=JOB).exists():
        raise MoveRefused(ALREADY_RUNNING)
    run = ask_run(reassign_places, total=expected, version=version, by=by.pk)
    record(
        "report.reassign_asked",
        run,
        by=by,
        after={"version": version, "expected": expected},
    )
    return run
