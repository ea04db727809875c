"""What is erased when its time is over, and what stays."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEntry
from jobs import erasure
from jobs.models import JobRun
from reports.models import Draft, Photo, Report, Status, StatusChange
from reports.retention import erase_texts
from reports.tasks import erase_expired
from tests.reports.factories import (
    DraftFactory,
    MessageFactory,
    PhotoFactory,
    ReportFactory,
    StatusChangeFactory,
)
from texts.days import months_before


def ended(days_ago, **kwargs):
    """A report that was closed ``days_ago``."""
    at = timezone.now() - timedelta(days=days_ago)
    report = ReportFactory(closed=True, received_at=at, email="a@example.org", **kwargs)
    StatusChangeFactory(report=report, status=Status.CLOSED, at=at)
    return report


def age(draft, hours):
    old = timezone.now() - timedelta(hours=hours)
    Draft.objects.filter(pk=draft.pk).update(updated_at=old)


def test_a_draft_of_yesterday_goes_with_its_photos_and_files(
    db, django_capture_on_commit_callbacks
):
    draft, fresh = DraftFactory(), DraftFactory()
    image = PhotoFactory(report=None, draft=draft).image
    age(draft, 25)

    with django_capture_on_commit_callbacks(execute=True):
        erase_expired()

    assert list(Draft.objects.all()) == [fresh]
    assert not Photo.objects.exists() and not image.storage.exists(image.name)


def test_the_texts_of_a_report_closed_long_ago_are_erased(
    db, django_capture_on_commit_callbacks
):
    report = ended(400)
    MessageFactory(report=report)
    image = PhotoFactory(report=report).image

    with django_capture_on_commit_callbacks(execute=True):
        erase_expired()

    before, report = report, Report.objects.get()
    assert (report.subject, report.details, report.email) == ("", "", "")
    assert report.text_erased_at and not report.messages.exists()
    assert not image.storage.exists(image.name)
    assert (report.code, report.cell, report.outcome) == (
        before.code,
        before.cell,
        before.outcome,
    )


@pytest.mark.parametrize("days", [1, 300])
def test_a_report_closed_lately_is_left_alone(db, days):
    ended(days)

    erase_expired()

    assert Report.objects.get().details


def test_an_old_report_still_open_is_left_alone(db):
    ReportFactory(received_at=timezone.now() - timedelta(days=800))

    erase_expired()

    assert Report.objects.get().details


def test_an_old_report_closed_lately_is_left_alone(db):
    report = ReportFactory(
        closed=True, received_at=timezone.now() - timedelta(days=800)
    )
    StatusChangeFactory(report=report, status=Status.CLOSED)

    erase_expired()

    assert Report.objects.get().details


def test_what_the_office_wrote_goes_too_and_the_steps_stay(db):
    report = ended(400)
    StatusChange.objects.filter(report=report).update(
        note="Sentita la signora del bar."
    )
    steps = list(report.history.values_list("status", "at"))

    erase_expired()

    assert list(report.history.values_list("status", "at")) == steps
    assert set(report.history.values_list("note", flat=True)) == {""}


def test_the_months_are_a_setting(db, settings):
    settings.REPORT_TEXT_MONTHS = 24
    ended(400)

    erase_expired()

    assert Report.objects.get().details


def test_the_months_are_counted_on_the_clock_of_the_office(db):
    now = datetime(2027, 3, 28, 12, tzinfo=UTC)  # two in the afternoon, in summer time
    closed_at = datetime(2026, 3, 28, 12, 30, tzinfo=UTC)  # half past one, in winter
    StatusChangeFactory(
        report=ReportFactory(closed=True, received_at=closed_at),
        status=Status.CLOSED,
        at=closed_at,
    )

    assert erase_texts(now) == 1


def test_more_than_a_chunk_is_erased_too(db, monkeypatch):
    monkeypatch.setattr(erasure, "CHUNK", 2)
    for _ in range(5):
        ended(400)

    assert erase_texts() == 5
    assert not Report.objects.filter(text_erased_at=None).exists()


def test_the_run_says_how_many_and_the_second_finds_nothing(db):
    ended(400)
    age(DraftFactory(), 30)

    erase_expired()
    erased_at = Report.objects.get().text_erased_at
    erase_expired()

    runs = JobRun.objects.order_by("pk").values_list("detail", flat=True)
    assert list(runs) == ["1 bozze, 1 segnalazioni", "0 bozze, 0 segnalazioni"]
    assert Report.objects.get().text_erased_at == erased_at


def test_the_trail_says_how_many_were_erased_and_nothing_when_none(db):
    ended(400)
    age(DraftFactory(), 30)

    erase_expired()
    erase_expired()

    [entry] = AuditEntry.objects.filter(action="report.erase")
    assert (entry.actor, entry.after) == (None, {"drafts": 1, "reports": 1})


@pytest.mark.parametrize(
    ("months", "expected"),
    [(1, (2026, 2, 28)), (12, (2025, 3, 31)), (13, (2025, 2, 28)), (3, (2025, 12, 31))],
)
def test_months_before_the_end_of_a_month(months, expected):
    day = datetime(2026, 3, 31, tzinfo=UTC)

    assert months_before(day, months).timetuple()[:3] == expected
