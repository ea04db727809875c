"""The invented outings hold together as if people had lived them."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from cremona_safety.demo.interventions import make_interventions
from hotspots.models import Hotspot
from interventions.models import (
    DONE,
    Act,
    Approval,
    CoveredCell,
    CrewMember,
    FollowUp,
    Intervention,
    Service,
    Status,
    Step,
    Tally,
    service_of,
)
from reports.models import Report
from tests.demo.conftest import AFTERNOON

DAYS = 120


@pytest.fixture
def outings(places, street):
    make_interventions(places, street, now=AFTERNOON, days=DAYS)
    return Intervention.objects.prefetch_related(
        "crew__person__role", "approvals", "history", "follow_ups", "acts", "tallies"
    )


def test_every_row_is_valid_and_marked_as_invented(outings):
    assert outings.count() > 200
    assert not outings.filter(is_demo=False).exists()
    assert not outings.exclude(code__startswith="DEMO-").exists()
    for model in (Tally, Act, FollowUp, Approval, CoveredCell):
        assert model.objects.exists(), model
    for row in [*outings[:120], *Act.objects.all(), *Tally.objects.all()[:200]]:
        empty = [
            field.name for field in row._meta.fields if not getattr(row, field.attname)
        ]
        row.clean_fields(exclude=empty)


def test_the_counts_are_those_of_the_crew(outings):
    named = [outing for outing in outings if outing.crew_frozen_at is None]

    assert len(named) > 50
    for outing in named:
        services = [member.service for member in outing.crew.all()]
        assert services == [service_of(member.person) for member in outing.crew.all()]
        assert outing.officers == services.count(Service.POLICE)
        assert outing.educators == services.count(Service.EDUCATION)
        assert outing.officer_minutes == outing.officers * outing.minutes
        assert outing.services


def test_what_is_approved_was_approved_by_each_service_of_its_crew(outings):
    states = {}
    for outing in outings.filter(status__in=DONE):
        approved = {approval.service for approval in outing.approvals.all()}
        whole = approved == set(outing.services)
        states[whole] = states.get(whole, 0) + 1
        assert approved <= set(outing.services)
        assert (outing.status == Status.APPROVED) == whole
        for approval in outing.approvals.all():
            assert approval.service == service_of(approval.by)
            assert outing.ends_at < approval.at < AFTERNOON
    assert states[True] > 100 and states[False] >= 3


def test_a_version_is_a_line_of_the_history_and_lines_are_in_order(outings):
    for outing in outings:
        times = [step.at for step in outing.history.all()]
        waiting = len(outing.approvals.all()) - (outing.status == Status.APPROVED)
        assert outing.version == len(times) - waiting > 0
        assert times == sorted(times)
        assert times[-1] <= AFTERNOON


def test_nobody_is_in_two_outings_at_the_same_time(outings):
    hours = {}
    for outing in outings.exclude(status=Status.CANCELLED).order_by("starts_at"):
        for member in outing.crew.all():
            ends_at = outing.ends_at or outing.planned_until
            hours.setdefault(member.person, []).append((outing.starts_at, ends_at))

    assert len(hours) == 10
    for person, taken in hours.items():
        for (_, end), (start, _) in pairwise(taken):
            assert end <= start, person


def test_old_names_are_erased_and_the_counts_stay(outings, settings):
    long_ago = AFTERNOON - timedelta(days=settings.CREW_NAME_DAYS + 15)
    old = outings.filter(starts_at__lt=long_ago)

    assert old.count() > 50
    assert not old.filter(crew_frozen_at=None).exists()
    assert not CrewMember.objects.filter(intervention__in=old).exists()
    assert old.filter(officer_minutes__gt=0).exists()
    assert not outings.filter(starts_at__gt=AFTERNOON).exclude(crew_frozen_at=None)


def test_a_visitor_finds_something_going_on_today_and_tomorrow(outings, street):
    officer = next(p for p in street if p.email == "agente@demo.example")
    educator = next(p for p in street if p.email == "educatore@demo.example")

    assert outings.filter(status=Status.RUNNING).exists()
    for ahead in (0, 1):
        day = AFTERNOON.date() + timedelta(days=ahead)
        own = outings.filter(day=day).with_person(officer).filter(educators__gt=0)
        assert own.count() == 1
        assert educator in [member.person for member in own.get().crew.all()]
    last_day = AFTERNOON.date() + timedelta(days=18)
    assert outings.filter(status=Status.PLANNED, day__gte=last_day).exists()


def test_some_are_free_today_for_who_tries_to_plan(outings, street):
    today = outings.filter(day=AFTERNOON.date())
    busy = set(CrewMember.objects.filter(intervention__in=today).values_list("person"))

    free = [person for person in street if (person.pk,) not in busy]

    services = [service_of(person) for person in free]
    assert services.count(Service.POLICE) >= 2
    assert services.count(Service.EDUCATION) >= 1


def test_joint_outings_grow_to_about_half(places, street):
    make_interventions(places, street, now=AFTERNOON)
    today = AFTERNOON.date()

    def joint_share(first, last):
        taken = Intervention.objects.took_place().on_days(first, last)
        return taken.joint().count() / taken.count()

    start, year = today - timedelta(days=730), timedelta(days=365)
    assert joint_share(start, start + year / 4) < 0.15
    assert 0.35 < joint_share(today - timedelta(days=60), today) < 0.65
    august = Intervention.objects.filter(day__year=2026, day__month=8).count()
    assert august < Intervention.objects.filter(day__year=2026, day__month=9).count()


def test_an_outing_for_a_report_answers_one_received_before(
    places, street, officer_reports
):
    make_interventions(places, street, now=AFTERNOON, days=DAYS)

    answered = Intervention.objects.exclude(reports=None)
    assert answered.exists()
    for outing in answered:
        for report in outing.reports.all():
            assert report.hotspot_id == outing.hotspot_id
            assert report.received_at < outing.starts_at


@pytest.fixture
def officer_reports(places, street, monkeypatch):
    from cremona_safety.demo.reports import make_reports

    make_reports(places, street[:2], today=AFTERNOON.date(), days=DAYS)
    return Report.objects.all()


def test_the_same_moment_and_seed_invent_the_same_outings(places, street):
    def outings():
        make_interventions(places, street, now=AFTERNOON, days=40)
        rows = list(
            Intervention.objects.order_by("pk").values_list(
                "code", "client_id", "status", "starts_at", "ends_at", "series"
            )
        )
        steps = list(Step.objects.order_by("pk").values_list("what", "at", "by_id"))
        Intervention.objects.all().delete()
        return rows, steps

    assert outings() == outings()


@pytest.mark.parametrize("hour", [0, 3, 12, 23])
def test_any_hour_of_the_day_is_good_to_begin(places, street, hour):
    now = AFTERNOON.replace(hour=hour, minute=1)

    made = make_interventions(places[:1], street, now=now, days=20)

    assert not Intervention.objects.filter(
        status=Status.ENDED, ends_at__gt=now
    ).exists()
    assert {outing.hotspot for outing in made} <= {places[0], None}
    assert Hotspot.objects.programme().count() == len(places)
    assert timezone.localdate(made[-1].starts_at) > now.date()
