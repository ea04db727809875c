import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import AuditEntry, User
from cremona_safety.demo.people import create_demo_people
from cremona_safety.demo.reports import put_reports
from cremona_safety.demo_mark import mark
from cremona_safety.roles import ROLES
from hotspots.models import Municipality
from indicators.measures import recompute
from indicators.models import PUBLIC_MONTHS, DailyCount, Measure
from jobs.models import Outbox
from reports.models import Report, Status
from tests.demo.conftest import AFTERNOON


def test_demo_reports_are_marked_and_spread_over_two_years(stage):
    now = timezone.now()

    count = put_reports(stage(now))

    reports = Report.objects.all()
    assert count > 1000 and 0.85 * count < reports.count() < count
    assert not reports.filter(is_demo=False).exists()
    assert not reports.exclude(code__startswith="DEMO-").exists()
    first = reports.earliest("received_at").received_on
    assert (timezone.localdate(now) - first).days > 700
    assert not reports.exclude(
        status=Status.CLOSED
    ).exists()  # the rest is to be played


def test_reports_are_taken_and_closed_in_their_time(demo):
    reports = Report.objects.all()
    assert not reports.filter(is_demo=False).exists()
    assert not reports.exclude(code__startswith="DEMO-").exists()
    assert reports.filter(hotspot=None).exists()
    assert reports.filter(status=Status.RECEIVED).exists()
    assert reports.filter(status=Status.IN_CHARGE).exists()
    assert not reports.filter(status=Status.CLOSED, outcome="").exists()
    for report in reports.prefetch_related("history", "messages"):
        history = list(report.history.all())
        times = [change.at for change in history]
        assert times == sorted(times)
        assert times[0] == report.received_at and times[-1] <= AFTERNOON
        assert history[-1].status == report.status
        for message in report.messages.all():
            assert report.received_at < message.at <= AFTERNOON


def test_the_same_moment_and_seed_invent_the_same_reports(stage):
    def reports():
        play = stage(AFTERNOON)
        put_reports(play, days=20)
        play.play()
        rows = list(Report.objects.values_list("code", "status", "hotspot_id"))
        Report.objects.all().delete()
        return rows

    assert reports() == reports()


def test_demo_people_hold_every_role_and_are_the_same_twice(programme):
    first = create_demo_people("insieme-in-piazza")
    second = create_demo_people("cambiata-in-piazza")

    assert {person.role_id for person in second} == set(ROLES)
    assert first == second
    assert all(person.is_demo for person in second)
    assert second[0].email == "agente@demo.example"
    assert second[0].check_password("cambiata-in-piazza")
    created = AuditEntry.objects.filter(action="accounts.person_created")
    assert created.count() == len(first) == len({person.full_name for person in first})


def test_the_command_makes_people_for_each_role_and_does_not_double_anything(
    programme, capsys
):
    mark()
    call_command("load_demo")
    reports, people = Report.objects.count(), User.objects.count()
    call_command("load_demo")

    assert Report.objects.count() == reports
    assert User.objects.count() == people
    assert set(User.objects.values_list("role_id", flat=True)) == set(ROLES)
    assert Municipality.objects.get().demo_since is not None
    assert DailyCount.objects.measure(Measure.PUBLIC).count() == 3 * PUBLIC_MONTHS
    assert recompute() == (0, 0)
    assert not Outbox.objects.filter(done_at=None).exists()
    printed = capsys.readouterr().out
    assert "agente@demo.example" in printed and " e altri 5" in printed
    assert printed.count("Agente di Polizia Locale") == 2  # a line each time


def test_demo_data_are_refused_in_production(programme, settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="non entrano in produzione"):
        call_command("load_demo")

    assert not Report.objects.exists()


def test_the_command_asks_for_a_programme_first(db):
    with pytest.raises(CommandError, match="comincia da: manage.py prepare"):
        call_command("load_demo")
