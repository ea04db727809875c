"""The shift calendar: what each view shows, where it hatches, what it costs."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hotspots.models import Hotspot, place_choices
from interventions.models import Status
from interventions.planning.gaps import GAP, needy_cells
from interventions.planning.week import week_grid
from tests.interventions.factories import FRIDAY_EVENING, InterventionFactory
from tests.moments import clock_at
from tests.reports.factories import ReportFactory

FRIDAY = date(2026, 11, 20)
MONDAY = date(2026, 11, 16)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday():
    with clock_at("2026-11-18 10:00"):
        yield


def page(client, **address):
    response = client.get(reverse("intervention_calendar"), address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_week_shows_who_goes_where_and_joins_the_two_services(
    client_as, user_as, roma
):
    crew = [user_as("officer"), user_as("educator")]
    outing = InterventionFactory(hotspot=roma, crew=crew)

    shown = page(client_as("officer"))

    assert f"/interventi/{outing.code}/" in shown
    assert "PL 1" in shown and "ED 1" in shown
    assert shown.count("cal-joint") > 1  # the legend has one
    assert "19:00-21:00" in shown
    assert f'<span class="cal-names">{crew[1]}, {crew[0]}</span>' in shown or (
        f'<span class="cal-names">{crew[0]}, {crew[1]}</span>' in shown
    )


def test_an_outing_elsewhere_stands_in_the_last_row(programme):
    outing = InterventionFactory(hotspot=None)

    rows = week_grid(
        MONDAY, place_choices(Hotspot.objects.programme()), [outing], set()
    )

    assert [cell.outings for cell in rows[-1][2]][4] == [outing]
    assert all(cell.outings == [] for cell in rows[0][2])


def test_a_cancelled_outing_is_only_in_the_list(client_as, roma):
    gone = InterventionFactory(
        hotspot=roma, status=Status.CANCELLED, cancelled_because="Pioggia"
    )
    officer = client_as("officer")

    assert gone.code not in page(officer)
    assert gone.code not in page(officer, vista="mese")
    assert gone.code in page(officer, vista="elenco", dal="2026-11-16")


@pytest.mark.parametrize("view", ["settimana", "mese", "elenco"])
def test_the_filters_leave_out_the_others(client_as, user_as, roma, view):
    mine = InterventionFactory(hotspot=roma, crew=[user_as("educator")])
    other = InterventionFactory(crew=[user_as("officer")])
    educator = client_as("educator")

    for address in (
        {"persona": "me"},
        {"luogo": "piazza-roma"},
        {"servizio": "ed"},
    ):
        shown = page(educator, vista=view, **address)
        assert mine.code in shown, address
        assert other.code not in shown, address


def test_the_month_leads_to_the_months_beside_it(client_as, programme):
    shown = page(client_as("officer"), vista="mese", dal="2026-12-05")

    assert "Dicembre 2026" in shown
    assert "dal=2026-11-01" in shown and "dal=2027-01-01" in shown


def test_the_days_gone_by_of_this_week_only_are_folded(client_as, programme):
    officer = client_as("officer")

    this_week, another = page(officer), page(officer, dal="2026-11-09")

    assert "Giorni passati" in this_week and 'id="oggi"' in this_week
    assert "Giorni passati" not in another and 'id="oggi"' not in another


def test_a_day_of_the_month_counts_and_leads_to_its_list(client_as, roma):
    InterventionFactory.create_batch(2, hotspot=roma)

    shown = page(client_as("officer"), vista="mese", luogo="piazza-roma")

    link = shown.partition("vista=elenco&amp;luogo=piazza-roma&amp;dal=2026-11-20")[2]
    assert "<strong>2" in link.partition("</a>")[0]


@pytest.mark.parametrize("view", ["settimana", "mese", "elenco"])
def test_a_view_costs_the_same_with_two_rows_and_with_twenty(
    client_as, user_as, roma, view
):
    officer = client_as("officer")
    crew = [user_as("officer"), user_as("educator")]

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            page(officer, vista=view, dal="2026-11-16")
        return len(seen)

    InterventionFactory.create_batch(2, hotspot=roma, crew=crew)
    few = cost()
    InterventionFactory.create_batch(18, hotspot=roma, crew=crew)

    assert cost() == few


def report_on_fridays(hotspot, count):
    for n in range(count):
        day = FRIDAY - timedelta(weeks=1 + n % 7)
        ReportFactory(hotspot=hotspot, occurred_on=day, received_on=day)


@pytest.mark.engine
def test_a_weekday_with_many_reports_and_few_hours_is_hatched(client_as, roma):
    report_on_fridays(roma, 5)
    officer = client_as("officer")

    assert needy_cells(date(2026, 11, 18)) == {("piazza-roma", 4)}
    assert GAP in page(officer)


def test_three_reports_are_not_a_concentration(client_as, roma):
    report_on_fridays(roma, 3)

    assert GAP not in page(client_as("officer"))


def test_two_hours_planned_there_take_the_hatching_away(client_as, roma):
    report_on_fridays(roma, 5)
    InterventionFactory(hotspot=roma)  # friday evening, two hours

    assert GAP not in page(client_as("officer"))


def test_a_day_already_past_is_not_hatched(client_as, roma):
    report_on_fridays(roma, 5)

    assert GAP not in page(client_as("officer"), dal="2026-11-09")


def test_reports_older_than_eight_weeks_do_not_hatch(client_as, roma):
    for n in range(6):
        day = FRIDAY - timedelta(weeks=9 + n)
        ReportFactory(hotspot=roma, occurred_on=day, received_on=day)

    assert GAP not in page(client_as("officer"))


def test_an_empty_cell_leads_to_the_form_with_place_and_day(client_as, roma):
    officer = client_as("officer")
    address = f"{reverse('intervention_plan')}?luogo=piazza-roma&giorno=2026-11-20"

    assert address.replace("&", "&amp;") in page(officer)
    form = officer.get(address).context["form"]
    assert form["place"].value() == "piazza-roma"
    assert form["day"].value() == "2026-11-20"
    # yesterday nobody can plan
    assert "giorno=2026-11-17" not in page(officer)


@pytest.mark.parametrize(
    "address",
    [
        {"vista": "anno"},
        {"dal": "9999-12-31"},
        {"dal": "\0"},
        {"luogo": "x" * 5000},
        {"persona": "2"},
        {"vista": "elenco", "after": "IN-2026-È", "before": "x" * 999},
        {"dal": "2000-01-01"},
        {"vista": "mese", "dal": "2027-12-31"},
    ],
)
def test_a_hostile_address_gets_a_page(client_as, programme, address):
    page(client_as("officer"), **address)


def test_the_list_is_cut_and_goes_on(client_as, roma):
    for n in range(52):
        InterventionFactory(hotspot=roma, starts_at=FRIDAY_EVENING + timedelta(days=n))
    officer = client_as("officer")

    first = officer.get(reverse("intervention_calendar"), {"vista": "elenco"})
    rows = first.context["page"].rows
    following = officer.get(
        reverse("intervention_calendar"), {"vista": "elenco", "after": rows[-1].code}
    )

    assert len(rows) == 50
    assert len(following.context["page"].rows) == 2


@pytest.mark.parametrize("view", ["settimana", "mese"])
def test_a_plan_that_is_over_says_that_nobody_wrote_how_it_went(client_as, view, roma):
    outing = InterventionFactory(hotspot=roma)

    before = page(client_as("officer"), vista=view)
    with clock_at(FRIDAY_EVENING + timedelta(hours=3)):
        after = page(client_as("officer"), vista=view)

    assert "Non registrata" not in before
    assert "Non registrata" in after
    sposta = f'Sposta<span class="visually-hidden"> {outing.code}'
    assert sposta not in after and (view == "mese" or sposta in before)
