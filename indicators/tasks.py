from celery import shared_task

from indicators import measures
from jobs.services import job_run


@shared_task(name="indicators.refresh")
def refresh():
    with job_run("indicators.refresh") as run:
        run.detail = f"{measures.refresh()} righe scritte"


@shared_task(name="indicators.recompute")
def recompute():
    with job_run("indicators.recompute") as run:
        differences, unexpected = measures.recompute()
        run.detail = f"{differences} righe diverse, {unexpected} inattese"
