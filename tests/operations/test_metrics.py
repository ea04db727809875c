"""What Prometheus reads, and what it never does."""

import os
import re
import subprocess
import sys

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from cremona_safety.operations import metrics
from indicators.models import Measure
from jobs.models import JobRun
from sandbox.places import Places
from tests.jobs.factories import JobRunFactory, OutboxFactory
from tests.operations.conftest import TOKEN
from tests.servers import ROOT

CODE, KEY = "CR-2026-T6PMYZ", "f6hksa2b3c4d5e6f7g2h3j4k5m"


@pytest.fixture
def scraped(client, well, token):
    """Return a function that reads /metrics as {(name, labels as sorted pairs): value}."""

    def read():
        answer = client.get("/metrics", headers=token)
        assert answer.status_code == 200
        families = text_string_to_metric_families(answer.content.decode())
        return {
            (sample.name, *sorted(sample.labels.items())): sample.value
            for family in families
            for sample in family.samples
        }

    return read


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer other", f"Basic {TOKEN}"])
def test_without_its_token_there_is_nothing_here(client, well, token, header):
    assert client.get("/metrics", headers={"authorization": header}).status_code == 404
    assert client.get("/metrics", headers=token).status_code == 200


def test_without_a_token_in_the_settings_the_address_does_not_exist(client, db):
    for header in ("Bearer ", "Bearer x"):
        answer = client.get("/metrics", headers={"authorization": header})
        assert answer.status_code == 404


def test_it_tells_of_queue_mails_jobs_figures_disk_and_parts(scraped):
    OutboxFactory.create_batch(2)
    OutboxFactory(failed_at="2026-11-30T10:00:00Z")
    JobRunFactory.create_batch(3, state=JobRun.State.FAILED)

    found = scraped()

    assert found["portal_queue_tasks",] == 0
    assert found["portal_mails", ("state", "waiting")] == 2
    assert found["portal_mails", ("state", "abandoned")] == 1
    assert found["portal_oldest_mail_seconds",] >= 0
    runs = ("portal_job_runs", ("job", "indicators.refresh"), ("state", "failed"))
    assert found[runs] == 3
    assert found["portal_part_up", ("part", "media")] == 1
    assert found["portal_free_bytes", ("disk", "media")] > 0
    source = ("source", Measure.REPORTS.label)
    assert found["portal_figures_age_seconds", source] >= 0


def test_with_the_queue_down_the_rest_is_told(scraped, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    found = scraped()

    assert found["portal_part_up", ("part", "queue")] == 0
    assert ("portal_queue_tasks",) not in found
    assert ("portal_mails", ("state", "waiting")) in found


@pytest.fixture
def counting(settings, monkeypatch):
    """Make a Client whose portal counts; return a function that reads a counter."""
    settings.METRICS_TOKEN = TOKEN
    monkeypatch.setattr(metrics.PLACES, "told", metrics.PLACES.told)
    client = Client()  # its handler loads the middleware now

    def value(name, **labels):
        return metrics.HERE.get_sample_value(name, labels) or 0

    yield client, value
    metrics.user_login_failed.disconnect(metrics.count_refused)


def test_a_request_is_counted_by_its_route_and_by_no_word_of_its_path(
    programme, counting
):
    client, value = counting
    labels = {"route": "report_open", "status": "404"}
    before = value("portal_requests_total", **labels)
    nowhere = value("portal_requests_total", route="none", status="404")

    client.get(f"/segnalazioni/{CODE}/{KEY}/")
    client.get(f"/{CODE}/maria.rossi@example.org/45.1337,10.0222")

    written = metrics.generate_latest(metrics.HERE).decode()
    assert value("portal_requests_total", **labels) == before + 1
    assert value("portal_requests_total", route="none", status="404") == nowhere + 1
    assert value("portal_request_seconds_count", route="report_open") >= 1
    for word in (CODE, KEY, "maria", "45.13"):
        assert word not in written


def test_a_sign_in_refused_is_counted(programme, counting):
    client, value = counting
    before = value("portal_sign_ins_refused_total")

    client.post("/accedi/", {"login": "maria@example.org", "password": "sbagliata"})

    assert value("portal_sign_ins_refused_total") == before + 1


def test_the_files_open_in_the_sandbox_are_told(settings):
    places, told = Places(), []
    places.told = told.append

    with places.taken("a"), places.taken("b"):
        assert told == [1, 2]

    assert told == [1, 2, 1, 0]


def test_every_label_is_one_of_ours(scraped):
    labels = {label for _, *pairs in scraped() for label, _ in pairs}

    assert labels <= {"part", "disk", "state", "source", "job", "le", "route", "status"}


def test_the_web_processes_of_a_machine_add_up(tmp_path):
    """As gunicorn has them: each counts for itself, any of them is asked."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cremona_safety.settings.dev",
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path),
    }
    count = (
        "import django; django.setup();"
        "from cremona_safety.operations import metrics as m;"
        "m.REFUSED.inc(); m.OPEN.set(2)"
    )
    for _ in range(2):
        subprocess.run(
            [sys.executable, "-c", count], env=environment, cwd=ROOT, check=True
        )
    read = f"{count}; m.Asked.collect = lambda self: []; print(m.text().decode())"
    told = subprocess.run(
        [sys.executable, "-c", read],
        env=environment,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout

    assert re.search(r"^portal_sign_ins_refused_total 3\.0$", told, re.MULTILINE)
    assert re.search(r"^portal_sandbox_files 2\.0$", told, re.MULTILINE), told
