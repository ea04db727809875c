from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import AuditEntry
from desk import presence as known
from desk.presence import presence
from interventions.models import ActKind, Intervention, Kind, MediationOutcome, Tally
from tests.interventions.factories import (
    FRIDAY_EVENING,
    ActFactory,
    InterventionFactory,
    TallyFactory,
)

HOUR = timedelta(hours=1)
EVERYTHING = Intervention.objects.all
PAGE, EXPORT = "/interventi/presenza/", "/interventi/presenza/esporta/"


def outing(place, starts=FRIDAY_EVENING, hours=2, *, officers=2, educators=0, **more):
    minutes = int(hours * 60)
    fields = {
        "hotspot": place,
        "starts_at": starts,
        "ends_at": starts + timedelta(minutes=minutes),
        "officers": officers,
        "educators": educators,
        "officer_minutes": officers * minutes,
        "educator_minutes": educators * minutes,
        "approved": True,
    }
    return InterventionFactory(**(fields | more))


def test_the_presence_published_in_2025_gives_three_hours_and_two_and_a_half_turns_a_day(
    roma, django_assert_num_queries
):
    start = datetime(2024, 10, 29, 15, tzinfo=UTC)
    for number in range(199):
        # 490 turns in 199 days: three people on 92 of them, two on the others
        people = 3 if number < 92 else 2
        outing(roma, start + timedelta(days=number), 3, officers=people)

    with django_assert_num_queries(1):
        there = presence(EVERYTHING())

    assert (there.days, there.period_days) == (199, 199)
    assert (there.turns, there.hours) == (490, 597)
    assert f"{there.hours_a_day:.1f} {there.turns_a_day:.1f}" == "3.0 2.5"


def test_two_overlapping_outings_count_the_time_once_and_every_turn(roma):
    outing(roma, hours=2)
    outing(roma, FRIDAY_EVENING + HOUR, hours=2, officers=0, educators=1)
    outing(roma, FRIDAY_EVENING + HOUR / 2, hours=0.5)

    there = presence(EVERYTHING())

    assert there.minutes == 180
    assert (there.officer_minutes, there.educator_minutes) == (2 * 150, 120)
    assert (there.officer_turns, there.educator_turns) == (4, 1)
    assert (there.outings, there.days) == (3, 1)


def test_presence_and_person_minutes_cut_the_seconds_in_the_same_way(roma):
    starts = FRIDAY_EVENING + timedelta(seconds=50)
    ends = FRIDAY_EVENING + HOUR + timedelta(seconds=10)
    row = outing(roma, starts, ends_at=ends)

    assert presence(EVERYTHING()).minutes == row.minutes == 60


def test_outings_at_two_places_or_elsewhere_in_town_do_not_overlap(roma, marconi):
    for place in (roma, marconi, None, None):
        outing(place, hours=1)

    assert presence(EVERYTHING()).hours == 4


def test_an_outing_over_midnight_is_of_the_day_it_began(roma):
    outing(roma, datetime(2026, 11, 20, 22, tzinfo=UTC), hours=3)  # 23:00 to 02:00

    there = known.grouped(known.spells(EVERYTHING()), "day")

    assert {day: known.total(found).minutes for day, found in there.items()} == {
        date(2026, 11, 20): 180
    }


def test_an_outing_of_last_night_still_there_is_not_counted_again_today(roma):
    outing(roma, datetime(2026, 11, 20, 22, tzinfo=UTC), hours=3)  # until 02:00
    outing(roma, datetime(2026, 11, 21, 0, tzinfo=UTC), hours=2)  # 01:00 to 03:00
    today = date(2026, 11, 21)

    assert presence(EVERYTHING()).minutes == 240
    assert presence(EVERYTHING(), first=today, last=today).minutes == 60


def test_only_approved_outings_count(roma):
    outing(roma, approved=False, ended=True)
    outing(roma, approved=False)

    assert presence(EVERYTHING()) == known.Presence()


def test_averages_are_over_every_day_of_the_period(roma):
    outing(roma, hours=2)

    there = presence(EVERYTHING(), first=date(2026, 11, 17), last=date(2026, 11, 26))

    assert (there.days, there.period_days) == (1, 10)
    assert there.hours_a_day == pytest.approx(0.2)
    assert there.turns_a_day == pytest.approx(0.2)


def test_without_outings_there_is_no_average_and_no_share(db):
    there = presence(EVERYTHING())

    assert (there.hours_a_day, there.turns_a_day, there.joint_share) == (None,) * 3


def test_joint_is_with_people_of_both_services(roma):
    outing(roma, officers=2, educators=1)
    outing(roma, officers=2)
    outing(roma, officers=0, educators=2)

    there = presence(EVERYTHING())

    assert (there.joint, there.outings) == (1, 3)
    assert there.joint_share == pytest.approx(1 / 3)


def test_the_night_the_clock_falls_back_has_its_real_hours(roma):
    outing(roma, datetime(2026, 10, 24, 22, tzinfo=UTC), hours=5)  # 00:00 to 04:00

    assert presence(EVERYTHING()).hours == 5


def test_contacts_mediations_checks_and_acts_of_approved_outings_only(roma):
    for row in (outing(roma), outing(roma, approved=False, ended=True)):
        TallyFactory(intervention=row, count=3, people="giovani", age_band="14-17")
        TallyFactory(intervention=row, count=2)
        TallyFactory(
            intervention=row,
            what=Tally.What.MEDIATION,
            outcome=MediationOutcome.AGREEMENT,
        )
        TallyFactory(intervention=row, what=Tally.What.CHECK, count=4)
        ActFactory(intervention=row, kind=ActKind.FINE, count=2)

    assert known.contacts(EVERYTHING()) == {"giovani": 3, "": 2}
    assert known.contacts_by_age(EVERYTHING()) == {"14-17": 3, "": 2}
    assert known.mediations(EVERYTHING()) == {"accordo": 1}
    assert known.checks(EVERYTHING()) == 4
    assert known.acts(EVERYTHING()) == {"sanzione": 2}


@pytest.fixture
def now(stop_clock):
    stop_clock("2026-11-23 12:00")


def test_the_page_shows_places_by_month_and_the_sum_of_what_is_shown(
    roma, marconi, now, client_as
):
    outing(roma, hours=2, educators=1)
    outing(roma, FRIDAY_EVENING - timedelta(days=30), hours=1.5)
    outing(marconi, hours=4, educators=1)

    response = client_as("educator").get(PAGE)
    page = response.content.decode()

    rows = [
        (row["month"], row["place"], row["there"].hours)
        for row in response.context["rows"]
    ]
    assert rows == [
        (date(2026, 11, 1), "Piazza Roma", 2),
        (date(2026, 11, 1), "Piazza Marconi", 4),
        (date(2026, 10, 1), "Piazza Roma", 1.5),
    ]
    assert response.context["sum"].hours == 7.5
    assert "2 di 3" in page
    assert "7,5" in page


def test_the_filters_of_the_page_and_its_file_are_the_same(
    roma, marconi, now, client_as
):
    outing(roma, hours=2, educators=1, kind=Kind.JOINT_PATROL)
    outing(marconi, hours=4)
    outing(roma, FRIDAY_EVENING - timedelta(days=40))
    query = "?place=piazza-roma&since=2026-11-01&until=2026-11-22&joint=on"

    page = client_as("officer").get(PAGE + query)
    lines = client_as("officer").get(EXPORT + query).getvalue().decode("utf-8-sig")

    assert [row["there"].minutes for row in page.context["rows"]] == [120]
    assert lines.splitlines()[1] == "01/11/2026;Piazza Roma;1;1;1;2;1;2,0;4,0;2,0"
    assert len(lines.splitlines()) == 2


def test_the_months_before_the_newest_three_are_folded_and_none_is_lost(
    roma, now, client_as
):
    for month in (6, 8, 9, 10, 11):
        outing(roma, datetime(2026, month, 10, 18, tzinfo=UTC))

    response = client_as("officer").get(PAGE)

    opened, folded = response.content.decode().split("presence-older", 1)
    assert [row["month"].month for row in response.context["recent"]] == [11, 10, 9]
    assert "09/2026" in opened and "08/2026" not in opened
    assert "Mesi precedenti, fino a 06/2026" in folded and "08/2026" in folded


@pytest.mark.parametrize(
    "query",
    [
        "?since=2026-11-30&until=2026-11-01",
        "?place=altrove&kind=x",
        "?since=ieri",
        "?place=%00",
        "?since=0001-01-01",
    ],
)
def test_a_wrong_filter_is_told_and_nothing_breaks(roma, now, client_as, query):
    response = client_as("officer").get(PAGE + query)

    assert response.status_code == 200
    assert "Controlla questi campi" in response.content.decode()
    assert client_as("officer").get(EXPORT + query).status_code == 302


def test_before_any_approval_the_page_says_what_to_do(roma, now, client_as):
    outing(roma, approved=False, ended=True)

    page = client_as("officer").get(PAGE).content.decode()

    assert "Nessuna uscita approvata in questo periodo" in page
    assert "1 scheda aspetta" in page


@pytest.mark.parametrize("outings", [2, 20])
def test_the_page_asks_the_same_of_the_database_for_few_outings_or_many(
    roma, now, client_as, django_assert_num_queries, outings
):
    for number in range(outings):
        outing(roma, FRIDAY_EVENING - timedelta(days=7 * number))
    client = client_as("officer")
    client.get(PAGE)

    with django_assert_num_queries(PAGE_QUERIES):
        client.get(PAGE)


PAGE_QUERIES = 9  # with the session, the person and the page frame


def test_who_takes_the_file_away_is_in_the_trail(roma, now, client_as):
    client_as("officer").get(EXPORT, {"joint": "on"})

    entry = AuditEntry.objects.get(action="intervention.export_presence")
    assert entry.after == {"filters": ["joint"]}
