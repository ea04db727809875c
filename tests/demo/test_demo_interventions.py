"""The invented outings hold together as if people had lived them."""

from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta
from itertools import count, pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.models import User
from cremona_safety.demo.board import put_board
from cremona_safety.demo.codes import DemoCodes
from cremona_safety.demo.forces import put_force_counts
from cremona_safety.demo.interventions import Cast, put_outings
from cremona_safety.demo.lives import draw_life, lived
from cremona_safety.demo.outings import Outing, Planner
from cremona_safety.demo.reports import put_reports
from cremona_safety.demo.stage import moment_of
from desk.presence import presence
from hotspots.models import Hotspot
from indicators.measures import recompute
from indicators.models import DailyCount, Measure
from interventions.models import (
    DONE,
    Act,
    Approval,
    CrewMember,
    FollowUp,
    Intervention,
    Kind,
    Service,
    Status,
    Step,
    Tally,
    Trigger,
    service_of,
)
from tests.demo.conftest import AFTERNOON


@pytest.fixture
def outings(demo):
    return Intervention.objects.prefetch_related(
        "crew__person__role", "approvals", "history", "follow_ups", "acts", "tallies"
    )


@pytest.fixture
def street(demo):
    """Officers, educators and who plans for both."""
    roles = ["officer", "educator", "coordinator"]
    people = User.objects.filter(role__in=roles).select_related("role")
    return list(people.order_by("pk"))


def test_every_row_is_valid_and_marked_as_invented(outings):
    assert outings.count() > 200
    assert not outings.filter(is_demo=False).exists()
    assert not outings.exclude(code__startswith="DEMO-").exists()
    for model in (Tally, Act, FollowUp, Approval):
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


def test_lines_of_the_history_are_in_order(outings):
    for outing in outings:
        steps = list(outing.history.all())
        times = [step.at for step in steps]
        assert [step.pk for step in steps] == sorted(step.pk for step in steps)
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


def test_joint_outings_grow_to_about_half(stage):
    planner = Planner(stage(AFTERNOON), days=730, chance=Random(1924))
    outings, today = planner.outings(), AFTERNOON.date()

    def joint_share(first, last):
        taken = [outing for outing in outings if first <= outing.day <= last]
        return sum(len(outing.services) == 2 for outing in taken) / len(taken)

    start, year = today - timedelta(days=730), timedelta(days=365)
    assert joint_share(start, start + year / 4) < 0.15
    assert 0.35 < joint_share(today - timedelta(days=60), today) < 0.65
    months = Counter(outing.day.replace(day=1) for outing in outings)
    assert months[date(2026, 8, 1)] < months[date(2026, 9, 1)]


def test_an_outing_for_a_report_answers_one_received_before(outings):
    answered = outings.exclude(reports=None)
    assert answered.exists()
    for outing in answered:
        for report in outing.reports.all():
            assert report.hotspot_id == outing.hotspot_id
            assert report.received_at < outing.starts_at


def test_the_two_years_before_are_written_as_they_ended(stage):
    long_ago = stage(AFTERNOON)
    count = put_outings(long_ago)  # and what is left is not played

    past = Intervention.objects.all()
    assert 1300 < past.count() < count
    assert not past.exclude(status__in=[Status.APPROVED, Status.CANCELLED]).exists()
    assert not past.filter(crew_frozen_at=None).exists()
    assert presence(past).officer_minutes > 0


def test_the_figures_are_those_of_a_recount(outings):
    recompute()

    for place in Hotspot.objects.programme():
        counted = presence(outings.filter(hotspot=place))
        stored = DailyCount.objects.filter(hotspot=place).totals()
        assert counted.outings == total_of(stored, Measure.OUTINGS) > 0
        assert counted.minutes == total_of(stored, Measure.PRESENCE)
    assert recompute() == (0, 0)


def total_of(stored, measure):
    return sum(stored.measure(measure).values_list("value", flat=True))


def test_the_same_moment_and_seed_invent_the_same_outings(stage):
    def outings():
        play = stage(AFTERNOON)
        put_outings(play, days=5)
        play.play()
        rows = list(
            Intervention.objects.order_by("pk").values_list(
                "code", "client_id", "status", "starts_at", "ends_at", "series"
            )
        )
        steps = list(Step.objects.order_by("pk").values_list("what", "at", "by_id"))
        Intervention.objects.all().delete()
        return rows, steps

    assert outings() == outings()


@pytest.mark.parametrize(
    "now",
    [
        "2026-11-25 00:01",
        "2026-11-25 23:01",
        "2026-12-31 23:40",
        "2027-03-28 01:30",
        "2027-03-28 12:00",
        "2027-10-31 02:30",
        "2028-02-29 12:00",
    ],
)
def test_any_moment_is_good_to_begin(stage, now):
    now = datetime.fromisoformat(now).replace(tzinfo=ZoneInfo("Europe/Rome"))
    play = stage(now, places=1)

    put_reports(play, days=4)
    put_outings(play, days=4)
    put_board(play)
    put_force_counts(play)
    play.play()

    made = Intervention.objects.order_by("starts_at")
    assert not made.filter(status=Status.ENDED, ends_at__gt=now).exists()
    assert not Step.objects.filter(at__gt=now).exists()
    assert {outing.hotspot for outing in made} <= {*play.places, None}
    assert timezone.localdate(made.last().starts_at) > timezone.localdate(now)


def test_an_outing_over_the_change_of_the_clocks_lasts_the_time_that_passed(stage):
    night = moment_of(date(2027, 10, 31), time(1, 30))
    play = stage(night + timedelta(days=1))
    officers = play.having("officer")[:2]
    outing = Outing(
        start=night,
        end=night + timedelta(minutes=120),
        place=play.places[0],
        kind=Kind.CHECK,
        trigger=Trigger.CALL,
        people=officers,
    )

    play_one(outing, play)

    made = Intervention.objects.get()
    assert (made.minutes, made.officer_minutes) == (120, 240)
    assert timezone.localtime(made.ends_at).hour == 2
    assert made.day == date(2027, 10, 31)


def play_one(outing, play):
    chance = Random(1)
    codes = DemoCodes(chance), DemoCodes(chance)
    cast = Cast(play, chance, *codes, numbers=defaultdict(lambda: count(1)))
    play.add(lived(draw_life(outing, cast), play))
    play.play()
