"""The personal calendar, read by a library that is not the one that writes it."""

from datetime import UTC, datetime, timedelta

import pytest
import vobject
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.throttle import HOUR, Limit
from desk.feed_address import renew_calendar_feed, stop_calendar_feed, token_of
from interventions.models import CalendarFeed, Status
from tests.hotspots.factories import HotspotFactory
from tests.interventions.factories import FRIDAY_EVENING, InterventionFactory
from tests.moments import ROME, clock_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(stop_clock):
    stop_clock(FRIDAY_EVENING - timedelta(hours=7))


@pytest.fixture
def address(officer):
    token = token_of(renew_calendar_feed(by=officer))
    return reverse("calendar_feed", args=[token])


def events(address):
    response = Client().get(address)
    assert response.status_code == 200
    calendar = vobject.readOne(response.content.decode())
    return calendar.contents.get("vevent", [])


def test_a_calendar_client_reads_one_s_own_outings(officer, user_as, address, settings):
    settings.PUBLIC_URL = "https://portale.example"
    place = HotspotFactory(name="piazza Roma")
    mine = InterventionFactory(
        crew=[officer, user_as("educator")],
        hotspot=place,
        kind="pattuglia-congiunta",
        aim="Giardini, panchine; lato nord",
        version=3,
    )
    InterventionFactory(crew=[user_as("educator")], hotspot=place)

    (event,) = events(address)

    assert event.summary.value == "Pattuglia congiunta, piazza Roma"
    assert event.location.value == "piazza Roma"
    assert event.uid.value == f"{mine.code}@interventi"
    assert event.sequence.value == "3"
    assert event.status.value == "CONFIRMED"
    assert event.dtstart.value == mine.starts_at
    assert event.dtend.value == mine.ends_at
    assert event.last_modified.value == mine.updated_at.replace(microsecond=0)
    assert event.url.value == f"https://portale.example/interventi/{mine.code}/"
    assert event.description.value == (
        "Giardini, panchine; lato nord\n"
        "Servizi: Polizia Locale e Educativa territoriale"
    )


def test_no_colleague_report_or_note_is_in_the_file(officer, user_as, address):
    InterventionFactory(
        crew=[officer, user_as("educator")], shared_note="Un coltello per terra"
    )

    content = Client().get(address).content.decode()

    assert content.count("BEGIN:VEVENT") == 1
    for secret in [user_as("educator").full_name, officer.full_name, "coltello", "@ex"]:
        assert secret not in content


def test_the_hours_of_the_night_when_the_clocks_go_back_are_right(officer, address):
    # 23:00 of 30 October is summer time, 04:00 of the 31st is not: six hours, not five
    start = datetime(2027, 10, 30, 23, 0, tzinfo=ROME)
    end = datetime(2027, 10, 31, 4, 0, tzinfo=ROME)
    InterventionFactory(
        crew=[officer], starts_at=start.astimezone(UTC), ends_at=end.astimezone(UTC)
    )

    (event,) = events(address)

    local = [one.value.astimezone(ROME) for one in (event.dtstart, event.dtend)]
    assert [f"{one:%d %H:%M}" for one in local] == ["30 23:00", "31 04:00"]
    assert event.dtend.value - event.dtstart.value == timedelta(hours=6)


def test_long_lines_are_folded_and_come_back_whole(officer, address):
    aim = "Però, è così; passare dal lato del museo \\ con calma, " * 3
    InterventionFactory(crew=[officer], aim=aim.strip())

    content = Client().get(address).content

    assert max(map(len, content.split(b"\r\n"))) <= 75
    (event,) = events(address)
    assert event.description.value.splitlines()[0] == aim.strip()


def test_a_cancelled_outing_stays_and_says_so(officer, address):
    InterventionFactory(
        crew=[officer], status=Status.CANCELLED, cancelled_because="Piove"
    )

    (event,) = events(address)

    assert event.status.value == "CANCELLED"


def test_only_the_last_thirty_days_are_kept(officer, address):
    for days in (29, 31):
        start = FRIDAY_EVENING - timedelta(days=days)
        InterventionFactory(crew=[officer], starts_at=start)

    assert len(events(address)) == 1


def test_an_outing_going_on_has_no_end_yet(officer, address):
    InterventionFactory(crew=[officer], running=True)

    (event,) = events(address)

    assert "dtend" not in event.contents


def test_the_same_calendar_is_not_sent_twice(officer, address):
    InterventionFactory(crew=[officer])
    first = Client().get(address)

    again = Client().get(address, headers={"if-none-match": first["ETag"]})

    assert first["Cache-Control"] == "private, no-cache"
    assert first["Content-Type"].startswith("text/calendar")
    assert (again.status_code, again.content) == (304, b"")
    InterventionFactory(crew=[officer])
    changed = Client().get(address, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200


def test_a_new_link_makes_the_old_one_useless(officer, address):
    renew_calendar_feed(by=officer)

    assert Client().get(address).status_code == 404


def test_a_calendar_switched_off_is_not_there(officer, address):
    stop_calendar_feed(by=officer)
    stop_calendar_feed(by=officer)

    assert Client().get(address).status_code == 404
    assert AuditEntry.objects.filter(action="intervention.feed_stop").count() == 1


@pytest.mark.parametrize("loss", ["is_active", "role"])
def test_who_left_or_lost_the_role_has_no_calendar(officer, address, loss):
    setattr(officer, loss, False if loss == "is_active" else None)
    officer.save()

    assert Client().get(address).status_code == 404


def test_an_unknown_token_costs_the_same_queries(
    address, django_assert_num_queries, officer
):
    officer.is_active = False
    officer.save()
    unknown = reverse("calendar_feed", args=["a" * 26])
    for path in (unknown, address):
        with django_assert_num_queries(4):
            assert Client().get(path).status_code == 404


def test_a_link_survives_the_change_of_the_secret_key(officer, address, settings):
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another" * 10
    feed = CalendarFeed.objects.get()
    assert token_of(feed) is None
    assert Client().get(address).status_code == 200

    settings.SECRET_KEY_FALLBACKS = [old]

    assert token_of(feed) in address


def test_too_many_requests_are_refused_by_token_and_by_address(
    address, monkeypatch, officer
):
    monkeypatch.setattr("desk.views.feed.PER_TOKEN", Limit("t", 1, HOUR))
    with clock_at("2026-11-22T19:20"):
        assert Client().get(address).status_code == 200
        refused = Client().get(address)
    assert refused.status_code == 429
    assert refused["Retry-After"] == "3600"
    assert "riprova dopo le 20:21" in refused.content.decode()

    monkeypatch.setattr("desk.views.feed.PER_ADDRESS", Limit("a", 1, HOUR))
    other = reverse("calendar_feed", args=["b" * 26])
    assert Client().get(other).status_code == 404
    third = reverse("calendar_feed", args=["c" * 26])
    assert Client().get(third).status_code == 429


def test_the_file_holds_no_control_character_of_a_stored_row(officer, address):
    InterventionFactory(crew=[officer], aim="Ronda\x0b\x0c\x1b\x07 serale")

    text = Client().get(address).content.decode()

    assert "Ronda serale" in text
    assert not [c for c in text if ord(c) < 32 and c not in "\r\n"]


def test_the_page_shows_the_link_only_to_its_person(client_as, officer):
    client = client_as("officer")
    page = reverse("calendar_feed_page")
    assert "Il tuo calendario è disattivato" in client.get(page).content.decode()

    answer = client.post(reverse("calendar_feed_renew"), follow=True)

    token = token_of(CalendarFeed.objects.get(person=officer))
    assert token in answer.content.decode()
    assert token not in client_as("educator").get(page).content.decode()
    client.post(reverse("calendar_feed_stop"))
    assert not CalendarFeed.objects.exists()


def test_the_page_never_writes_on_get(client_as):
    client_as("officer").get(reverse("calendar_feed_page"))

    assert not CalendarFeed.objects.exists()


def test_the_page_says_when_the_link_cannot_be_shown_any_more(
    client_as, officer, address, settings
):
    client = client_as("officer")
    CalendarFeed.objects.update(token_hash="0" * 64)

    page = client.get(reverse("calendar_feed_page")).content.decode()

    assert "Collegamento da rifare" in page


def test_a_calendar_costs_the_same_queries_with_two_outings_and_with_twenty(
    officer, address, django_assert_num_queries
):
    for count in (2, 18):
        for _ in range(count):
            InterventionFactory(crew=[officer])
        with django_assert_num_queries(5):
            Client().get(address)
