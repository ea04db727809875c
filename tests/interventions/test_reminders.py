"""The reminders to who goes out, read as rows of the outbox."""

from datetime import timedelta

import pytest

from interventions.models import Status
from interventions.tasks import remind
from jobs.messages import DISCARD_HEADER
from jobs.models import JobRun, Outbox
from tests.interventions.factories import FRIDAY_EVENING, InterventionFactory

pytestmark = pytest.mark.django_db
NOON = FRIDAY_EVENING.replace(hour=11)  # 12:00 in Rome, seven hours before
EVENING_BEFORE = FRIDAY_EVENING - timedelta(days=1, hours=1)  # 18:00 in Rome


def mails():
    """Return the payloads of the outbox that go to somebody, the oldest first."""
    payloads = [row.payload for row in Outbox.objects.order_by("pk")]
    return [one for one in payloads if DISCARD_HEADER not in one["headers"]]


def test_nobody_is_reminded_before_six_of_the_evening_before(stop_clock, outing):
    stop_clock(EVENING_BEFORE - timedelta(minutes=1))

    remind()

    assert mails() == []


def test_the_evening_before_each_of_the_crew_gets_one_mail(stop_clock, outing, user_as):
    stop_clock(EVENING_BEFORE)

    remind()
    remind()

    assert sorted(mail["to"][0] for mail in mails()) == [
        user_as("educator").email,
        user_as("officer").email,
    ]
    assert [run.done for run in JobRun.objects.order_by("pk")] == [2, 0]


def test_a_reminder_says_place_day_hours_kind_and_link_and_nothing_else(
    stop_clock, outing, settings
):
    stop_clock(EVENING_BEFORE)
    settings.PUBLIC_URL = "https://portale.example"

    remind()

    mail = mails()[0]
    assert mail["subject"] == "Promemoria: esci il venerdì 20/11/2026, 19:00"
    assert mail["body"].strip().splitlines() == [
        "Ti ricordiamo la tua prossima uscita.",
        "",
        "Luogo: piazza Roma",
        "Giorno: venerdì 20/11/2026",
        "Orario: 19:00-21:00",
        "Tipo: Presidio",
        "",
        "Apri la scheda:",
        f"https://portale.example/interventi/{outing.code}/",
        "",
        "Il messaggio è automatico: non leggiamo le risposte.",
    ]


def test_what_is_planned_after_the_evening_before_is_reminded_at_once(
    stop_clock, outing
):
    stop_clock(NOON)

    remind()

    assert len(mails()) == 2


@pytest.mark.parametrize("status", [s for s in Status if s != Status.PLANNED])
def test_what_began_or_is_cancelled_is_not_reminded(stop_clock, outing, status):
    stop_clock(EVENING_BEFORE)
    outing.status = status
    outing.cancelled_because = "piove" if status == Status.CANCELLED else ""
    outing.merged_into = InterventionFactory() if status == Status.MERGED else None
    outing.save()

    remind()

    assert mails() == []


def test_who_was_to_go_out_an_hour_ago_is_not_reminded(stop_clock, outing):
    stop_clock(FRIDAY_EVENING + timedelta(hours=1))

    remind()

    assert mails() == []


def test_who_left_the_office_is_not_reminded(stop_clock, outing, user_as):
    stop_clock(EVENING_BEFORE)
    officer = user_as("officer")
    officer.is_active = False
    officer.save()

    remind()

    assert [mail["to"][0] for mail in mails()] == [user_as("educator").email]


def test_a_new_start_is_reminded_again(stop_clock, outing):
    stop_clock(EVENING_BEFORE)
    remind()
    outing.starts_at += timedelta(minutes=30)
    outing.save()

    remind()

    assert len(mails()) == 4
    assert "19:30" in mails()[-1]["subject"]


def test_reminders_cost_the_same_queries_when_all_were_sent(
    stop_clock, user_as, django_assert_num_queries
):
    stop_clock(EVENING_BEFORE)
    for _ in range(2):
        InterventionFactory(crew=[user_as("officer")])
    remind()

    from interventions.services.reminders import send_reminders

    with django_assert_num_queries(5):
        send_reminders()
    for _ in range(18):
        InterventionFactory(crew=[user_as("officer")])
    send_reminders()
    with django_assert_num_queries(5):
        assert send_reminders() == 0
