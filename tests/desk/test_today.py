"""The desk's first page: what one person has to do now, and nothing of the others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from board import services
from interventions.models import Approval, Service, Status
from tests.board.factories import BoardNoteFactory
from tests.hotspots.factories import HotspotFactory
from tests.interventions.factories import (
    FRIDAY_EVENING,
    FollowUpFactory,
    InterventionFactory,
)
from tests.moments import clock_at
from tests.referrals.factories import ReferralFactory
from tests.reports.factories import ReportFactory

URL = "/operatori/"
COST = 25  # queries of the page, at most
NOON = FRIDAY_EVENING - timedelta(hours=7)


@pytest.fixture(autouse=True)
def noon():
    with clock_at(NOON):
        yield


@pytest.fixture(autouse=True)
def roles(db, noon, user_as):
    """Lay the roles with their permissions before a factory makes one without."""
    for role in ("officer", "educator", "coordinator", "social_worker"):
        user_as(role)


def text_for(client_as, role):
    return client_as(role).get(URL).content.decode()


def test_my_next_outing_says_where_when_and_with_whom(client_as, officer, educator):
    place = HotspotFactory(name="Piazza Roma")
    InterventionFactory(crew=[officer], starts_at=FRIDAY_EVENING + timedelta(days=1))
    mine = InterventionFactory(hotspot=place, crew=[officer, educator])
    InterventionFactory(crew=[educator], starts_at=NOON + timedelta(hours=1))
    InterventionFactory(
        crew=[officer],
        starts_at=NOON + timedelta(hours=1),
        status=Status.CANCELLED,
        cancelled_because="Pioggia",
    )

    page = client_as("officer").get(URL)

    assert page.context["outing"] == mine
    text = page.content.decode()
    assert "Piazza Roma" in text and "19:00-21:00" in text
    assert f"Con {educator}" in text
    assert ">Inizia</a>" not in text  # seven hours before
    with clock_at(FRIDAY_EVENING - timedelta(minutes=119)):
        assert ">Inizia</a>" in text_for(client_as, "officer")


def test_the_outing_going_on_comes_before_the_next(client_as, officer):
    InterventionFactory(crew=[officer])
    running = InterventionFactory(
        running=True, crew=[officer], starts_at=NOON - timedelta(hours=1)
    )

    page = client_as("officer").get(URL)

    assert page.context["outing"] == running
    assert ">Continua</a>" in page.content.decode()
    assert "Doveva finire" not in page.content.decode()
    running.planned_from = running.starts_at
    running.planned_until = NOON - timedelta(minutes=30)
    running.save()
    assert "Doveva finire alle 11:30: è finita?" in text_for(client_as, "officer")


def test_an_outing_of_another_day_is_not_started_today(client_as, officer):
    InterventionFactory(crew=[officer], starts_at=FRIDAY_EVENING + timedelta(days=1))

    assert ">Inizia</a>" not in text_for(client_as, "officer")


def test_what_nobody_wrote_down_is_asked_of_the_crew_and_of_who_coordinates(
    client_as, officer, educator
):
    spot = HotspotFactory(name="Piazza Roma")
    yesterday = {"hotspot": spot, "starts_at": NOON - timedelta(hours=18)}
    mine = InterventionFactory(crew=[officer], **yesterday)
    InterventionFactory(crew=[officer], ended=True, **yesterday)
    InterventionFactory(
        crew=[officer],
        status=Status.CANCELLED,
        cancelled_because="Pioggia",
        **yesterday,
    )
    InterventionFactory(crew=[officer])  # to come
    going_on = NOON - timedelta(hours=1)
    InterventionFactory(crew=[officer], starts_at=going_on)

    for role, asked in [("officer", [mine]), ("coordinator", [mine]), ("educator", [])]:
        page = client_as(role).get(URL)
        assert page.context["unregistered"] == asked
        text = page.content.decode()
        assert ("Non registrate: com’è andata?" in text) == bool(asked)

    sheet = client_as("officer").get(f"/interventi/{mine.code}/scheda/")
    assert 'value="18:00"' in sheet.content.decode()
    mine.status, mine.outcome = Status.ENDED, "tranquillo"
    mine.save()
    assert client_as("coordinator").get(URL).context["unregistered"] == []


def test_an_outing_that_lasts_too_long_is_marked_for_who_approves(
    client_as, officer, educator
):
    InterventionFactory(
        crew=[officer],
        ended=True,
        starts_at=NOON - timedelta(hours=18),
        ends_at=NOON - timedelta(minutes=19),
    )

    assert "Dura 17 h 41 min: controlla" in text_for(client_as, "officer")


def test_who_sent_a_referral_reads_how_it_ended(client_as, educator):
    mine = ReferralFactory(
        by=educator,
        service=Service.EDUCATION,
        status="chiuso",
        outcome="avviato",
        taken_at=NOON - timedelta(days=3),
        closed_at=NOON - timedelta(days=2),
    )
    ReferralFactory(by=educator, service=Service.EDUCATION)

    assert client_as("educator").get(URL).context["answered"] == [mine]
    assert "Aiuto avviato, il 18/11/2026" in text_for(client_as, "educator")
    assert client_as("officer").get(URL).context["answered"] == []


def test_a_joint_patrol_without_a_service_is_told_to_that_service(
    client_as, officer, educator
):
    alone = InterventionFactory(kind="pattuglia-congiunta", crew=[officer])
    InterventionFactory(kind="pattuglia-congiunta", crew=[officer, educator])
    InterventionFactory(crew=[officer])

    assert client_as("educator").get(URL).context["looking_for"] == [alone]
    assert client_as("coordinator").get(URL).context["looking_for"] == [alone]
    assert client_as("officer").get(URL).context["looking_for"] == []
    assert "manca un educatore" in text_for(client_as, "educator")


def test_the_board_shows_what_calls_me_and_what_is_new(client_as, officer, educator):
    InterventionFactory(
        crew=[officer], ended=True, starts_at=NOON - timedelta(hours=20)
    )
    at = NOON - timedelta(hours=1)
    call = BoardNoteFactory(
        by=educator, at=NOON - timedelta(days=3), mention="officer", text="Per voi."
    )
    read = BoardNoteFactory(by=educator, at=NOON - timedelta(days=3), mention="officer")
    services.mark_read([read.pk], by=officer)
    new = BoardNoteFactory(by=educator, at=at)
    BoardNoteFactory(by=educator, at=at, mention="coordinator")
    BoardNoteFactory(by=officer, at=at)
    BoardNoteFactory(by=educator, at=NOON - timedelta(days=2))
    BoardNoteFactory(by=educator, at=at, expires_at=NOON)

    page = client_as("officer").get(URL)

    assert page.context["calls"] == [call]
    assert new in page.context["news"] and len(page.context["news"]) == 3


def test_late_reports_are_five_at_most_and_only_for_who_reads_them(client_as):
    today = timezone.localdate()
    for days in range(1, 8):
        ReportFactory(due_on=today - timedelta(days=days))
    ReportFactory(due_on=today)

    late = client_as("officer").get(URL).context["late_reports"]

    assert [report.due_on for report in late] == [
        today - timedelta(days=days) for days in (7, 6, 5, 4, 3)
    ]
    educator = client_as("educator").get(URL)
    assert educator.context["late_reports"] == []
    assert "Segnalazioni in ritardo" not in educator.content.decode()


def test_follow_ups_are_those_due_by_today_still_open(client_as):
    today = timezone.localdate()
    due = FollowUpFactory(due_on=today)
    FollowUpFactory(due_on=today + timedelta(days=1))
    FollowUpFactory(due_on=today, done_at=NOON)

    assert client_as("educator").get(URL).context["follow_ups"] == [due]


def test_sheets_wait_for_my_service_until_it_approves(client_as, officer, educator):
    yesterday = NOON - timedelta(days=1)
    joint = InterventionFactory(
        ended=True, crew=[officer, educator], starts_at=yesterday
    )
    InterventionFactory(ended=True, crew=[educator], starts_at=yesterday)
    empty = InterventionFactory(ended=True, starts_at=yesterday + timedelta(hours=3))

    def waiting(role):
        return client_as(role).get(URL).context["to_approve"]

    assert waiting("officer") == [joint, empty]
    assert joint in waiting("educator") and empty not in waiting("educator")
    assert len(waiting("coordinator")) == 3
    Approval.objects.create(intervention=joint, service=Service.POLICE, by=officer)
    assert waiting("officer") == [empty]
    assert joint in waiting("educator")


def test_what_waits_leads_when_no_outing_is_mine(client_as, officer):
    InterventionFactory(ended=True, crew=[officer], starts_at=NOON - timedelta(days=1))

    def page(role):
        return text_for(client_as, role)

    first = page("coordinator")
    assert "Schede che i servizi devono approvare" in first
    assert "?status=da-approvare" in first
    assert first.index("approvare-titolo") < first.index("prossima-titolo")
    assert "?waiting=on" in page("officer")
    InterventionFactory(crew=[officer])
    mine = page("officer")
    assert mine.index("prossima-titolo") < mine.index("approvare-titolo")


def test_the_week_counts_outings_joint_ones_and_mine(client_as, officer, educator):
    InterventionFactory(crew=[officer, educator])
    InterventionFactory(crew=[educator])
    InterventionFactory(crew=[officer], starts_at=FRIDAY_EVENING + timedelta(days=7))

    week = client_as("officer").get(URL).context["week"]

    friday = next(day for day in week if day["is_today"])
    assert (friday["count"], friday["joint"], friday["mine"]) == (2, 1, 1)
    assert sum(day["count"] for day in week) == 2
    assert f"{week[0]['day']:%d/%m/%Y}" == "16/11/2026"


def test_the_week_counts_apart_what_nobody_wrote_about(client_as, officer, educator):
    InterventionFactory(crew=[officer, educator])
    InterventionFactory(crew=[officer], starts_at=NOON - timedelta(hours=4))

    answer = client_as("officer").get(URL)

    today = next(day for day in answer.context["week"] if day["is_today"])
    assert (today["count"], today["missed"], today["mine"]) == (1, 1, 1)
    assert '<span class="late">1 non registrata</span>' in answer.text


def test_a_place_to_go_back_to_since_yesterday_is_late(client_as, officer):
    outing = InterventionFactory(ended=True, crew=[officer])
    day = timezone.localdate(NOON)
    FollowUpFactory(intervention=outing, due_on=day)
    assert "in ritardo" not in text_for(client_as, "officer")
    FollowUpFactory(
        intervention=InterventionFactory(ended=True), due_on=day - timedelta(days=1)
    )
    assert text_for(client_as, "officer").count("in ritardo") == 1


def test_who_does_not_go_out_has_nothing_to_log(client_as):
    assert "Registra adesso" in text_for(client_as, "educator")
    assert "Registra adesso" not in text_for(client_as, "coordinator")


@pytest.mark.parametrize("role", ["social_worker", "assessore", "admin"])
def test_the_others_are_led_to_their_own_first_page(client_as, role):
    assert client_as(role).get(URL).url == "/inizio/"


def test_the_page_costs_the_same_with_much_to_do(
    client_as, officer, educator, django_assert_max_num_queries
):
    client = client_as("officer")
    place = HotspotFactory()

    def lay(count):
        InterventionFactory.create_batch(count, hotspot=place, crew=[officer, educator])
        InterventionFactory.create_batch(
            count, hotspot=place, ended=True, starts_at=NOON - timedelta(days=2)
        )
        BoardNoteFactory.create_batch(count, by=educator, hotspot=place)
        ReportFactory.create_batch(
            count, hotspot=place, due_on=NOON.date().replace(day=1)
        )

    def cost():
        with django_assert_max_num_queries(COST) as queries:
            client.get(URL)
        return len(queries)

    lay(2)
    few = cost()
    lay(18)
    assert cost() == few
