"""What the clock does with the notebooks: every task is periodic and calls one function."""

from celery import shared_task

from accounts.services import record
from accounts.trail import words
from jobs.services import job_run
from notebooks import retention
from notebooks.new_readers import tell_new_readers


@shared_task(name="notebooks.erase_expired")
def erase_expired():
    """Erase what is past its retention; the run says how many, never what."""
    with job_run("notebooks.erase_expired") as run:
        erased = retention.erase_notes()
        if erased:
            record("notebook.erase", run, by=None, after={"sealed_notes": erased})
        run.done = run.total = erased
        run.detail = f"{erased} {words()['sealed_notes']}" if erased else "niente"


@shared_task(name="notebooks.tell_new_readers")
def tell():
    """Tell who reads the notebooks of a new reader; run twice it tells once."""
    with job_run("notebooks.tell_new_readers") as run:
        run.done = run.total = tell_new_readers()
        run.detail = f"avvisi di nuovi lettori: {run.done}"
