"""Every figure of people, turns and minutes, against a recount of the rows, minute by minute."""

import csv
from datetime import timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from desk.feed import write_calendar
from desk.pdf.day import day_data
from desk.pdf.month import month_data
from desk.presence import presence
from desk.turns import initials_of, rows_of
from indicators.measures import street
from indicators.models import Measure
from interventions.models import CrewMember, Intervention, Service, Status, Tally
from interventions.services import merging
from interventions.services.approval import approve_intervention
from interventions.services.planning import cancel_intervention
from tests.accounts.factories import UserFactory
from tests.hotspots.factories import HotspotFactory
from tests.interventions.factories import (
    FRIDAY_EVENING,
    InterventionFactory,
    TallyFactory,
)

DAY = FRIDAY_EVENING.date()


@pytest.fixture
def people(officer, educator):
    return officer, UserFactory(role=officer.role), educator


@pytest.fixture(autouse=True)
def morning_after(stop_clock):
    stop_clock(FRIDAY_EVENING + timedelta(hours=15))


@pytest.fixture(autouse=True)
def evening(morning_after, people):
    """One outing told twice and merged, one at the same hours kept apart, one cancelled, one more."""
    officer, colleague, educator = people
    square, park = HotspotFactory.create_batch(2)

    def lay(place, minutes, lasts, crew, contacts):
        starts_at = FRIDAY_EVENING + timedelta(minutes=minutes)
        row = InterventionFactory(
            ended=True,
            hotspot=place,
            crew=crew,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=lasts),
        )
        TallyFactory(intervention=row, count=contacts)
        return row

    told = lay(square, 0, 120, [officer, educator], 5)
    again = lay(square, 5, 120, [educator, colleague], 7)
    apart = lay(park, 60, 120, [officer], 3)
    off = lay(square, 10, 90, [UserFactory(role=officer.role)], 9)
    later = lay(park, 240, 90, [colleague], 1)
    merging.merge_outings(told, other=again, by=officer)
    merging.keep_apart(apart, other=told, reason="Ha cambiato pattuglia", by=officer)
    cancel_intervention(off, because="Mai fatta", by=officer)
    for row in Intervention.objects.filter(pk__in=[told.pk, apart.pk, later.pk]):
        approve_intervention(row, by=officer)
        if row.pk == told.pk:
            approve_intervention(row, by=educator)


class Recount:
    """What the rows say, with no sum of the portal."""

    def __init__(self):
        self.turns, self.minutes = (
            dict.fromkeys(Service, 0),
            {one: set() for one in Service},
        )
        self.there, self.of = set(), {}
        approved = CrewMember.objects.filter(intervention__status=Status.APPROVED)
        for member in approved.select_related("intervention"):
            row = member.intervention
            first, last = (
                moment.timestamp() // 60 for moment in (row.starts_at, row.ends_at)
            )
            span = range(int(first), int(last))
            self.turns[member.service] += 1
            self.minutes[member.service] |= {(member.person_id, one) for one in span}
            self.there |= {(row.hotspot_id, one) for one in span}
        tallies = Tally.objects.filter(intervention__status=Status.APPROVED)
        self.contacts = sum(line.count for line in tallies)

    def hours(self, service):
        return pytest.approx(len(self.minutes[service]) / 60, abs=0.06)


def sums(client, name, **wanted):
    """Return a function that sums a column of a CSV, read as an Italian sheet does."""
    text = client.get(reverse(name), wanted).getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines(), delimiter=";"))
    assert rows
    return lambda column: sum(float(row[column].replace(",", ".")) for row in rows)


def test_the_recount_itself_is_of_one_evening():
    counted = Recount()

    assert counted.turns == {"pl": 4, "ed": 1} and counted.contacts == 16
    assert [len(counted.minutes[one]) for one in Service] == [125 + 55 + 125 + 90, 125]


def test_presence_counts_as_the_rows_do():
    counted, there = Recount(), presence(Intervention.objects.all())

    assert (
        (there.officer_turns, there.educator_turns)
        == (4, 1)
        == (
            counted.turns["pl"],
            counted.turns["ed"],
        )
    )
    assert there.officer_minutes == len(counted.minutes["pl"])
    assert there.educator_minutes == len(counted.minutes["ed"])
    assert there.minutes == len(counted.there)


def test_the_sheet_of_the_presence_counts_as_the_rows_do(client_as):
    counted = Recount()
    column = sums(client_as("coordinator"), "presence_export", since=DAY, until=DAY)

    assert column("Turni Polizia Locale") == counted.turns["pl"]
    assert column("Turni educatori") == counted.turns["ed"]
    assert column("Ore-persona Polizia Locale") == counted.hours("pl")
    assert column("Ore di presenza") == pytest.approx(len(counted.there) / 60, abs=0.1)


def test_the_sheet_of_the_list_counts_as_the_rows_do_also_with_what_is_none(client_as):
    counted = Recount()
    column = sums(client_as("coordinator"), "intervention_export", q="IN-2026")

    assert column("Agenti") == counted.turns["pl"]
    assert column("Educatori") == counted.turns["ed"]
    assert column("Ore agenti") == counted.hours("pl")
    assert column("Ore educatori") == counted.hours("ed")
    assert column("Contatti") == counted.contacts


@pytest.mark.parametrize("service", Service)
def test_the_month_of_a_service_counts_as_the_rows_do(service, user_as):
    first = DAY.replace(day=1)
    figures = month_data(first, DAY, service, user=user_as("coordinator"))
    totals = dict(figures["totals"])

    counted = Recount()
    assert int(totals["Turni del servizio"]) == counted.turns[service]
    hours = totals["Ore di lavoro delle persone del servizio"].replace(",", ".")
    assert float(hours) == counted.hours(service)


def test_the_measures_of_the_dashboard_count_as_the_rows_do():
    counted, measured = Recount(), street.count(None)

    def total(measure, category=""):
        found = measured[measure].items()
        return sum(value for (_, _, of), value in found if of == category)

    assert total(Measure.TURNS) == sum(counted.turns.values())
    assert total(Measure.TURNS, "pl") == counted.turns["pl"]
    assert total(Measure.PRESENCE) == len(counted.there)
    assert total(Measure.PRESENCE, "pl") == len(counted.minutes["pl"])
    assert total(Measure.CONTACTS) == counted.contacts


def test_the_month_of_turns_gives_nobody_a_minute_twice(people):
    outings = Intervention.objects.live().for_calendar()
    initials = initials_of({outing.hotspot for outing in outings})

    rows = rows_of(DAY.replace(day=1), people, outings, initials)

    counted = Recount()
    for row in rows:
        of = [
            m for one in Service for m in counted.minutes[one] if m[0] == row.person.pk
        ]
        assert row.minutes == len(of) == sum(minutes for _, minutes, _ in row.weeks)


def test_the_paper_of_the_day_tells_what_was_merged_once(user_as):
    outings = day_data(DAY, user=user_as("coordinator"))["outings"]
    shown = [dict(outing["facts"])["Scheda"] for outing in outings]

    live = Intervention.objects.exclude(status=Status.MERGED)
    assert shown == [row.code for row in live.order_by("starts_at", "pk")]


def test_a_calendar_takes_away_what_was_merged(people):
    absorbed = Intervention.objects.get(status=Status.MERGED)

    events = Calendar.from_ical(write_calendar(people[1])).walk("VEVENT")

    said = {str(event["uid"]): str(event["status"]) for event in events}
    assert said.pop(f"{absorbed.code}@interventi") == "CANCELLED"
    assert set(said.values()) == {"CONFIRMED"}
