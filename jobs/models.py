"""Every effect outside the database is a row first: nothing is lost with the queue."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

HEARTBEAT_LIMIT = timedelta(minutes=2)  # four beats


class OutboxQuerySet(models.QuerySet):
    def waiting(self):
        """Rows neither delivered nor abandoned."""
        return self.filter(done_at=None, failed_at=None)

    def failed(self):
        return self.exclude(failed_at=None)

    def to_retry(self):
        """The abandoned ones that still hold what to say."""
        return self.failed().exclude(payload={})

    def due(self):
        """Rows to deliver now: their pause is over and nobody holds them."""
        now = timezone.now()
        lease = timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)
        return self.waiting().filter(
            models.Q(claimed_at=None) | models.Q(claimed_at__lt=now - lease),
            not_before__lte=now,
        )


class Outbox(models.Model):
    """A mail (or another outside effect) to deliver once.

    ``payload``, with a citizen's words and the link that opens their report, is emptied when it was
    delivered, or when nobody may try again to.
    """

    kind = models.CharField("tipo", max_length=30)
    key = models.CharField("chiave", max_length=120, unique=True)
    # of a row that still gathers what it will say; nobody's once a worker has taken it
    open_key = models.CharField(
        "chiave aperta", max_length=120, unique=True, null=True, blank=True
    )
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField("creata", default=timezone.now)
    not_before = models.DateTimeField("non prima di", default=timezone.now)
    claimed_at = models.DateTimeField("presa in consegna", null=True)
    attempts = models.PositiveSmallIntegerField("tentativi", default=0)
    last_error = models.CharField("ultimo errore", max_length=300, blank=True)
    done_at = models.DateTimeField("consegnata", null=True)
    failed_at = models.DateTimeField("abbandonata", null=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["not_before"],
                name="outbox_waiting",
                condition=models.Q(done_at=None, failed_at=None),
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.key}"


class JobRunQuerySet(models.QuerySet):
    def running(self):
        return self.filter(state=JobRun.State.RUNNING)

    def to_take_up(self):
        """Resumable runs that no worker is on: none began, or it gives no sign of life."""
        lease = timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)
        return (
            self.running()
            .filter(arguments__isnull=False)
            .filter(
                models.Q(alive_at=None) | models.Q(alive_at__lt=timezone.now() - lease)
            )
        )


class JobRun(models.Model):
    """One run of a periodic or long job: state, progress and what it found.

    ``name`` is its task's. With ``arguments`` the run is resumable: the sweep calls the task
    again when its worker died, and the task goes on from what the database says.
    """

    class State(models.TextChoices):
        RUNNING = "running", "in corso"
        DONE = "done", "finito"
        FAILED = "failed", "non riuscito"

    name = models.CharField("lavoro", max_length=60)
    arguments = models.JSONField(null=True)
    state = models.CharField(
        "stato", max_length=10, choices=State, default=State.RUNNING
    )
    started_at = models.DateTimeField("inizio", default=timezone.now)
    finished_at = models.DateTimeField("fine", null=True)
    alive_at = models.DateTimeField("ultimo segno di vita", null=True)
    done = models.PositiveIntegerField("fatti", default=0)
    total = models.PositiveIntegerField("in tutto", default=0)
    detail = models.CharField("esito", max_length=300, blank=True)

    objects = JobRunQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        indexes = [models.Index(fields=["name", "-started_at"], name="jobrun_latest")]

    def __str__(self):
        return f"{self.name} {self.state}"

    @property
    def label(self):
        """What people read instead of the task's name."""
        return settings.JOB_LABELS.get(self.name, self.name)

    @property
    def has_failed(self):
        return self.state == self.State.FAILED

    @property
    def outcome(self):
        """What it found, in words; the name of an error is for who keeps the portal, in the log."""
        is_error = self.detail[:1].isupper() and self.detail.isidentifier()
        return "" if is_error else self.detail

    def advance(self, count=1):
        """Show that ``count`` more of ``total`` are done, and that somebody is on it."""
        self.done += count
        self.alive_at = timezone.now()
        self.save(update_fields=["done", "alive_at"])


class Heartbeat(models.Model):
    """When the schedule last reached a worker (``jobs.sweep`` writes it), or sent a job (by its name)."""

    name = models.CharField(max_length=30, primary_key=True)
    at = models.DateTimeField()
    since = models.DateTimeField()  # start of the unbroken series that ``at`` ends

    def __str__(self):
        return self.name

    def is_alive(self, now):
        return abs(now - self.at) < HEARTBEAT_LIMIT  # a beat of tomorrow is none


class Part(models.Model):
    """A part of the portal as the watch last saw it: its colour, since when, and when its red was told.

    ``told_at`` stays while the red lasts, and until its end was told too.
    """

    name = models.CharField(max_length=30, primary_key=True)
    is_green = models.BooleanField()
    since = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    def __str__(self):
        return self.name
