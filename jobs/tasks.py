"""What the worker does for the outbox and the job runs."""

from celery import shared_task
from celery.signals import beat_init

from jobs import services
from jobs.queue import enqueue


@shared_task(name="jobs.deliver")
def deliver(outbox_id):
    services.deliver(outbox_id)


@shared_task(name="jobs.sweep")
def sweep():
    services.sweep()


@shared_task(name="jobs.prune")
def prune():
    with services.job_run("jobs.prune") as run:
        run.done = run.total = services.prune()


@beat_init.connect
def sweep_at_once(**kwargs):
    """Let the first heartbeat come with the start, not half a minute later."""
    enqueue(sweep, expires=30)
