"""What the worker does for the portal as a whole, and for accounts, which knows no jobs."""

from celery import shared_task

from accounts import chain
from accounts.retention import erase_readings
from accounts.services import tell_failed_sign_ins
from cremona_safety.operations.alerts import watch
from cremona_safety.operations.facts import asked
from cremona_safety.operations.lights import lights_of
from cremona_safety.operations.orphans import sweep_media
from cremona_safety.trail_heads import keep_head
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


@shared_task(name="accounts.join_trail")
def join_trail():
    """Let the new rows of the trail into its chain."""
    with job_run("accounts.join_trail") as run:
        run.done = run.total = chain.join()


@shared_task(name="accounts.keep_trail_head")
def keep_trail_head():
    """Send away, or write down, the head of the chain."""
    with job_run("accounts.keep_trail_head") as run:
        number, _ = keep_head().split()
        run.detail = f"registro di {number} righe"


@shared_task(name="accounts.erase_expired")
def erase_expired():
    """Erase what is past its retention; the run says how many, never what."""
    with job_run("accounts.erase_expired") as run:
        run.done = run.total = erase_readings(run)
        run.detail = f"{run.done} letture"
