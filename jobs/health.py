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
    last_done: JobRun | None
    due_at: datetime
    is_late: bool

    @property
    def label(self):
        return settings.JOB_LABELS.get(self.name, self.name)

    @property
    def stands_still(self):
        """What stands still since its last success, in words; empty while all is well."""
        if not self.is_late and not (self.last and self.last.has_failed):
            return ""
        leaves = settings.JOB_LEAVES.get(self.name, "fermo")
        since = _since(self.last_done.started_at) if self.last_done else "dall’inizio"
        return f"{leaves} {since}"

    @property
    def outcome(self):
        """How its last run went; where something stands still, what and since when."""
        if self.last is None:
            return self.stands_still
        said = [self.last.get_state_display(), self.last.outcome]
        return ": ".join(filter(None, [*said, self.stands_still]))


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
        return os.access(_queue_folder(), os.W_OK)
    return _ask_redis("ping") is not None


def tasks_wait():
    """Tell whether the queue holds tasks that no worker takes; no when it does not answer."""
    if not settings.REDIS_URL:
        return any(_queue_folder().glob("*.msg"))
    return bool(_ask_redis("llen", current_app.conf.task_default_queue))


def beat_is_alive():
    heart = _heart()
    return bool(heart and heart.is_alive(timezone.now()))


def clock(parts):
    """Say of the clock of the jobs whether it goes, else who stands still and since when.

    Its beats are tasks: while they pile up in the queue it goes, and no worker takes them. The
    argument is the answer of ``readiness``.
    """
    if parts["beat"]:
        return "in funzione"
    heart = _heart()
    since = _since(heart.at) if heart else "dall’inizio"
    if not parts["queue"]:
        return f"fermo {since}: la coda non risponde"
    if not tasks_wait():
        return f"fermo {since}: riavvia il portale"
    runs = JobRun.objects.running().order_by("started_at")
    busy = [f"«{run.label}» è in corso {_since(run.started_at)}" for run in runs[:3]]
    return (
        ", ".join([f"nessuno esegue i lavori {since}", *busy]) + ": riavvia il worker"
    )


def outbox_is_late():
    """Tell whether a first attempt is overdue: a later one is late by its own pause."""
    return (
        Outbox.objects.waiting()
        .filter(attempts=0, not_before__lt=timezone.now() - OUTBOX_LIMIT)
        .exists()
    )


def scheduled_jobs():
    """Return the jobs of ``CELERY_BEAT_SCHEDULE`` and ``OUTER_JOBS``, the late ones marked.

    A job is late when its time passed ``JOB_GRACE`` ago and neither a finished nor a running run
    answered; at its time, while the clock stands still. Time in which the portal was off does not
    count.
    """
    heart = _heart()
    since = heart.since if heart else timezone.now()
    alive = heart and heart.is_alive(timezone.now())
    grace = JOB_GRACE if alive else timedelta()
    beaten = settings.CELERY_BEAT_SCHEDULE.values()
    schedules = {entry["task"]: entry["schedule"] for entry in beaten}
    return [
        _job(name, schedule, since, grace)
        for name, schedule in (schedules | settings.OUTER_JOBS).items()
        if name != SWEEP
    ]


def _job(name, schedule, since, grace):
    runs = JobRun.objects.filter(name=name)
    last = runs.first()
    good = runs.exclude(state=JobRun.State.FAILED).first()
    start = max(since, good.started_at) if good else since
    now = timezone.now()
    remaining = maybe_schedule(schedule, app=current_app).remaining_estimate(start)
    due_at = now + timedelta(seconds=round(remaining.total_seconds()))
    done = runs.filter(state=JobRun.State.DONE).first()
    return Job(name, last, done, due_at, is_late=now - due_at > grace)


def _heart():
    return Heartbeat.objects.filter(name=BEAT).first()


def _queue_folder():
    return Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_out"])


def _ask_redis(command, *args):
    """Return what the Redis of the queue answers, or None when it does not."""
    client = redis.Redis.from_url(
        settings.REDIS_URL,
        socket_connect_timeout=QUEUE_SECONDS,
        socket_timeout=QUEUE_SECONDS,
        retry=None,
    )
    try:
        return getattr(client, command)(*args)
    except redis.RedisError:
        return None
    finally:
        client.close()


def _since(moment):
    at = timezone.localtime(moment)
    if at.date() == timezone.localdate():
        return f"dalle {at:%H:%M}"
    return f"dalle {at:%H:%M} del {at:%d/%m/%Y}"
