from datetime import timedelta

import pytest
from celery import current_app
from django.conf import settings
from django.utils import timezone

from cremona_safety.operations.facts import asked
from cremona_safety.operations.lights import lights_of
from jobs import health
from jobs.models import Heartbeat, JobRun
from tests.jobs.factories import JobRunFactory

HOUR = timedelta(hours=1)


@pytest.fixture
def schedule(settings):
    settings.CELERY_BEAT_SCHEDULE = {
        "jobs.sweep": {"task": "jobs.sweep", "schedule": 30},
        "refresh": {"task": "indicators.refresh", "schedule": 60},
    }


def beating_since(ago):
    now = timezone.now()
    Heartbeat.objects.create(name="beat", at=now, since=now - ago)


def test_every_beat_entry_names_a_registered_task(settings):
    current_app.loader.import_default_modules()

    for name, entry in settings.CELERY_BEAT_SCHEDULE.items():
        assert entry["task"] in current_app.tasks, name


def test_old_rows_are_pruned_once_a_day(settings):
    schedule = settings.CELERY_BEAT_SCHEDULE["jobs.prune"]["schedule"]

    assert (len(schedule.hour), len(schedule.minute)) == (1, 1)


def test_people_read_every_job_by_an_italian_name(settings):
    tasks = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    tasks |= settings.OUTER_JOBS.keys()

    assert tasks - {"jobs.sweep"} <= settings.JOB_LABELS.keys()


@pytest.mark.django_db
@pytest.mark.usefixtures("schedule")
def test_a_job_that_never_ran_is_late_once_the_beat_is_old_enough():
    beating_since(HOUR)

    (job,) = health.scheduled_jobs()

    assert job.is_late
    assert job.last is None


@pytest.mark.django_db
@pytest.mark.usefixtures("schedule")
def test_after_a_night_switched_off_nothing_is_late_yet():
    beating_since(timedelta(minutes=1))
    JobRunFactory(started_at=timezone.now() - 9 * HOUR, state=JobRun.State.DONE)

    assert not health.scheduled_jobs()[0].is_late


@pytest.mark.django_db
@pytest.mark.usefixtures("schedule")
def test_a_job_that_only_fails_is_late():
    beating_since(3 * HOUR)
    JobRunFactory(started_at=timezone.now() - 2 * HOUR, state=JobRun.State.DONE)
    JobRunFactory(state=JobRun.State.FAILED)

    assert health.scheduled_jobs()[0].is_late


@pytest.mark.django_db
@pytest.mark.parametrize(("hours", "late"), [(25, False), (26, True)])
def test_a_night_without_a_backup_is_told_although_the_beat_asks_for_none(
    settings, hours, late
):
    settings.CELERY_BEAT_SCHEDULE, settings.OUTER_JOBS = {}, {"backup": 25 * 3600}
    beating_since(72 * HOUR)
    done = {"name": "backup", "state": JobRun.State.DONE}
    JobRunFactory(started_at=timezone.now() - hours * HOUR, **done)

    (job,) = health.scheduled_jobs()

    assert job.is_late is late
    lit = {light.name: light for light in lights_of(asked())}
    assert lit["backup"].is_green is not late
    assert lit["jobs"].is_green  # said once
    assert bool(job.stands_still) is late


@pytest.mark.django_db
def test_a_job_that_failed_says_what_is_at_a_stop_and_since_when(client_as, stop_clock):
    stop_clock("2026-11-30 10:23")
    JobRunFactory(name="indicators.refresh", state=JobRun.State.DONE)
    stop_clock("2026-11-30 11:00")
    failed = {"name": "indicators.refresh", "state": JobRun.State.FAILED}
    JobRunFactory(detail="ValueError", **failed)

    page = client_as("admin").get("/operatori/lavori/").content.decode()

    sentence = "i numeri di segnalazioni e interventi sono fermi dalle 10:23"
    assert f"non riuscito: {sentence}" in page
    assert "ValueError" not in page
    JobRunFactory(detail="I confini sono cambiati.", **failed)
    page = client_as("admin").get("/operatori/lavori/").content.decode()
    assert "I confini sono cambiati." in page


@pytest.mark.django_db
def test_nothing_is_all_in_time_beside_a_job_that_failed_or_is_late(
    client_as, stop_clock, settings
):
    settings.CELERY_BEAT_SCHEDULE = {
        "refresh": {"task": "indicators.refresh", "schedule": 60},
        "remind": {"task": "interventions.remind", "schedule": 600},
    }
    stop_clock("2026-11-30 10:23")
    beating_since(timedelta(minutes=1))
    JobRunFactory(name="indicators.refresh", state=JobRun.State.DONE)
    stop_clock("2026-11-30 10:24")
    page = client_as("admin").get("/operatori/lavori/").content.decode()
    assert "Tutti in orario" in page

    JobRunFactory(name="interventions.remind", state=JobRun.State.FAILED)
    page = client_as("admin").get("/operatori/lavori/").content.decode()
    assert "Tutti in orario" not in page
    assert "Ricorda le uscite: i promemoria delle uscite sono fermi dall’inizio" in page

    stop_clock("2026-12-01 10:24")
    page = client_as("admin").get("/operatori/lavori/").content.decode()
    still = (
        "i numeri di segnalazioni e interventi sono fermi dalle 10:23 del 30/11/2026"
    )
    assert f"Aggiorna i numeri del cruscotto: {still}" in page
    assert f"finito: {still}" in page


def test_every_job_says_what_it_leaves_when_it_fails():
    assert settings.JOB_LEAVES.keys() == settings.JOB_LABELS.keys()


@pytest.mark.django_db
@pytest.mark.usefixtures("schedule")
def test_a_job_that_ran_a_minute_ago_is_in_time():
    beating_since(3 * HOUR)
    JobRunFactory(state=JobRun.State.DONE)

    assert not health.scheduled_jobs()[0].is_late
