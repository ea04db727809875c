"""What the worker does for the portal as a whole, and for accounts, which knows no jobs."""

from celery import shared_task

from accounts.services import tell_failed_sign_ins
from cremona_safety.operations.alerts import watch
from cremona_safety.operations.facts import asked
from cremona_safety.operations.lights import lights_of
from cremona_safety.operations.orphans import sweep_media
from jobs.services import job_run


@shared_task(name="accounts.tell_failed_sign_ins")
def tell_who_was_tried():
    with job_run("accounts.tell_failed_sign_ins") as run:
        run.done = run.total = tell_failed_sign_ins()


@shared_task(name="operations.watch")
def watch_parts():
    with job_run("operations.watch") as run:
        told = watch(lights_of(asked()))
        run.detail = f"{len(told)} avvisi" if told else ""


@shared_task(name="operations.sweep_media")
def sweep():
    with job_run("operations.sweep_media") as run:
        run.detail = str(sweep_media())
