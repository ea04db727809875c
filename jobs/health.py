"""Whether the parts behind the pages work: what ``/readyz`` says and the staff page shows."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import redis
from celery import current_app
from celery.schedules import maybe_schedule
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from jobs.models import Heartbeat, JobRun, Outbox
from jobs.services import BEAT

SWEEP = "jobs.sweep"  # its pulse is the heartbeat
JOB_GRACE = timedelta(minutes=15)
OUTBOX_LIMIT = timedelta(minutes=15)
QUEUE_SECONDS = 1


@dataclass(frozen=True)
class Job:
    """A periodic job of the schedule and how its last runs went."""

    name: str
    last: JobRun | None
    last_good: JobRun | None
    due_at: datetime
    is_late: bool

    @property
    def label(self):
        return settings.JOB_LABELS.get(self.name, self.name)

    @property
    def outcome(self):
        """How its last run went; of one that failed, what it leaves behind and since when."""
        if self.last is None:
            return ""
        words = self.last.outcome
        if self.last.state == JobRun.State.FAILED and not words:
            words = settings.JOB_LEAVES.get(self.name, "")
        if self.last.state == JobRun.State.FAILED and self.last_good:
            words = f"{words or 'fermo'} {_since(self.last_good.started_at)}"
        return ": ".join(filter(None, [self.last.get_state_display(), words]))


def readiness(jobs=None):
    """Return each part's state, ``{"database": True, …}``; all true means ready.

    ``jobs`` and ``outbox`` are true when nothing is late. Without a database the parts that are
    read from it are false. The argument is the answer of ``scheduled_jobs``, if already at hand.
    """
    if not database_answers():
        return dict.fromkeys(["database", "queue", "beat", "jobs", "outbox"], False) | {
            "queue": queue_answers()
        }
    return {
        "database": True,
        "queue": queue_answers(),
        "beat": beat_is_alive(),
        "jobs": not any(job.is_late for job in jobs or scheduled_jobs()),
        "outbox": not outbox_is_late(),
    }


def database_answers():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def queue_answers():
    """Tell whether a task could be queued now: Redis answers, or the folder is writable."""
    if not settings.REDIS_URL:
        folder = Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_out"])
        return os.access(folder, os.W_OK)
    client = redis.Redis.from_url(
        settings.REDIS_URL,
        socket_connect_timeout=QUEUE_SECONDS,
        socket_timeout=QUEUE_SECONDS,
        retry=None,
    )
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def beat_is_alive():
    heart = Heartbeat.objects.filter(name=BEAT).first()
    return bool(heart and heart.is_alive(timezone.now()))


def outbox_is_late():
    """Tell whether a first attempt is overdue: a later one is late by its own pause."""
    return (
        Outbox.objects.waiting()
        .filter(attempts=0, not_before__lt=timezone.now() - OUTBOX_LIMIT)
        .exists()
    )


def scheduled_jobs():
    """Return the jobs of ``CELERY_BEAT_SCHEDULE``, the late ones marked.

    A job is late when its time passed ``JOB_GRACE`` ago and neither a finished nor a running run
    answered. Time in which the portal was off does not count.
    """
    heart = Heartbeat.objects.filter(name=BEAT).first()
    since = heart.since if heart else timezone.now()
    return [
        _job(entry["task"], entry["schedule"], since)
        for entry in settings.CELERY_BEAT_SCHEDULE.values()
        if entry["task"] != SWEEP
    ]


def _job(name, schedule, since):
    runs = JobRun.objects.filter(name=name)
    last = runs.first()
    good = runs.exclude(state=JobRun.State.FAILED).first()
    start = max(since, good.started_at) if good else since
    now = timezone.now()
    remaining = maybe_schedule(schedule, app=current_app).remaining_estimate(start)
    due_at = now + timedelta(seconds=round(remaining.total_seconds()))
    return Job(name, last, good, due_at, is_late=now - due_at > JOB_GRACE)


def _since(moment):
    at = timezone.localtime(moment)
    if at.date() == timezone.localdate():
        return f"dalle {at:%H:%M}"
    return f"dalle {at:%H:%M} del {at:%d/%m/%Y}"
