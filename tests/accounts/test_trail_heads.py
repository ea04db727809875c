"""The head of the trail leaves each day: by mail to who keeps it, else into a file."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from accounts import chain
from accounts.models import ERASED, AuditEntry, TrailLink
from cremona_safety import tasks
from cremona_safety.trail_heads import keep_head, kept_by_nobody
from tests.accounts.factories import AuditEntryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(settings, tmp_path):
    settings.TRAIL_HEADS_FILE = tmp_path / "var" / "trail-heads.txt"
    return settings.TRAIL_HEADS_FILE


def test_sent_to_nobody_it_is_a_line_of_a_file_that_the_command_reads(file):
    AuditEntryFactory()
    keep_head()
    AuditEntryFactory()
    tasks.keep_trail_head()

    first, last = file.read_text().splitlines()
    assert last.endswith(chain.head()) and first.split()[1] == "1"
    assert file.stat().st_mode & 0o777 == 0o600
    for line in (first, last):
        call_command("check_trail", line)


def test_each_address_is_mailed_it_once_a_day(
    file, settings, stop_clock, django_capture_on_commit_callbacks
):
    settings.TRAIL_HEAD_TO = ["segretario@example.org", "dpo@example.org"]
    stop_clock("2026-12-01 04:50")
    AuditEntryFactory()

    with django_capture_on_commit_callbacks(execute=True):
        head = keep_head()
        keep_head()

    assert [message.to for message in mail.outbox] == [
        ["segretario@example.org"],
        ["dpo@example.org"],
    ]
    assert "manage.py check_trail " + head in mail.outbox[0].body
    assert "Il 1 dicembre 2026 alle 04:50 il registro" in mail.outbox[0].body
    assert not file.exists()


@pytest.mark.parametrize(("to", "told"), [([], ["start.W1"]), (["a@example.org"], [])])
def test_a_real_portal_says_at_its_start_that_nobody_keeps_it(settings, to, told):
    settings.DEMO, settings.TRAIL_HEAD_TO = False, to

    said = kept_by_nobody(None, databases=["default"])

    assert [warning.id for warning in said] == told


def test_the_clock_lets_rows_in_and_erases_what_is_past_its_time(stop_clock):
    row = AuditEntryFactory(action="report.read")
    tasks.join_trail()
    stop_clock("2040-01-01 12:00")
    tasks.erase_expired()

    row.refresh_from_db()
    assert TrailLink.objects.get(entry=row).salt == ""
    assert row.target_id == ERASED["target_id"]


def test_a_reading_that_was_erased_is_shown_as_such(client_as):
    row = AuditEntryFactory(action="report.read")
    AuditEntry.objects.filter(pk=row.pk).update(**ERASED)

    page = client_as("admin").get(reverse("audit_list")).content.decode()

    assert '<td data-label="Chi">(cancellato)</td>' in page
    assert '<td data-label="Su">persona (cancellato)</td>' in page
    assert "dopo 24 mesi, resta solo che c’è stata" in page
