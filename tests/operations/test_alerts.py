"""Whom a red light is told to, and how often."""

import logging
from datetime import timedelta

import pytest
from django.utils import timezone

from cremona_safety.operations.alerts import watch
from cremona_safety.operations.lights import Light
from cremona_safety.tasks import watch_parts
from jobs.models import JobRun, Outbox, Part

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture(autouse=True)
def people(user_as, settings):
    user_as("officer")
    settings.EMAIL_BACKEND = "jobs.mail.OutboxBackend"
    settings.ALERT_MINUTES = 10
    return user_as("admin")


@pytest.fixture
def at(stop_clock):
    """Return a function that looks at a minute of a day, with these parts red."""

    def look(when, *red, parts=("queue", "disk", "outbox")):
        stop_clock(when)
        watch([Light(name, name not in red, "Così.") for name in parts])
        return [row.payload["subject"] for row in Outbox.objects.order_by("pk")]

    return look


RED = "Portale, da sistemare: coda dei lavori"
GREEN = "Portale, tornato a posto: coda dei lavori"


def test_a_red_light_is_told_once_and_its_end_once(at, people):
    assert at("2026-11-30 10:00", "queue") == []
    assert at("2026-11-30 10:09", "queue") == []
    assert at("2026-11-30 10:10", "queue") == [RED]
    assert at("2026-11-30 10:11", "queue") == [RED]
    assert at("2026-11-30 20:00", "queue") == [RED]
    assert at("2026-11-30 20:01") == [RED]
    assert at("2026-11-30 20:11") == [RED, GREEN]
    assert at("2026-11-30 21:11") == [RED, GREEN]

    first = Outbox.objects.earliest("pk").payload
    assert first["to"] == [people.email]
    assert "Che cosa fare: Controlla che Redis" in first["body"]
    assert first["body"].count("http") == 1


def test_what_lasts_is_told_once_a_day(at):
    at("2026-11-30 10:00", "queue")
    for hour in range(11, 24):
        at(f"2026-11-30 {hour}:00", "queue")
    assert at("2026-12-01 10:59", "queue") == [RED]

    assert at("2026-12-01 11:00", "queue") == [RED, RED]


def test_what_flickers_is_told_once(at):
    at("2026-11-30 10:00", "queue")
    at("2026-11-30 10:10", "queue")
    for minute in range(11, 59, 2):
        at(f"2026-11-30 10:{minute}")
        assert at(f"2026-11-30 10:{minute + 1}", "queue") == [RED]


def test_what_is_over_before_ten_minutes_is_not_told(at):
    at("2026-11-30 10:00", "queue")

    assert at("2026-11-30 10:09") == []
    assert at("2026-11-30 11:00") == []


def test_what_goes_red_together_is_one_mail(at):
    at("2026-11-30 10:00", "queue", "disk")

    assert at("2026-11-30 10:10", "queue", "disk") == [
        "Portale, da sistemare: coda dei lavori, spazio su disco"
    ]


def test_of_the_mail_that_does_not_leave_the_log_tells(at, caplog):
    at("2026-11-30 10:00", "outbox")
    with caplog.at_level(logging.WARNING):
        assert at("2026-11-30 10:10", "outbox") == []
        assert at("2026-11-30 10:11", "outbox") == []
    assert [record.getMessage() for record in caplog.records] == ["outbox is red"]

    at("2026-11-30 10:12")
    assert at("2026-11-30 10:22") == ["Portale, tornato a posto: posta in uscita"]


def test_the_addresses_of_the_settings_come_before_the_administrators(at, settings):
    settings.ALERT_EMAILS = ["turno@example.org", "ced@example.org"]
    at("2026-11-30 10:00", "queue")
    at("2026-11-30 10:10", "queue")

    to = [row.payload["to"] for row in Outbox.objects.order_by("pk")]
    assert to == [["turno@example.org"], ["ced@example.org"]]


def test_a_clock_that_was_ahead_does_not_silence_what_is_red(at):
    at("2026-12-01 10:00", "queue")
    at("2026-12-01 10:10", "queue")
    at("2026-12-01 10:11")
    Outbox.objects.all().delete()

    at("2026-11-30 10:00", "queue")
    at("2026-11-30 10:11")

    assert at("2026-11-30 10:22") == [GREEN]
    assert not Part.objects.filter(since__gt=timezone.now()).exists()


def test_the_job_of_every_minute_watches_every_part(well, settings):
    settings.MEDIA_ROOT.rmdir()

    watch_parts()
    Part.objects.update(since=timezone.now() - timedelta(minutes=11))
    watch_parts()

    assert not Part.objects.get(name="media").is_green
    assert JobRun.objects.filter(name="operations.watch").first().detail == "1 avvisi"
    assert Outbox.objects.get().payload["subject"] == (
        "Portale, da sistemare: archivio delle foto"
    )
