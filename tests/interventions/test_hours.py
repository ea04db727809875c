"""The hours of an outing beside those planned: begun in time, ended late, longer than likely."""

from datetime import timedelta

import pytest
from django.urls import reverse

from interventions.models import Status
from interventions.record.hours import doubt_about, is_forgotten, may_begin
from tests.interventions.factories import FRIDAY_EVENING, InterventionFactory
from tests.interventions.phone import state
from tests.moments import clock_at

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
END = FRIDAY_EVENING + 2 * HOUR


@pytest.mark.parametrize(
    ("hours", "may"),
    [(-2.1, False), (-2, True), (0, True), (1.9, True), (2, False), (17, False)],
)
def test_a_plan_begins_from_two_hours_before_to_its_end(hours, may):
    outing = InterventionFactory.build(hotspot=None)

    assert may_begin(outing, FRIDAY_EVENING + timedelta(hours=hours)) == may


@pytest.fixture
def running(officer):
    """Return an outing that goes on, planned from 19:00 to 21:00 and begun in time."""
    return InterventionFactory(
        running=True, crew=[officer], planned_from=FRIDAY_EVENING, planned_until=END
    )


def test_half_an_hour_after_the_plan_it_is_forgotten(running):
    assert not is_forgotten(running, END + timedelta(minutes=29))
    assert is_forgotten(running, END + timedelta(minutes=30))
    running.starts_at = END + timedelta(minutes=1)  # it began when the plan was over
    assert not is_forgotten(running, END + 5 * HOUR)


def end(client, outing, **typed):
    sent = {"outcome": "tranquillo", "version": outing.version, **typed}
    answer = client.post(reverse("intervention_end", args=[outing.code]), sent)
    outing.refresh_from_db()
    return answer


def test_who_ends_it_next_morning_is_asked_when_it_ended(client_as, running):
    with clock_at(END + 15 * HOUR):
        officer = client_as("officer")
        page = officer.get(reverse("intervention_detail", args=[running.code]))
        assert "Alle 21:00 del 20/11/2026, come previsto" in page.content.decode()

        refused = end(officer, running)
        assert refused.status_code == 422 and running.status == Status.RUNNING
        assert "Scrivi a che ora è finito." in refused.content.decode()

        end(officer, running, as_planned="previsto")
    assert running.status == Status.ENDED
    assert running.ends_at == END and running.officer_minutes == 120


def test_who_says_that_it_ends_now_is_believed_and_the_hours_are_marked(
    client_as, running, educator
):
    with clock_at(END + 15 * HOUR):
        end(client_as("officer"), running, as_planned="adesso")
        page = client_as("officer").get(
            reverse("intervention_detail", args=[running.code])
        )

    assert running.minutes == 17 * 60
    sentence = "Dura 17 h, ne erano previste 2 h: controlla l’orario prima di approvare"
    assert sentence in page.content.decode()


def test_who_ends_it_in_time_is_asked_nothing(client_as, running):
    with clock_at(END + timedelta(minutes=20)):
        assert end(client_as("officer"), running).status_code == 302

    assert running.minutes == 140 and doubt_about(running) == ""


@pytest.mark.parametrize(
    ("planned", "minutes", "doubtful"),
    [
        (120, 180, False),
        (120, 181, True),
        (480, 600, False),
        (480, 601, True),
        (0, 600, False),
        (0, 601, True),
    ],
)
def test_hours_are_in_doubt_beyond_half_more_than_planned_or_ten(
    planned, minutes, doubtful
):
    outing = InterventionFactory.build(
        hotspot=None, ends_at=FRIDAY_EVENING + timedelta(minutes=minutes)
    )
    if planned:
        outing.planned_from = FRIDAY_EVENING
        outing.planned_until = FRIDAY_EVENING + timedelta(minutes=planned)

    assert bool(doubt_about(outing)) == doubtful


def test_a_phone_knows_for_a_week_what_nobody_wrote_down(phone, officer):
    InterventionFactory(crew=[officer], planned_from=FRIDAY_EVENING, planned_until=END)

    with clock_at(END + 6 * 24 * HOUR):
        [offered] = state(phone)["outings"]
        assert offered["planned_until"] == END.isoformat() and not offered["running"]
    with clock_at(END + 8 * 24 * HOUR):
        assert state(phone)["outings"] == []


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (-3, "È pianificato per il 20/11/2026 alle 19:00: puoi iniziarlo da due ore"),
        (3, "L’orario previsto è finito il 20/11/2026 alle 21:00"),
        (30, "L’orario previsto è finito il 20/11/2026 alle 21:00"),
    ],
)
def test_a_page_left_open_begins_no_plan_of_other_hours(
    client_as, officer, hours, said
):
    outing = InterventionFactory(crew=[officer])

    with clock_at(FRIDAY_EVENING + timedelta(hours=hours)):
        answer = client_as("officer").post(
            reverse("intervention_start", args=[outing.code]),
            {"version": outing.version},
            follow=True,
        )

    outing.refresh_from_db()
    assert outing.status == Status.PLANNED
    assert said in answer.content.decode()


def test_a_night_that_begins_tomorrow_begins_two_hours_before(client_as, officer):
    after_midnight = FRIDAY_EVENING.replace(hour=0) + timedelta(days=1)
    outing = InterventionFactory(
        crew=[officer], starts_at=after_midnight, ends_at=after_midnight + 2 * HOUR
    )

    with clock_at(after_midnight - HOUR):
        page = client_as("officer").get(
            reverse("intervention_detail", args=[outing.code])
        )

    assert "Inizia adesso" in page.content.decode()
