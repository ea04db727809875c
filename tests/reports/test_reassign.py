from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.models import AuditEntry
from hotspots.models import Hotspot
from jobs.models import JobRun
from jobs.services import sweep
from reports import placing
from reports.models import Report
from reports.placing import JOB, apply_reassignment, boundary_version
from reports.placing import preview_reassignment as preview
from reports.services.reassign import start_reassignment
from reports.tasks import reassign_places
from tests.reports.factories import ORTI_ROMANI, PALAZZO_COMUNALE, ReportFactory

URL = "/operatori/segnalazioni/riassegna/"


@pytest.fixture
def misplaced(roma):
    """One report inside piazza Roma without its place, one wrongly in it, one right, one away."""
    return {
        "in": ReportFactory(hotspot=None),
        "out": ReportFactory(
            hotspot=roma, latitude=PALAZZO_COMUNALE[0], longitude=PALAZZO_COMUNALE[1]
        ),
        "right": ReportFactory(hotspot=roma),
        "away": ReportFactory(hotspot=None, latitude=45.16, longitude=10.0),
    }


@pytest.fixture
def coordinator(client_as):
    return client_as("coordinator")


def ask(client, **changes):
    now = preview()
    data = {"version": now.version, "expected": now.moved, **changes}
    return client.post(URL, data)


def places():
    return dict(Report.objects.values_list("code", "hotspot__slug"))


def test_the_preview_counts_and_changes_nothing(misplaced, roma):
    before = places()

    result = preview()

    flows = {(f.origin, f.target): (f.count, f.codes) for f in result.flows}
    assert flows == {
        (None, roma.name): (1, [misplaced["in"].code]),
        (roma.name, None): (1, [misplaced["out"].code]),
    }
    assert result.moved == 2
    assert places() == before


def test_the_coordinator_moves_what_the_preview_showed(
    misplaced, coordinator, django_capture_on_commit_callbacks
):
    untouched = Report.objects.get(pk=misplaced["right"].pk).updated_at
    page = coordinator.get(URL).content.decode()
    assert "Sposta 2 segnalazioni" in page

    with django_capture_on_commit_callbacks(execute=True):
        response = ask(coordinator)

    run = JobRun.objects.get(name=JOB)
    assert response.url == reverse("report_reassign_run", args=[run.pk])
    assert (run.state, run.done, run.total) == (JobRun.State.DONE, 2, 2)
    assert places() == {
        misplaced["in"].code: "piazza-roma",
        misplaced["out"].code: None,
        misplaced["right"].code: "piazza-roma",
        misplaced["away"].code: None,
    }
    moved = Report.objects.get(pk=misplaced["in"].pk)
    assert moved.updated_at > misplaced["in"].updated_at
    assert Report.objects.get(pk=misplaced["right"].pk).updated_at == untouched
    assert AuditEntry.objects.get(action="report.reassign").after["moved"] == 2
    assert "2 segnalazioni spostate" in coordinator.get(response.url).content.decode()
    assert "Niente da spostare" in coordinator.get(URL).content.decode()


def test_a_redrawn_boundary_takes_its_reports_along(roma):
    report = ReportFactory(latitude=ORTI_ROMANI[0], longitude=ORTI_ROMANI[1])
    orti = Hotspot.objects.get(slug="via-orti-romani")
    Report.objects.update(hotspot=orti)
    assert preview().moved == 0

    orti.ring = [[lon + 0.01, lat] for lon, lat in orti.ring]
    orti.save()

    assert preview().flows[0].codes == [report.code]


def test_boundaries_changed_after_the_preview_stop_it(misplaced, roma, coordinator):
    version = boundary_version()
    roma.buffer_m = 90
    roma.save()

    response = coordinator.post(URL, {"version": version, "expected": 2}, follow=True)

    assert "I confini sono cambiati" in response.content.decode()
    assert not JobRun.objects.filter(name=JOB).exists()


def test_boundaries_changed_during_the_work_stop_it(
    misplaced, roma, user_as, monkeypatch
):
    monkeypatch.setattr(placing, "CHUNK", 1)
    run = JobRun.objects.create(name=JOB, total=2)
    version = boundary_version()
    answers = iter([version, "another"])
    monkeypatch.setattr(placing, "boundary_version", lambda: next(answers))

    apply_reassignment(run, version=version, by=user_as("coordinator"))

    assert (run.done, run.state, run.detail) == (
        1,
        JobRun.State.FAILED,
        placing.CHANGED,
    )


def test_a_crash_half_way_loses_nothing_and_goes_on_next_time(
    misplaced, user_as, monkeypatch
):
    monkeypatch.setattr(placing, "CHUNK", 1)
    by = user_as("coordinator")
    move_chunk, calls = placing._move_chunk, []

    def dies_at_the_second(rows, run):
        calls.append(rows)
        if len(calls) == 2:
            raise RuntimeError
        return move_chunk(rows, run)

    monkeypatch.setattr(placing, "_move_chunk", dies_at_the_second)
    first = JobRun.objects.create(name=JOB, total=2)
    with pytest.raises(RuntimeError):
        apply_reassignment(first, version=boundary_version(), by=by)
    assert (first.state, first.detail) == (JobRun.State.FAILED, "RuntimeError")
    assert preview().moved == 1

    second = JobRun.objects.create(name=JOB, total=1)
    apply_reassignment(second, version=boundary_version(), by=by)
    assert (second.state, preview().moved) == (JobRun.State.DONE, 0)


def test_twice_does_no_more_than_once(misplaced, user_as):
    by = user_as("coordinator")
    for expected in (2, 0):
        run = JobRun.objects.create(name=JOB)
        apply_reassignment(run, version=boundary_version(), by=by)
        assert run.done == expected


def test_a_second_run_waits_for_the_first(misplaced, coordinator):
    JobRun.objects.create(name=JOB, total=2)

    response = ask(coordinator)

    assert response.url == URL
    assert JobRun.objects.filter(name=JOB).count() == 1
    assert "Uno spostamento è in corso" in coordinator.get(URL).content.decode()


@pytest.mark.parametrize("version", ["", "x", "\x00", "0" * 4000])
def test_a_hostile_version_starts_nothing(misplaced, coordinator, version):
    assert ask(coordinator, version=version).status_code == 302
    assert not JobRun.objects.filter(name=JOB).exists()


def test_progress_is_a_page_and_a_fragment_of_it(coordinator):
    run = JobRun.objects.create(name=JOB, total=10, done=4)
    url = reverse("report_reassign_run", args=[run.pk])

    page = coordinator.get(url).content.decode()
    part = coordinator.get(url, headers={"HX-Request": "true"}).content.decode()

    assert "Spostate 4 segnalazioni su 10" in page
    assert "<html" not in part and part.strip() in page
    # nobody has script: the browser asks again by itself
    assert '<noscript><meta http-equiv="refresh"' in page


def test_the_run_of_another_job_is_not_shown_here(coordinator):
    run = JobRun.objects.create(name="indicators.refresh")
    url = reverse("report_reassign_run", args=[run.pk])

    assert coordinator.get(url).status_code == 404
    assert coordinator.get(f"{URL}{10**30}/").status_code == 404


def test_the_preview_asks_twice_for_each_chunk(misplaced, monkeypatch):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            preview()
        return len(asked)

    few = queries()
    ReportFactory.create_batch(7, hotspot=None)
    assert queries() == few

    monkeypatch.setattr(placing, "CHUNK", 2)  # of 10 that could move: 5 chunks
    assert queries() == few + 2 * 4  # its rows, and the boundaries


def test_the_preview_of_a_large_archive_stops_and_says_so(
    misplaced, coordinator, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(placing, "CHUNK", 1)
    monkeypatch.setattr(placing, "PREVIEW_CHUNKS", 1)
    page = coordinator.get(URL).content.decode()
    assert "su 1 controllate" in page
    assert "L’anteprima si ferma qui" in page and "Controllale tutte" in page

    now = preview()
    with django_capture_on_commit_callbacks(execute=True):
        coordinator.post(URL, {"version": now.version, "expected": now.expected})

    run = JobRun.objects.get(name=JOB)
    assert (run.state, run.done, run.total) == (JobRun.State.DONE, 2, 0)


def test_a_large_archive_is_looked_at_although_its_beginning_is_right(
    roma, coordinator, monkeypatch
):
    ReportFactory.create_batch(2, hotspot=roma)
    monkeypatch.setattr(placing, "CHUNK", 1)
    monkeypatch.setattr(placing, "PREVIEW_CHUNKS", 1)

    page = coordinator.get(URL).content.decode()

    assert "Niente da spostare" not in page and "Controllale tutte" in page


def test_progress_towards_an_unknown_number_promises_none(coordinator):
    run = JobRun.objects.create(name=JOB, done=4)

    page = coordinator.get(reverse("report_reassign_run", args=[run.pk]))

    assert "Spostate 4 segnalazioni.</p>" in page.content.decode()


def test_only_a_run_that_is_still_open_is_worked_on(misplaced, user_as):
    run = start_reassignment(
        version=boundary_version(), expected=2, by=user_as("coordinator")
    )
    JobRun.objects.update(state=JobRun.State.FAILED)

    reassign_places(run.pk)
    reassign_places(10**6)

    assert preview().moved == 2


def test_without_the_queue_the_sweep_moves_them(
    misplaced, coordinator, monkeypatch, django_capture_on_commit_callbacks
):
    def refused(*args, **kwargs):
        raise OperationalError

    with (
        monkeypatch.context() as down,
        django_capture_on_commit_callbacks(execute=True),
    ):
        down.setattr(reassign_places, "apply_async", refused)
        assert ask(coordinator).status_code == 302
    assert preview().moved == 2

    sweep()

    run = JobRun.objects.get(name=JOB)
    assert (run.state, run.done, preview().moved) == (JobRun.State.DONE, 2, 0)


def test_a_killed_worker_s_run_goes_on_where_it_was(misplaced, user_as):
    start_reassignment(
        version=boundary_version(), expected=2, by=user_as("coordinator")
    )
    Report.objects.filter(pk=misplaced["in"].pk).update(
        hotspot=misplaced["right"].hotspot
    )
    long_ago = timezone.now() - timedelta(hours=1)
    JobRun.objects.update(done=1, alive_at=long_ago)

    sweep()

    run = JobRun.objects.get(name=JOB)
    assert (run.done, run.detail) == (2, "2 segnalazioni spostate")
    assert preview().moved == 0


def test_asking_leaves_its_own_trace(misplaced, user_as):
    start_reassignment(
        version=boundary_version(), expected=2, by=user_as("coordinator")
    )

    entry = AuditEntry.objects.get(action="report.reassign_asked")
    assert entry.after["expected"] == 2


@pytest.mark.engine
def test_the_points_under_a_boundary_are_rough_counted_and_of_one_year(client_as):
    old = timezone.now() - timedelta(days=366)
    ReportFactory(latitude=45.135123, longitude=10.023049)
    ReportFactory(latitude=45.135078, longitude=10.022951)
    ReportFactory(latitude=45.14, longitude=10.03)
    ReportFactory(latitude=None, longitude=None, cell=None, place_text="Al parco")
    ReportFactory(received_at=old)

    answer = client_as("coordinator").get("/operatori/segnalazioni/punti/")

    assert answer.json() == {"points": [[45.1351, 10.023, 2], [45.14, 10.03, 1]]}
