"""The register of processing says all that the database holds, once, and who may read it reads it."""

from collections import Counter
from io import BytesIO

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string
from openpyxl import load_workbook

from accounts.models import AuditEntry
from accounts.register import entries, fields_of_models
from texts.kept import Kind, Months, Time

PERSONAL = [entry for entry in entries() if entry.kinds != (Kind.NOTHING,)]
EACH = pytest.mark.parametrize("entry", PERSONAL, ids=lambda entry: entry.code)


def test_every_field_of_every_model_has_its_entry_and_one_alone():
    told = Counter(name for entry in entries() for name in entry.names())

    missing = fields_of_models() - set(told)
    unknown = set(told) - fields_of_models()
    twice = {name for name, times in told.items() if times > 1}

    assert not missing, f"say in its app's kept.py what it is: {sorted(missing)}"
    assert not unknown, f"no such field any more: {sorted(unknown)}"
    assert not twice, f"in two entries: {sorted(twice)}"


def test_the_codes_of_the_entries_are_each_of_one():
    codes = [entry.code for entry in entries()]

    assert len(codes) == len(set(codes))


@EACH
def test_what_is_personal_says_why_and_what_ends_it(entry):
    assert entry.why and entry.basis
    assert sum(map(bool, (entry.job, entry.verb, entry.stays))) == 1, entry.code
    assert bool(entry.since) is not bool(entry.stays)
    assert not entry.lasts or entry.job


@EACH
def test_what_ends_it_is_there(entry):
    if entry.job:
        assert entry.job in {*settings.CELERY_BEAT_SCHEDULE, "backup"}
    if entry.verb:
        assert callable(import_string(entry.verb))


@pytest.mark.parametrize(
    ("length", "said"),
    [(1, "1 mese"), (18, "18 mesi")],
)
def test_months_are_those_of_the_setting(settings, length, said):
    settings.BOARD_MONTHS = length

    assert str(Months("BOARD_MONTHS")) == said


def test_days_and_hours_are_said_as_people_do(settings):
    settings.CREW_NAME_DAYS = 1

    assert str(Time("CREW_NAME_DAYS")) == "1 giorno"
    hours = next(e for e in entries() if e.code == "sessions").lasts
    assert str(hours) == "12 ore"


def test_the_page_says_what_for_how_long_and_where(client_as, settings):
    settings.BOARD_MONTHS = 7

    page = client_as("admin").get(reverse("processing_register")).content.decode()

    assert "Note della bacheca, e chi le ha scritte" in page
    assert "7 mesi da quando non vale più" in page
    assert "interventions_sealednote: service intervention" in page
    assert "Da sé, con il lavoro “Cancella le note scadute della bacheca”" in page


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_files_hold_every_entry_and_the_trail_says_who_took_them(client_as, kind):
    path = reverse("processing_register_file", args=[kind])

    answer = client_as("admin").get(path)

    body = b"".join(answer.streaming_content)
    if kind == "csv":
        rows = body.decode("utf-8-sig").strip().splitlines()
    else:
        rows = list(load_workbook(BytesIO(body)).active.values)
    assert len(rows) == 1 + len(entries())
    assert AuditEntry.objects.filter(action="accounts.register_exported").count() == 1


def test_a_length_of_a_module_is_its_own():
    from accounts.throttle import KEPT

    assert next(e for e in entries() if e.code == "limits").lasts == Time(KEPT)
