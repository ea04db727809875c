"""How queue, jobs and mail are: facts, that ``cremona_safety/operations`` makes lights of."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryFile

import redis
from celery import current_app
from celery.schedules import maybe_schedule
from django.conf import settings
from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from jobs.models import Heartbeat, JobRun, Outbox
from jobs.services import BEAT

SWEEP = "jobs.sweep"  # its pulse is the heartbeat
JOB_GRACE = timedelta(minutes=15)
QUEUE_SECONDS = 1
WRITTEN = (
    "written"  # the key, and how long it stays, that tells a Redis that takes no more
)
WRITTEN_SECONDS = 60
BLOCK = bytes(4096)  # an empty file fits on a full disk


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
        return f"{leaves} {since_words(self.last_done and self.last_done.started_at)}"

    @property
    def outcome(self):
        """How its last run went; where something stands still, what and since when."""
        if self.last is None:
            return self.stands_still
        said = [self.last.get_state_display(), self.last.outcome]
        return ": ".join(filter(None, [*said, self.stands_still]))


@dataclass(frozen=True)
class Deliveries:
    """How many mails wait or were abandoned, since when the oldest waits, since when a first attempt
    is overdue, and when the last was delivered."""

    waiting: int
    abandoned: int
    oldest: datetime | None
    first: datetime | None
    last: datetime | None

    def late_since(self, limit):
        """Since when mails are late, or None: no first attempt was made, or all since the oldest
        have failed. One that alone fails again and again is late by its own pauses."""
        if self.first and self.first < limit:
            return self.first
        fails = self.oldest and (self.last is None or self.last < self.oldest)
        return self.oldest if fails and self.oldest < limit else None


def deliveries():
    """Return what the outbox has, as ``Deliveries``."""
    waiting = Outbox.objects.waiting().aggregate(
        waiting=Count("pk"),
        oldest=Min("created_at"),
        first=Min("not_before", filter=Q(attempts=0)),
    )
    return Deliveries(
        abandoned=Outbox.objects.failed().count(),
        last=Outbox.objects.aggregate(last=Max("done_at"))["last"],
        **waiting,
    )


def write_to_queue():
    """Write where tasks wait, and return how many do; raise ``OSError`` or ``RedisError``."""
    if not settings.REDIS_URL:
        folder = Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_out"])
        write_in(folder)
        return sum(1 for _ in folder.glob("*.msg"))
    client = redis.Redis.from_url(
        settings.REDIS_URL,
        socket_connect_timeout=QUEUE_SECONDS,
        socket_timeout=QUEUE_SECONDS,
        retry=None,
    )
    try:
        client.set(WRITTEN, 1, ex=WRITTEN_SECONDS)
        return client.llen(current_app.conf.task_default_queue)
    finally:
        client.close()


def write_in(folder):
    """Write a file that leaves nothing behind; raise ``OSError`` when it cannot be done."""
    with TemporaryFile(dir=folder, buffering=0) as file:
        file.write(BLOCK)
        os.fsync(file.fileno())


def heart():
    """Return the last beat of the clock of the jobs, or None before the first."""
    return Heartbeat.objects.filter(name=BEAT).first()


def clock(beat, running, queued):
    """Say of the clock of the jobs whether it goes, else who stands still.

    Its beats are tasks: while they pile up in the queue it goes, and no worker takes them.
    ``queued`` is how many tasks wait, None while the queue does not answer.
    """
    if beat and beat.is_alive(timezone.now()):
        return "in funzione"
    since = since_words(beat and beat.at)
    if queued is None:
        return f"fermo {since}: la coda non risponde"
    if not queued:
        return f"fermo {since}: riavvia il portale"
    busy = [f"«{r.label}» è in corso {since_words(r.started_at)}" for r in running]
    return (
        ", ".join([f"nessuno esegue i lavori {since}", *busy]) + ": riavvia il worker"
    )


def since_words(moment):
    """Say since when: ``dalle 10:23``, with the day when it is not today; None is the beginning."""
    if moment is None:
        return "dall’inizio"
    at = timezone.localtime(moment)
    if at.date() == timezone.localdate():
        return f"dalle {at:%H:%M}"
    return f"dalle {at:%H:%M} del {at:%d/%m/%Y}"


def scheduled_jobs():
    """Return the jobs of ``CELERY_BEAT_SCHEDULE`` and ``OUTER_JOBS``, the late ones marked.

    A job is late when its time passed ``JOB_GRACE`` ago and neither a finished nor a running run
    answered; at its time, while the clock stands still. Time in which the portal was off does not
    count.
    """
    beat = heart()
    since = beat.since if beat else timezone.now()
    alive = beat and beat.is_alive(timezone.now())
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
