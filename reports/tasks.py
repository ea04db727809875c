"""What the worker does with reports: it finds the rows and calls who knows how."""

from celery import shared_task

from accounts import browsers, throttle
from accounts.models import User
from accounts.services import record
from jobs.services import job_run, take_up
from reports.placing import JOB, apply_reassignment
from reports.retention import erase_drafts, erase_texts


@shared_task(name=JOB)
def reassign_places(run_id):
    if run := take_up(run_id):
        by = User.objects.get(pk=run.arguments["by"])
        apply_reassignment(run, version=run.arguments["version"], by=by)


@shared_task(name="reports.erase_expired")
def erase_expired():
    """Erase what is past its retention; the run says how many, never what."""
    with job_run("reports.erase_expired") as run:
        drafts, texts = erase_drafts(), erase_texts()
        throttle.prune()
        browsers.prune()
        if drafts or texts:
            erased = {"drafts": drafts, "reports": texts}
            record("report.erase", run, by=None, after=erased)
        run.done = run.total = drafts + texts
        run.detail = f"{drafts} bozze, {texts} segnalazioni"
