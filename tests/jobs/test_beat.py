"""The beat asks for each job once, however many beats there are and whatever the clock did."""

from datetime import timedelta
from functools import partial

import pytest
from celery import current_app
from celery.schedules import crontab
from django.utils import timezone
from redis.exceptions import ConnectionError

from jobs import tasks
from jobs.beat import RowScheduler
from jobs.models import Heartbeat
from tests.moments import clock_at

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
EVERY_MINUTE = {"jobs.sweep": {"task": "jobs.sweep", "schedule": 60}}
AT_THREE = {"jobs.prune": {"task": "jobs.prune", "schedule": crontab(hour=3, minute=0)}}


@pytest.fixture
def sent(monkeypatch):
    """Return the list of what is asked of the queue, by the name of the job."""
    asked = []
    # the database of a test would close for good
    monkeypatch.setattr("jobs.beat.close_old_connections", lambda: None)
    for task in (tasks.sweep, tasks.prune):
        asking = partial(ask, asked, task.name)
        monkeypatch.setattr(task, "apply_async", asking)
    return asked


def ask(asked, name, **options):
    asked.append(name)


def a_beat(schedule):
    beat = RowScheduler(current_app, lazy=True)
    beat.merge_inplace(schedule)
    return beat


def test_a_job_is_sent_at_its_time_and_not_before(sent, stop_clock):
    beat, start = a_beat(EVERY_MINUTE), timezone.now()

    for seconds, times in ((0, 0), (59, 0), (60, 1), (61, 1), (119, 1), (120, 2)):
        stop_clock(start + timedelta(seconds=seconds))
        beat.tick()
        assert len(sent) == times, seconds


def test_of_several_beats_one_sends(sent, stop_clock):
    beats, start = [a_beat(EVERY_MINUTE) for _ in range(3)], timezone.now()

    for minutes in (0, 1, 2):
        stop_clock(start + minutes * MINUTE)
        for beat in beats:
            beat.tick()

    assert len(sent) == 2


def test_who_reads_a_turn_that_another_takes_meanwhile_sends_nothing(sent):
    now = timezone.now()
    Heartbeat.objects.create(name="jobs.sweep", at=now, since=now)
    beat = a_beat(EVERY_MINUTE)

    beat._look(beat.schedule["jobs.sweep"], {"jobs.sweep": now - MINUTE})

    assert sent == []


@pytest.mark.parametrize("restarted", [False, True], ids=["the same", "restarted"])
def test_after_a_clock_a_day_ahead_the_beat_sends_at_once(sent, stop_clock, restarted):
    beat, now = a_beat(EVERY_MINUTE | AT_THREE), timezone.now()
    beat.tick()
    stop_clock(now + DAY)
    beat.tick()
    sent.clear()

    stop_clock(now + MINUTE)
    beat = a_beat(EVERY_MINUTE | AT_THREE) if restarted else beat
    beat.tick()
    stop_clock(now + 2 * MINUTE)
    beat.tick()

    assert sent.count("jobs.sweep") == 2
    assert sent.count("jobs.prune") == 1  # again: figures and retentions of a wrong day


def test_a_job_whose_time_passed_while_the_beat_was_off_is_sent_at_the_start(
    sent, stop_clock
):
    stop_clock("2026-11-30 22:00")
    a_beat(AT_THREE).tick()
    stop_clock("2026-12-01 08:00")

    a_beat(AT_THREE).tick()

    assert sent == ["jobs.prune"]


def test_a_job_of_the_night_is_sent_when_the_queue_is_back(sent, stop_clock):
    beat = a_beat(AT_THREE)
    stop_clock("2026-11-30 22:00")
    beat.tick()
    stop_clock("2026-12-01 03:00")
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(tasks.prune, "apply_async", refuse)
        assert beat.tick() == beat.max_interval
    assert sent == []

    beat.tick()

    assert sent == ["jobs.prune"]


def refuse(**options):
    raise ConnectionError


def test_every_job_has_a_name_that_fits_its_row(settings):
    longest = Heartbeat._meta.get_field("name").max_length

    assert max(map(len, settings.CELERY_BEAT_SCHEDULE)) <= longest


def test_a_beat_of_tomorrow_is_no_sign_of_life():
    now = timezone.now()

    assert not Heartbeat(at=now + DAY).is_alive(now)
    with clock_at(now):
        assert Heartbeat(at=timezone.now()).is_alive(timezone.now())
