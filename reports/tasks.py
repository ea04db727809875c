"""What the worker does with reports: it only finds the rows and calls one function."""

from celery import shared_task

from accounts import throttle
from accounts.models import User
from jobs.models import JobRun
from jobs.services import job_run
from reports.placing import apply_reassignment
from reports.retention import erase_drafts, erase_texts


@shared_task(name="reports.reassign_places")
def reassign_places(run_id, version, user_id):
    run = JobRun.objects.filter(pk=run_id, state=JobRun.State.RUNNING).first()
    if run is not None:
        by = User.objects.get(pk=user_id)
        apply_reassignment(run, version=version, by=by)


@shared_task(name="reports.erase_expired")
def erase_expired():
    """Erase what is past its retention; the run says how many, never what."""
    with job_run("reports.erase_expired") as run:
        drafts, texts = erase_drafts(), erase_texts()
        throttle.prune()
        run.done = run.total = drafts + texts
        run.detail = f"{drafts} bozze, {texts} segnalazioni"
