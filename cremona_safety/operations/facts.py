"""What is known of each part, apart from what it means: for the lights and for the metrics."""

import shutil
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock
from time import monotonic

from django.conf import settings
from django.db.models import Count

from cremona_safety.operations.asking import Silence, ask
from indicators.models import Measure, Watermark
from jobs import health
from jobs.models import Heartbeat, JobRun, Part

BUSY_SHOWN = 3
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Rows:
    """What the database says. ``figures`` is when each source was last counted, ``parts`` what the
    watch wrote, ``runs`` how many runs of each job (of those kept) ended in each way."""

    heart: Heartbeat | None
    jobs: list[health.Job]
    running: list[JobRun]
    deliveries: health.Deliveries
    figures: dict[str, datetime]
    parts: dict[str, Part]
    runs: dict[tuple[str, str], int]


@dataclass(frozen=True)
class Facts:
    """An answer of each part, or its ``Silence``."""

    rows: Rows | Silence
    queued: int | Silence  # how many tasks wait
    media: None | Silence  # written to, or not
    free: dict[str, int] | Silence  # bytes of each disk, by what is on it


@dataclass
class Kept:
    """The last facts this process had, and when."""

    facts: Facts | None = None
    at: float = 0
    turn: Lock = field(default_factory=Lock)

    @property
    def is_fresh(self):
        age = monotonic() - self.at
        return self.facts is not None and age < settings.HEALTH_KEPT_SECONDS


_kept = Kept()


def known():
    """Return the ``Facts`` of now, or of some seconds ago, however many ask.

    While one asks the parts the others read what was known before: a flood of questions, or a
    part that hangs, takes one thread of the web process and no more.
    """
    if _kept.is_fresh:
        return _kept.facts
    if not _kept.turn.acquire(blocking=_kept.facts is None):
        return _kept.facts
    try:
        if not _kept.is_fresh:
            _kept.facts, _kept.at = asked(), monotonic()
        return _kept.facts
    finally:
        _kept.turn.release()


def asked():
    """Ask every part now, and return the ``Facts``."""
    return Facts(
        **ask({"rows": rows, "queued": queued, "media": write_media, "free": free})
    )


def rows():
    marks = Watermark.objects.exclude(seen_until=None)
    runs = JobRun.objects.order_by().values_list("name", "state")
    return Rows(
        heart=health.heart(),
        jobs=health.scheduled_jobs(),
        running=list(JobRun.objects.running().order_by("started_at")[:BUSY_SHOWN]),
        deliveries=health.deliveries(),
        figures={Measure(mark.measure).label: mark.computed_at for mark in marks},
        parts={part.name: part for part in Part.objects.all()},
        runs={(name, state): n for name, state, n in runs.annotate(n=Count("pk"))},
    )


def queued():
    return health.write_to_queue()


def write_media():
    health.write_in(settings.MEDIA_ROOT)


def free():
    """Return the free bytes of the disk of each folder that is on this machine."""
    folders = {
        "portal": settings.VAR,
        "media": settings.MEDIA_ROOT,
        "backups": settings.BACKUP_DIR,
    }
    there = {name: path for name, path in folders.items() if Path(path).is_dir()}
    return {name: shutil.disk_usage(path).free for name, path in there.items()}
