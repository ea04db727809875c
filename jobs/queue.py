"""Calls a task after the commit, and does without the queue when it is down."""

import logging
import time
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

TAKEN_SECONDS = 3600
QUEUE_ERRORS = (KombuError, RedisError, OSError)


def enqueue_on_commit(task, *args):
    """Queue ``task(*args)`` when the current transaction is committed.

    If the queue does not answer the request goes on: use it only for work that a row of the
    database remembers, so that ``jobs.sweep`` does it later.
    """
    transaction.on_commit(partial(enqueue, task, *args))


def forget_taken_messages():
    """Delete what the folder transport keeps of each message after a worker took it."""
    folder = settings.CELERY_BROKER_TRANSPORT_OPTIONS.get("processed_folder")
    for message in Path(folder).glob("*.msg") if folder else ():
        if message.stat().st_mtime < time.time() - TAKEN_SECONDS:
            message.unlink(missing_ok=True)


def enqueue(task, *args, **options):
    """Queue ``task(*args)`` now; log, and go on, when the queue does not answer."""
    try:
        task.apply_async(args, retry=False, **options)
    except QUEUE_ERRORS:
        logger.warning("the queue does not answer: %s waits for the sweep", task.name)
