"""What the clock does with interventions: every task is periodic and calls one function."""

from celery import shared_task

from accounts.services import record
from interventions import retention
from interventions.services import send_reminders, tell_new_readers
from jobs.services import job_run


@shared_task(name="interventions.erase_expired")
def erase_expired():
    """Erase what is past its retention; the run says how many, never what."""
    with job_run("interventions.erase_expired") as run:
        erased = {name: n for name, n in retention.erase_expired().items() if n}
        if erased:
            record("intervention.erase", run, by=None, after=erased)
        run.done = run.total = sum(erased.values())
        run.detail = ", ".join(f"{n} {name}" for name, n in erased.items()) or "niente"


@shared_task(name="interventions.remind")
def remind():
    """Remind who goes out, and tell who reads the notebooks; run twice it tells once."""
    with job_run("interventions.remind") as run:
        reminders, news = send_reminders(), tell_new_readers()
        run.done = run.total = reminders + news
        run.detail = f"{reminders} promemoria, avvisi di nuovi lettori: {news}"
