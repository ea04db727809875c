"""Each class of the register is there until its time, and the night after it is not.

A class with a time that has no scenario here fails: a retention that nobody tried is a promise.
"""

from datetime import datetime, timedelta

import pytest
from celery import current_app
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import Browser, FailedSignIns, Throttle
from accounts.register import entries
from accounts.throttle import Limit
from board.models import BoardNote, BoardRead
from cremona_safety.backups.keeping import to_drop
from interventions.models import Approval, Availability, CrewMember, PlacePhoto, Service
from jobs.models import JobRun, Outbox
from jobs.services import KEEP_RUNS
from notebooks.models import SealedNote
from reports.models import Draft, Message, Photo, Report, Status, StatusChange
from tests.accounts.factories import UserFactory
from tests.board.factories import BoardNoteFactory
from tests.interventions.factories import InterventionFactory, PlacePhotoFactory
from tests.jobs.factories import JobRunFactory, OutboxFactory
from tests.moments import moment
from tests.notebooks.factories import SealedNoteFactory
from tests.reports.factories import (
    DraftFactory,
    MessageFactory,
    PhotoFactory,
    ReportFactory,
    StatusChangeFactory,
)
from texts.days import months_before

START = moment("2026-03-10T12:00")
MINUTE, NIGHT = timedelta(minutes=1), timedelta(days=1)
BY_THE_CLOCK = {
    entry.code: entry
    for entry in entries()
    if entry.job in settings.CELERY_BEAT_SCHEDULE and entry.lasts
}
SCENARIOS = {}


current_app.loader.import_default_modules()  # the tasks, as a worker has them


def of(code):
    """Name the class whose rows a function makes; it returns what tells which are there."""
    return lambda made: SCENARIOS.setdefault(code, made)


def each(model):
    """Return what tells, for the rows of ``model`` there are now, which are still there."""
    keys = list(model.objects.values_list("pk", flat=True))
    assert keys
    return lambda: [model.objects.filter(pk=key).exists() for key in keys]


def closed_report():
    report = ReportFactory(
        closed=True, email="a@example.org", location_note="Dietro", place_text="Bar"
    )
    StatusChangeFactory(report=report, status=Status.CLOSED, note="Pulito.")
    return report


@of("sessions")
def somebody_is_in():
    SessionStore().create()
    return each(Session)


@of("failed-sign-ins")
def somebody_could_not_enter():
    at = dict.fromkeys(("since", "last_at", "told_at"), START)
    FailedSignIns.objects.create(person=UserFactory().pk, **at)
    return each(FailedSignIns)


@of("browsers")
def somebody_entered():
    Browser.objects.create(person=UserFactory(), token_hash="a", name="Firefox")
    return each(Browser)


@of("limits")
def somebody_asked():
    Limit("x", 1, 60).hit("192.0.2.7")
    return each(Throttle)


@of("mails")
def a_mail_was_abandoned():
    OutboxFactory(failed_at=timezone.now())
    return lambda: [Outbox.objects.exclude(payload={}).exists()]


@of("deliveries")
def a_mail_went():
    OutboxFactory(done_at=timezone.now(), payload={})
    return each(Outbox)


@of("drafts")
def a_draft_was_left():
    DraftFactory(data={"details": "Un uomo con il cappotto"})
    return each(Draft)


@of("report-texts")
def a_report_was_closed():
    report = closed_report()
    MessageFactory(report=report)
    told = ("subject", "details", "place_text", "location_note")
    return lambda: [
        *(bool(v) for v in Report.objects.values_list(*told).get(pk=report.pk)),
        Message.objects.exists(),
        StatusChange.objects.exclude(note="").exists(),
    ]


@of("report-photos")
def a_report_with_photos_was_closed():
    image = PhotoFactory(report=closed_report()).image
    return lambda: [Photo.objects.exists(), image.storage.exists(image.name)]


@of("report-contact")
def a_report_with_an_address_was_closed():
    closed_report()
    return lambda: [
        Report.objects.exclude(email="").exists(),
        Report.objects.exclude(email_confirmed_at=None).exists(),
    ]


@of("crews")
def an_outing_was_approved():
    person = UserFactory()
    outing = InterventionFactory(
        approved=True,
        starts_at=START - timedelta(days=2),
        crew=[person],
        created_by=person,
    )
    Approval.objects.create(
        intervention=outing, service=Service.POLICE, by=UserFactory()
    )
    return lambda: [
        CrewMember.objects.exists(),
        type(outing).objects.filter(created_by=person).exists(),
    ]


@of("place-photos")
def a_place_was_photographed():
    image = PlacePhotoFactory(intervention=InterventionFactory()).image
    return lambda: [PlacePhoto.objects.exists(), image.storage.exists(image.name)]


@of("availability")
def somebody_said_when():
    Availability.objects.create(
        person=UserFactory(), starts_at=START - timedelta(hours=8), ends_at=START
    )
    return each(Availability)


@of("board-notes")
def a_note_was_left():
    BoardNoteFactory(expires_at=START)
    return each(BoardNote)


@of("board-reads")
def a_note_was_read():
    BoardRead.objects.create(
        note=BoardNoteFactory(is_pinned=True), person=UserFactory()
    )
    return each(BoardRead)


@of("sealed-notes")
def both_notebooks_were_written():
    for service in Service:
        SealedNoteFactory(service=service, on=START.date())
    return each(SealedNote)


def test_every_class_that_the_clock_erases_is_tried():
    assert set(SCENARIOS) == set(BY_THE_CLOCK)


@pytest.mark.engine
@pytest.mark.parametrize("code", BY_THE_CLOCK)
def test_it_is_there_until_its_time_and_the_night_after_it_is_not(
    code, db, stop_clock, django_capture_on_commit_callbacks
):
    entry = BY_THE_CLOCK[code]
    stop_clock(START)
    there = SCENARIOS[code]()
    over = entry.lasts.after(START)

    def on(when):
        stop_clock(when)
        with django_capture_on_commit_callbacks(execute=True):
            current_app.tasks[entry.job]()
        return there()

    assert all(on(over - MINUTE)), f"{code} was gone before its time"
    assert not any(on(over + NIGHT)), f"{code} stayed after its time"


def test_of_each_job_the_last_runs_stay(db):
    JobRunFactory.create_batch(KEEP_RUNS + 3)

    current_app.tasks["jobs.prune"]()

    assert JobRun.objects.filter(name="indicators.refresh").count() == KEEP_RUNS
    by_number = {e.code for e in entries() if e.job and not e.lasts}
    assert by_number == {"runs"}


@pytest.mark.parametrize("day", [datetime(2026, 11, 30, 2), datetime(2027, 2, 1, 2)])
def test_no_copy_outlives_its_months(day):
    nights = [day - timedelta(days=night) for night in range(900)]
    rule = (settings.BACKUP_KEEP_DAYS, settings.BACKUP_KEEP_WEEKS)

    dropped = to_drop(
        nights,
        days=rule[0],
        weeks=rule[1],
        months=settings.BACKUP_KEEP_MONTHS,
    )

    oldest = min(set(nights) - set(dropped))
    assert oldest >= months_before(day, settings.BACKUP_KEEP_MONTHS)
