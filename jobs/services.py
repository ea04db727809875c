"""Puts effects in the outbox, delivers them, and finds again what a dead worker left."""

import hashlib
import logging
import smtplib
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic

from celery import current_app
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from jobs import gathering, messages
from jobs.models import Heartbeat, JobRun, Outbox
from jobs.queue import enqueue, enqueue_on_commit, forget_taken_messages
from jobs.tomorrow import LONGEST_WAIT, bring_back

logger = logging.getLogger(__name__)

MAIL = "mail"
MAX_ATTEMPTS = 12  # about ten hours with the pauses below
FIRST_PAUSE = timedelta(minutes=1)
STUCK_RUN = timedelta(minutes=15)  # well past CELERY_TASK_TIME_LIMIT
GIVE_UP_RUN = timedelta(days=1)  # of a resumable run that kills every worker
KEEP = timedelta(days=30)
# of what was given up: from a Friday night who mends the cause on Monday can still try again
KEEP_TEXT = timedelta(days=3)
KEEP_RUNS = 100  # of each job
SWEEP_ROWS = 100
SWEEP_SECONDS = 15  # less than the pause between two sweeps
BEAT = "beat"


def put_mail(message, *, key):
    """Put a Django e-mail in the outbox, in the caller's transaction.

    Return its row, or None when the outbox already had one with this key: the same effect is
    asked once.
    """
    row, is_new = Outbox.objects.get_or_create(
        key=key, defaults={"kind": MAIL, "payload": messages.pack(message)}
    )
    return row if is_new else None


def deliver(outbox_id):
    """Deliver one row of the outbox, if it waits and nobody else has it; tell whether it went.

    The row is claimed by one conditional UPDATE and for ``OUTBOX_LEASE_SECONDS``: of two workers
    one delivers it, and a worker that dies leaves it free again when the lease ends. A death
    between the mail server's yes and our UPDATE repeats the message, with the same Message-ID:
    every message is delivered at least once.
    """
    row = _claim(outbox_id)
    if row is None:
        return False
    try:
        payload = row.payload if row.kind == MAIL else gathering.written(row)
        if payload and messages.DISCARD_HEADER not in payload["headers"]:
            messages.send(payload, backend=settings.DELIVERY_EMAIL_BACKEND)
    except Exception as error:
        _postpone(row, error)
        return False
    _owned(row).update(
        done_at=timezone.now(), claimed_at=None, payload={}, last_error=""
    )
    return True


def retry(row):
    """Let the next sweep try again a row of ``to_retry``, from the first attempt."""
    return (
        Outbox.objects.to_retry()
        .filter(pk=row.pk, done_at=None)
        .update(failed_at=None, attempts=0, not_before=timezone.now())
    )


def sweep():
    """Beat the heart, deliver what waits, close what is stuck.

    Whatever the queue lost, the rows that remember it are found here.
    """
    _beat()
    bring_back()
    _close_stuck_runs()
    _call_again_waiting_runs()
    _abandon_exhausted()
    delivered = _deliver_waiting()
    forget_taken_messages()
    return delivered


def prune():
    """Delete the outbox rows that ended long ago, each job's old runs and the sessions that are
    over, with whom they were of; return how many. What was given up loses its text before."""
    now = timezone.now()
    old = now - KEEP
    Outbox.objects.to_retry().filter(failed_at__lt=now - KEEP_TEXT).update(payload={})
    mails, _ = Outbox.objects.filter(Q(done_at__lt=old) | Q(failed_at__lt=old)).delete()
    place = Window(RowNumber(), partition_by="name", order_by=JobRun._meta.ordering)
    passed = JobRun.objects.annotate(place=place).filter(place__gt=KEEP_RUNS)
    runs, _ = JobRun.objects.filter(pk__in=passed.values("pk")).delete()
    sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
    return mails + runs + sessions


class JobStopped(Exception):
    """Ends a run as failed, without alarm; the message is a sentence for who reads the run."""


def ask_run(task, *, total=0, **arguments):
    """Ask a worker for a resumable run of ``task``, in the caller's transaction; return it.

    The task takes the id of the run alone and begins with ``take_up``. The row is what remembers
    it: with the queue down, or with a dead worker, the sweep calls the task.
    """
    run = JobRun.objects.create(name=task.name, total=total, arguments=arguments)
    enqueue_on_commit(task, run.pk)
    return run


def take_up(run_id):
    """Return the run for who will work on it now, or None when it ended or another has it."""
    taken = (
        JobRun.objects.to_take_up().filter(pk=run_id).update(alive_at=timezone.now())
    )
    return JobRun.objects.get(pk=run_id) if taken else None


@contextmanager
def job_run(name="", *, total=0, run=None):
    """Record one run of a job: ``with job_run("indicators.refresh") as run: run.advance()``.

    ``run`` is a row made earlier, by ``ask_run``. ``run.detail`` is what it found, in a few
    words. Call it outside a transaction, or progress and failure are not seen.
    """
    run = run or JobRun.objects.create(name=name, total=total)
    try:
        yield run
    except JobStopped as stopped:
        run.detail = str(stopped)
        _finish(run, JobRun.State.FAILED)
        return
    except BaseException as error:
        run.detail = type(error).__name__
        _finish(run, JobRun.State.FAILED)
        raise
    _finish(run, JobRun.State.DONE)


def _claim(outbox_id):
    claimed = (
        Outbox.objects.due()
        .filter(pk=outbox_id)
        .update(claimed_at=timezone.now(), attempts=F("attempts") + 1, open_key=None)
    )
    return Outbox.objects.get(pk=outbox_id) if claimed else None


def _owned(row):
    """Return the row only while the claim is still ours: each claim is one attempt more."""
    claimed = Outbox.objects.exclude(claimed_at=None)
    return claimed.filter(pk=row.pk, attempts=row.attempts)


def _postpone(row, error):
    now = timezone.now()
    pause = min(FIRST_PAUSE * 2 ** (row.attempts - 1), LONGEST_WAIT)
    no_such_address = _is_refused_for_good(error)
    gives_up = no_such_address or row.attempts >= MAX_ATTEMPTS
    lost = {"payload": {}} if no_such_address else {}
    freed = _owned(row).update(
        claimed_at=None,
        not_before=now + pause,
        failed_at=now if gives_up else None,
        last_error=_describe(error),
        **lost,
    )
    if freed and not gives_up and row.kind != MAIL:
        gathering.give_back(row)
    logger.warning(
        "outbox %s not delivered, attempt %s: %s",
        row.pk,
        row.attempts,
        type(error).__name__,
    )


def _is_refused_for_good(error):
    return isinstance(error, smtplib.SMTPRecipientsRefused) and all(
        code >= 500 for code, _ in error.recipients.values()
    )


def _describe(error):
    """Name an error without its text, which may hold an address or a path."""
    parts = [type(error).__name__]
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        parts += sorted({str(code) for code, _ in error.recipients.values()})
    elif isinstance(error, smtplib.SMTPResponseException):
        parts.append(str(error.smtp_code))
    elif isinstance(error, OSError) and error.strerror:
        parts.append(error.strerror)
    return " ".join(parts)[:300]


def _beat():
    now = timezone.now()
    heart = Heartbeat.objects.filter(name=BEAT).first()
    starts_again = heart is None or not heart.is_alive(now)
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=BEAT, at=now, since=now if starts_again else heart.since)],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["at", "since"],
    )


def _close_stuck_runs():
    now = timezone.now()
    JobRun.objects.running().filter(
        Q(arguments__isnull=True, started_at__lt=now - STUCK_RUN)
        | Q(started_at__lt=now - GIVE_UP_RUN)
    ).update(state=JobRun.State.FAILED, finished_at=now, detail="interrotto")


def _call_again_waiting_runs():
    """Call the tasks of the runs nobody is on; ``take_up`` leaves one worker on each."""
    for run in JobRun.objects.to_take_up():
        if task := current_app.tasks.get(run.name):
            enqueue(task, run.pk, expires=settings.SWEEP_SECONDS)


def _abandon_exhausted():
    """Give up the rows whose every attempt ended with the death of the worker."""
    Outbox.objects.due().filter(attempts__gte=MAX_ATTEMPTS).update(
        failed_at=timezone.now(), claimed_at=None, last_error="interrotta"
    )


def _deliver_waiting():
    end = monotonic() + SWEEP_SECONDS
    due = Outbox.objects.due().order_by("not_before").values_list("pk", flat=True)
    delivered = 0
    for outbox_id in list(due[:SWEEP_ROWS]):
        if monotonic() > end:
            break
        delivered += deliver(outbox_id)
    return delivered


def _finish(run, state):
    run.state = state
    run.finished_at = timezone.now()
    run.detail = run.detail[:300]
    run.save(update_fields=["state", "finished_at", "detail", "done", "total"])


def key_of(text):
    """Return a key that fits the column, whatever the length of ``text``."""
    return text if len(text) <= 120 else hashlib.sha256(text.encode()).hexdigest()
