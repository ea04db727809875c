"""What the worker does for the outbox."""

from celery import shared_task

from jobs import services


@shared_task(name="jobs.deliver")
def deliver(outbox_id):
    services.deliver(outbox_id)


@shared_task(name="jobs.sweep")
def sweep():
    services.sweep()
