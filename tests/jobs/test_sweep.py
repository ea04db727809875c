import os
from datetime import timedelta

import pytest
from celery import shared_task
from django.contrib.sessions.models import Session
from django.core import mail
from django.utils import timezone

from jobs import services, tasks
from jobs.models import Heartbeat, JobRun, Outbox
from tests.jobs.factories import JobRunFactory, OutboxFactory
from tests.moments import clock_at

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_the_sweep_beats_the_heart():
    services.sweep()

    assert Heartbeat.objects.get().is_alive(timezone.now())


def test_a_heart_that_stopped_starts_a_new_series():
    start = timezone.now() - DAY
    for minutes in (0, 1, 60, 61):
        with clock_at(start + timedelta(minutes=minutes)):
            services.sweep()

    heart = Heartbeat.objects.get()
    assert heart.since == start + timedelta(minutes=60)
    assert heart.at == start + timedelta(minutes=61)


def test_the_sweep_delivers_what_the_queue_lost():
    OutboxFactory.create_batch(3)

    assert services.sweep() == 3

    assert not Outbox.objects.waiting().exists()
    assert len(mail.outbox) == 3


def test_the_sweep_leaves_what_waits_for_its_time():
    OutboxFactory(not_before=timezone.now() + timedelta(minutes=5))

    assert services.sweep() == 0


def test_a_row_that_kills_every_worker_is_abandoned():
    row = OutboxFactory(attempts=services.MAX_ATTEMPTS, claimed_at=timezone.now() - DAY)

    services.sweep()

    row.refresh_from_db()
    assert row.failed_at
    assert row.last_error == "interrotta"
    assert mail.outbox == []


def test_a_run_whose_worker_died_is_closed_as_failed():
    stuck = JobRunFactory(started_at=timezone.now() - DAY)
    alive = JobRunFactory()

    services.sweep()

    stuck.refresh_from_db()
    alive.refresh_from_db()
    assert (stuck.state, stuck.detail) == (JobRun.State.FAILED, "interrotto")
    assert alive.state == JobRun.State.RUNNING


@shared_task(name="tests.add_up")
def add_up(run_id):
    if run := services.take_up(run_id):
        with services.job_run(run=run):
            run.advance(run.arguments["count"])


def asked(**changes):
    run = services.ask_run(add_up, count=3)
    JobRun.objects.filter(pk=run.pk).update(**changes)
    return run


def test_the_sweep_calls_a_run_that_no_worker_began():
    run = asked()

    services.sweep()

    run.refresh_from_db()
    assert (run.state, run.done) == (JobRun.State.DONE, 3)


def test_the_sweep_calls_a_run_again_when_its_worker_gives_no_sign_of_life():
    run = asked(alive_at=timezone.now() - timedelta(hours=1), done=2)

    services.sweep()

    run.refresh_from_db()
    assert (run.state, run.done) == (JobRun.State.DONE, 5)


def test_the_sweep_leaves_a_run_to_the_worker_that_is_on_it():
    run = asked(alive_at=timezone.now())

    services.sweep()

    run.refresh_from_db()
    assert (run.state, run.done) == (JobRun.State.RUNNING, 0)


def test_of_two_workers_one_takes_a_run_up():
    run = asked()

    assert services.take_up(run.pk) == run
    assert services.take_up(run.pk) is None


def test_a_resumable_run_that_kills_every_worker_is_given_up():
    run = asked(started_at=timezone.now() - 2 * DAY)

    services.sweep()

    run.refresh_from_db()
    assert (run.state, run.done) == (JobRun.State.FAILED, 0)


def test_a_run_of_a_task_that_is_no_more_does_not_stop_the_sweep():
    asked(name="tests.gone")

    services.sweep()

    assert JobRun.objects.get().state == JobRun.State.RUNNING


def test_a_run_may_stop_with_a_sentence():
    with services.job_run("x") as run:
        raise services.JobStopped("I confini sono cambiati.")

    run.refresh_from_db()
    assert (run.state, run.detail) == (JobRun.State.FAILED, "I confini sono cambiati.")


def test_once_a_day_old_rows_are_thrown_away(django_assert_num_queries):
    old = timezone.now() - timedelta(days=31)
    OutboxFactory(done_at=old)
    OutboxFactory(failed_at=old)
    kept = {OutboxFactory(done_at=timezone.now()), OutboxFactory(created_at=old)}
    first = JobRunFactory(started_at=old, state=JobRun.State.DONE)
    JobRunFactory.create_batch(services.KEEP_RUNS, state=JobRun.State.DONE)
    JobRunFactory(name="x", started_at=old, state=JobRun.State.DONE)

    with django_assert_num_queries(4):
        services.prune()

    assert set(Outbox.objects.all()) == kept
    assert JobRun.objects.filter(name="indicators.refresh").count() == 100
    assert JobRun.objects.filter(name="x").exists()
    assert not JobRun.objects.filter(pk=first.pk).exists()


def test_sessions_that_ended_are_thrown_away_and_the_others_stay():
    moments = {"finita": -DAY, "aperta": DAY}
    for key, ahead in moments.items():
        ends = timezone.now() + ahead
        Session.objects.create(session_key=key, session_data="", expire_date=ends)

    assert services.prune() == 1

    assert [session.pk for session in Session.objects.all()] == ["aperta"]


def test_the_pruning_is_a_job_that_says_how_many_rows_went():
    OutboxFactory(done_at=timezone.now() - timedelta(days=31))

    tasks.prune()

    run = JobRun.objects.get(name="jobs.prune")
    assert (run.state, run.done) == (JobRun.State.DONE, 1)


def test_the_sweep_prunes_nothing():
    row = OutboxFactory(done_at=timezone.now() - timedelta(days=31))

    services.sweep()

    assert Outbox.objects.filter(pk=row.pk).exists()


def test_messages_taken_long_ago_are_deleted(settings, tmp_path):
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"processed_folder": str(tmp_path)}
    old, new = tmp_path / "1.celery.msg", tmp_path / "2.celery.msg"
    for message in (old, new):
        message.write_text("{}")
    os.utime(old, (0, 0))
    now = timezone.now().timestamp()
    os.utime(new, (now, now))  # the kernel dates it by the clock of the machine

    services.sweep()

    assert [old.exists(), new.exists()] == [False, True]


def test_a_run_records_progress_and_result():
    with services.job_run("indicators.recompute", total=2) as run:
        run.advance()
        run.advance()
        run.detail = "nessuna differenza"

    run.refresh_from_db()
    assert (run.state, run.done, run.total) == (JobRun.State.DONE, 2, 2)
    assert run.detail == "nessuna differenza"
    assert run.finished_at


def test_a_run_that_raises_is_failed_and_the_error_goes_on():
    with pytest.raises(ZeroDivisionError), services.job_run("x") as run:
        raise ZeroDivisionError("dati di una persona")

    run.refresh_from_db()
    assert (run.state, run.detail) == (JobRun.State.FAILED, "ZeroDivisionError")
