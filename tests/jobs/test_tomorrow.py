"""What was written while the clock was a day ahead does not wait for that day."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from jobs import health, services
from jobs.models import Heartbeat, JobRun, Outbox
from tests.jobs.factories import JobRunFactory, OutboxFactory

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def ahead(stop_clock):
    """Put the clock a day ahead; return what puts it back, some minutes later than it was."""
    now = timezone.now()
    stop_clock(now + DAY)
    return lambda minutes=1: stop_clock(now + minutes * MINUTE)


def test_a_mail_written_meanwhile_leaves_at_once(ahead):
    OutboxFactory()
    ahead()

    services.sweep()

    assert len(mail.outbox) == 1


def test_a_mail_that_a_worker_took_and_died_is_free_after_its_lease(ahead, settings):
    row = OutboxFactory()
    services._claim(row.pk)
    ahead()
    services.sweep()
    assert mail.outbox == []

    ahead(2 + settings.OUTBOX_LEASE_SECONDS // 60)
    services.sweep()

    assert len(mail.outbox) == 1


def test_a_mail_that_leaves_while_the_clock_is_put_back_leaves_once(ahead, monkeypatch):
    def put_back(*arguments, **options):
        ahead()
        services.sweep()

    row = OutboxFactory()
    monkeypatch.setattr("jobs.messages.send", put_back)

    assert services.deliver(row.pk)

    row.refresh_from_db()
    assert (row.attempts, row.payload) == (1, {})
    assert row.done_at


def test_a_run_that_a_worker_took_and_died_is_called_again_after_its_lease(
    ahead, settings
):
    run = JobRunFactory(arguments={})
    services.take_up(run.pk)
    ahead()
    services.sweep()

    ahead(2 + settings.OUTBOX_LEASE_SECONDS // 60)

    assert JobRun.objects.to_take_up().get() == run


def test_the_last_run_of_a_job_is_not_the_one_of_tomorrow(ahead):
    done = {"state": JobRun.State.DONE}
    JobRunFactory(finished_at=timezone.now(), **done)
    ahead()
    services.sweep()
    ahead(2)

    failed = JobRunFactory(state=JobRun.State.FAILED)

    assert JobRun.objects.first() == failed
    assert not JobRun.objects.filter(finished_at__gt=timezone.now()).exists()


def test_a_job_is_late_again_when_its_time_passes(ahead, settings):
    entry = {"task": "indicators.refresh", "schedule": 60}
    settings.CELERY_BEAT_SCHEDULE = {"refresh": entry}
    services.sweep()
    JobRunFactory(state=JobRun.State.DONE)
    ahead()
    services.sweep()
    for minutes in range(2, 20):
        ahead(minutes)
        services.sweep()

    (job,) = health.scheduled_jobs()

    assert job.is_late


def test_the_series_of_beats_begins_again(ahead):
    services.sweep()
    ahead()

    services.sweep()

    heart = Heartbeat.objects.get()
    assert heart.at == heart.since == timezone.now()


def test_a_row_that_waits_for_its_time_still_does():
    row = OutboxFactory(not_before=timezone.now() + timedelta(hours=2))
    before = row.not_before

    services.sweep()

    row.refresh_from_db()
    assert row.not_before == before
    assert Outbox.objects.waiting().get() == row
