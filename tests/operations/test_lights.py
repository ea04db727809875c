"""Which part is red, since when, and what people read of it."""

import errno
from datetime import timedelta

import pytest
from django.utils import timezone

from cremona_safety.operations import facts
from cremona_safety.operations.lights import WORDS, lights_of
from indicators.models import Measure, Watermark
from jobs.models import Heartbeat, JobRun, Part
from tests.jobs.factories import JobRunFactory, OutboxFactory
from tests.moments import moment

LIST = "/operatori/lavori/"


def lit():
    return {light.name: light for light in lights_of(facts.asked())}


def test_the_first_delivery_that_is_overdue_is_red_since_it_was_due(well):
    due = timezone.now() - timedelta(hours=1)
    OutboxFactory(not_before=due)
    OutboxFactory(not_before=timezone.now() - timedelta(hours=2), attempts=3)

    light = lit()["outbox"]

    assert not light.is_green
    assert light.since == due
    assert light.said == "Non parte, o parte in ritardo: 2 in attesa, 0 abbandonate."


def test_a_mail_server_that_refuses_all_is_red_and_one_address_is_not(well):
    begun = timezone.now() - timedelta(hours=1)
    OutboxFactory(created_at=begun, attempts=5, not_before=timezone.now())
    assert (lit()["outbox"].is_green, lit()["outbox"].since) == (False, begun)

    OutboxFactory(created_at=begun, done_at=begun + timedelta(minutes=1))
    assert lit()["outbox"].is_green


def test_each_source_of_figures_has_its_age(well, stop_clock):
    stop_clock("2026-11-30 10:00")
    Heartbeat.objects.update(at=timezone.now(), since=moment("2026-11-29 10:00"))
    old = moment("2026-11-30 09:30")
    Watermark.objects.update(seen_until=timezone.now(), computed_at=timezone.now())
    assert lit()["figures"].said == "Contati alle 10:00 di oggi."

    Watermark.objects.create(measure=Measure.OUTINGS, seen_until=old, computed_at=old)
    light = lit()["figures"]

    assert (light.is_green, light.since) == (False, old)
    assert light.said == "Interventi: fermi dalle 09:30."


def test_a_portal_that_was_off_for_a_night_has_time_to_count(well):
    Watermark.objects.update(computed_at=timezone.now() - timedelta(hours=9))

    assert lit()["figures"].is_green


def test_figures_that_nobody_ever_counted_are_red_once_there_was_time(well):
    Watermark.objects.all().delete()
    assert lit()["figures"].is_green

    Heartbeat.objects.update(since=timezone.now() - timedelta(hours=1))
    assert not lit()["figures"].is_green


def test_a_job_that_failed_is_red_since_its_last_success(well, settings):
    settings.CELERY_BEAT_SCHEDULE = {
        "r": {"task": "indicators.refresh", "schedule": 60}
    }
    done = JobRunFactory(state=JobRun.State.DONE)
    JobRunFactory(
        state=JobRun.State.FAILED, started_at=timezone.now() + timedelta(seconds=1)
    )

    light = lit()["jobs"]

    assert (light.is_green, light.since) == (False, done.started_at)
    assert "i numeri di segnalazioni e interventi sono fermi" in light.said


@pytest.mark.parametrize("offset", [-1, 1])
def test_the_watch_says_since_when_unless_the_part_knows_better(well, offset):
    begun = timezone.now() - timedelta(hours=2)
    Part.objects.create(name="outbox", is_green=False, since=begun)
    Part.objects.create(name="queue", is_green=True, since=begun)
    due = begun + timedelta(minutes=offset)
    OutboxFactory(not_before=due)

    lights = lit()

    assert lights["outbox"].since == min(due, begun)
    assert lights["queue"].since == begun


def test_a_full_disk_is_said_in_words(well, monkeypatch):
    def full():
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(facts, "write_media", full)

    assert lit()["media"].said == "Non si scrive: il disco è pieno."


def test_every_light_says_what_to_do_in_two_sentences(well, settings):
    settings.OUTER_JOBS = {"backup": 25 * 3600}

    assert list(lit()) == list(WORDS)
    for _, advice in WORDS.values():
        assert advice.count(". ") == 1
        assert advice.endswith(".")


def test_the_administrator_reads_what_is_red_and_what_to_do(client_as, well, settings):
    client = client_as("admin")
    page = client.get(LIST).content.decode()
    assert "È tutto a posto" in page
    assert "Che cosa fare." not in page

    settings.MEDIA_ROOT.rmdir()
    page = client.get(LIST).content.decode()

    assert "Da sistemare: 1 di 8" in page
    assert "Non si scrive: la cartella non c’è." in page
    assert WORDS["media"][1] in page
    assert "undefined-" not in page


def test_the_page_is_there_even_while_the_rows_are_silent(client_as, well, monkeypatch):
    def fail():
        raise TimeoutError

    monkeypatch.setattr(facts, "rows", fail)

    page = client_as("admin").get(LIST)

    assert page.status_code == 200
    assert "Non si sa: la base dati non risponde." in page.content.decode()
