"""What the clock does with interventions: every task is periodic and calls one function."""

from celery import shared_task

from accounts.services import record
from accounts.trail import words
from interventions import retention
from interventions.services.reminders import send_reminders
from jobs.services import job_run


@shared_task(name="interventions.erase_expired")
def erase_expired():
    """Erase what is past its retention; the run says how many, never what."""
    with job_run("interventions.erase_expired") as run:
        erased = {name: n for name, n in retention.erase_expired().items() if n}
        if erased:
            record("intervention.erase", run, by=None, after=erased)
        run.done = run.total = sum(erased.values())
        told = (f"{n} {words()[name]}" for name, n in erased.items())
        run.detail = ", ".join(told) or "niente"


@shared_task(name="interventions.remind")
def remind():
    """Remind who goes out; run twice it tells once."""
    with job_run("interventions.remind") as run:
        run.done = run.total = send_reminders()
        run.detail = f"{run.done} promemoria"
