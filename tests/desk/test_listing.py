"""The list of interventions: filters, orders, pages, files; the places to go back to."""

import csv
import io
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import AuditEntry
from desk.listing import INTERVENTIONS
from desk.views import listing
from interventions.models import Intervention, Service, Status, Tally
from interventions.services.approval import approve_intervention
from tests.hotspots.factories import HotspotFactory
from tests.interventions.factories import (
    FRIDAY_EVENING,
    ActFactory,
    FollowUpFactory,
    InterventionFactory,
    TallyFactory,
)
from tests.moments import clock_at

LIST, EXPORT = "/interventi/elenco/", "/interventi/elenco/scarica/"


@pytest.fixture
def officer(client_as):
    return client_as("officer")


@pytest.fixture
def crew(user_as):
    return [user_as("officer"), user_as("educator")]


def shown(client, **query):
    response = client.get(LIST, query)
    assert response.status_code == 200
    page = response.context.get("page")
    return [row.code for row in page.rows] if page else None


def as_csv(client, **query):
    text = b"".join(client.get(EXPORT, query).streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def as_book(client, **query):
    content = b"".join(
        client.get(EXPORT, {**query, "formato": "xlsx"}).streaming_content
    )
    return load_workbook(io.BytesIO(content)).active


@pytest.mark.engine
def test_each_filter_keeps_what_it_says(officer, crew):
    place, other = HotspotFactory(slug="piazza-roma"), HotspotFactory()
    here = InterventionFactory(hotspot=place)
    InterventionFactory(hotspot=other)
    elsewhere = InterventionFactory(hotspot=None, lead=Service.EDUCATION)
    joint = InterventionFactory(crew=crew, ended=True)
    alone = InterventionFactory(crew=crew[1:], kind="mediazione")
    old = InterventionFactory(starts_at=FRIDAY_EVENING - timedelta(days=40))
    told = InterventionFactory(aim="Guardare la FONTANA")
    noted = InterventionFactory(shared_note="La fontana è spenta")
    acts = InterventionFactory()
    ActFactory.create_batch(2, intervention=acts)

    assert set(shown(officer, place="piazza-roma")) == {here.code}
    assert shown(officer, place="altro") == [elsewhere.code]
    assert shown(officer, status="da-approvare") == [joint.code]
    assert shown(officer, kind="mediazione") == [alone.code]
    assert shown(officer, joint="si") == [joint.code]
    assert joint.code not in shown(officer, joint="no")
    assert len(shown(officer, joint="no")) == 8
    assert set(shown(officer, service="ed")) == {
        elsewhere.code,
        joint.code,
        alone.code,
    }
    assert shown(officer, mine="on") == [joint.code]
    assert shown(officer, until="2026-10-31") == [old.code]
    assert old.code not in shown(officer, since="2026-11-20")
    assert set(shown(officer, q="fontana")) == {told.code, noted.code}
    assert shown(officer, q=told.code[:12].lower()) == [told.code]
    assert shown(officer, acts="on") == [acts.code]


@clock_at("2026-11-21 10:00")
def test_what_is_to_come_waits_until_it_is_asked_for(officer):
    tonight = InterventionFactory()
    later = InterventionFactory(starts_at=FRIDAY_EVENING + timedelta(days=9))

    assert shown(officer) == [tonight.code]
    assert [row[0] for row in as_csv(officer)[1:]] == [tonight.code]
    for asked in (
        {"future": "on"},
        {"since": "2026-11-20"},
        {"until": "2026-12-31"},
        {"status": "pianificato"},
    ):
        assert shown(officer, **asked) == [later.code, tonight.code], asked
    assert shown(officer, q=later.code.lower()) == [later.code]


def test_what_waits_for_my_approval_goes_when_i_gave_it(client_as, crew):
    joint = InterventionFactory(crew=crew, ended=True)
    InterventionFactory(crew=crew)  # still to come
    # of the other service, and later
    after = joint.ends_at
    InterventionFactory(crew=crew[:1], ended=True, starts_at=after)
    educator = client_as("educator")

    assert shown(educator, waiting="on") == [joint.code]
    approve_intervention(joint, by=crew[1])
    assert shown(educator, waiting="on") == []


def test_who_is_of_no_service_is_not_asked_about_their_own(client_as):
    page = client_as("coordinator").get(LIST, {"waiting": "on"}).content.decode()

    assert "da approvare da me" not in page and "in cui esco io" not in page


@pytest.mark.parametrize(
    "query",
    [
        {"q": "ab"},
        {"q": "x" * 400},
        {"q": "a\x00bc"},
        {"place": "nessuno"},
        {"status": "'"},
        {"since": "ieri"},
        {"since": "9999-12-31"},
        {"since": "2026-11-20", "until": "2026-11-19"},
        {"order": "code"},
    ],
)
def test_a_filter_nobody_could_have_chosen_is_a_sentence(officer, query):
    assert shown(officer, **query) is None
    assert officer.get(EXPORT, query).status_code == 302


@pytest.mark.parametrize("order", [name for name, _ in INTERVENTIONS.order_choices])
@pytest.mark.engine
def test_pages_forwards_and_backwards_show_each_once(order, db):
    place = HotspotFactory()
    for number in range(7):
        InterventionFactory(
            hotspot=[place, None][number % 2],
            starts_at=FRIDAY_EVENING - timedelta(days=number // 2),
            kind=["presidio", "controllo"][number // 4],
        )
    rows = Intervention.objects.all()
    expected = list(INTERVENTIONS.in_order(rows, order))

    page = INTERVENTIONS.cut_page(rows, order, size=2)
    forwards = list(page.rows)
    while page.has_next:
        page = INTERVENTIONS.cut_page(rows, order, after=page.last, size=2)
        forwards += page.rows
    backwards = list(page.rows)
    while page.has_previous:
        page = INTERVENTIONS.cut_page(rows, order, before=page.first, size=2)
        backwards = page.rows + backwards

    assert forwards == expected and backwards == expected


def test_a_page_costs_the_same_with_more_rows(officer, crew):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            officer.get(LIST)
        return len(asked)

    InterventionFactory.create_batch(2, crew=crew)
    few = cost()
    InterventionFactory.create_batch(18, crew=crew)

    assert cost() == few


def test_the_address_of_the_next_page_keeps_the_filters(officer):
    InterventionFactory.create_batch(51)

    page = officer.get(LIST, {"kind": "presidio"})

    last = page.context["page"].last.code
    assert f"?kind=presidio&amp;after={last}" in page.content.decode()
    assert len(shown(officer, kind="presidio", after=last)) == 1
    assert len(shown(officer, after="'; --")) == 50


# --- Files
@pytest.fixture
def full(crew):
    outing = InterventionFactory(
        ended=True,
        crew=crew,
        hotspot=HotspotFactory(name="=Piazza Roma"),
        shared_note="Solo sulla pagina",
    )
    TallyFactory(intervention=outing, count=3)
    TallyFactory(intervention=outing, people="giovani", count=4)
    TallyFactory(intervention=outing, what=Tally.What.CHECK, count=2)
    ActFactory.create_batch(2, intervention=outing)
    approve_intervention(outing, by=crew[0])
    return outing


@pytest.mark.engine
def test_the_file_adds_up_each_intervention_once(officer, full):
    header, row = as_csv(officer)
    cells = dict(zip(header, row, strict=True))

    assert cells["Codice"] == full.code and cells["Giorno"] == "20/11/2026"
    assert cells["Luogo"] == "'=Piazza Roma" and cells["Congiunto"] == "sì"
    assert (cells["Contatti"], cells["Mediazioni"], cells["Controlli"]) == (
        "7",
        "0",
        "2",
    )
    assert (cells["Atti"], cells["Approvazioni"]) == ("2", "1")
    assert cells["Ore agenti"] == "2,0"
    assert "Solo sulla pagina" not in str(row) and "demo" not in str(row)


def test_a_book_holds_real_days_moments_and_numbers(officer, full):
    header, row = as_book(officer).iter_rows()
    cells = {name.value: cell for name, cell in zip(header, row, strict=True)}

    assert cells["Giorno"].value == datetime(2026, 11, 20)
    assert cells["Inizio"].value == datetime(2026, 11, 20, 19, 0)
    assert cells["Inizio"].number_format == "dd/mm/yyyy hh:mm"
    assert cells["Contatti"].value == 7 and cells["Ore agenti"].value == 2
    assert cells["Luogo"].value == "'=Piazza Roma"
    assert cells["Luogo"].data_type == "s"


def test_a_file_holds_what_is_shown_in_the_order_shown(officer):
    old = InterventionFactory(starts_at=FRIDAY_EVENING - timedelta(days=2))
    new = InterventionFactory()
    InterventionFactory(kind="controllo")

    codes = [row[0] for row in as_csv(officer, kind="presidio", order="-newest")[1:]]

    assert codes == [old.code, new.code]
    book = as_book(officer, kind="presidio", order="-newest")
    assert [row[0].value for row in book.iter_rows(min_row=2)] == codes


def test_the_trail_keeps_the_names_of_the_filters_without_their_values(officer):
    officer.get(EXPORT, {"q": "fontana", "formato": "csv"})

    entry = AuditEntry.objects.get(action="intervention.export")
    assert entry.after == {"filters": ["q"]}


def test_a_book_too_long_leads_back_with_a_sentence(officer, monkeypatch):
    monkeypatch.setattr(listing, "MOST_ROWS", 1)
    InterventionFactory.create_batch(2)

    response = officer.get(EXPORT, {"formato": "xlsx"}, follow=True)

    assert "scegli un periodo più breve" in response.content.decode()
    assert len(as_csv(officer)) == 3


# --- Places to go back to
@pytest.mark.engine
def test_the_open_tasks_are_listed_the_nearest_first_and_late_ones_marked(officer):
    today = timezone.localdate()
    soon = FollowUpFactory(due_on=today + timedelta(days=3))
    late = FollowUpFactory(due_on=today - timedelta(days=1))
    FollowUpFactory(due_on=today, done_at=timezone.now())

    page = officer.get(reverse("follow_up_list"))

    assert page.context["page"].rows == [late, soon]
    assert page.content.decode().count("in ritardo") == 1


def test_a_task_done_leaves_the_list(officer, user_as):
    task = FollowUpFactory(due_on=date(2026, 11, 27))

    page = officer.post(reverse("follow_up_done", args=[task.pk]), follow=True)

    assert "non è più tra quelli da ricontrollare" in page.content.decode()
    assert page.context["page"].rows == []
    task.refresh_from_db()
    assert task.done_by == user_as("officer")


def test_a_number_no_task_has_is_not_there(officer):
    assert officer.post(reverse("follow_up_done", args=["9" * 40])).status_code == 404
    assert (
        officer.get(reverse("follow_up_list"), {"after": "9" * 40}).status_code == 200
    )


def test_the_tasks_cost_the_same_with_more_rows(officer):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            officer.get(reverse("follow_up_list"))
        return len(asked)

    FollowUpFactory.create_batch(2)
    few = cost()
    FollowUpFactory.create_batch(18)

    assert cost() == few


def test_states_are_all_offered(officer):
    page = officer.get(LIST).content.decode()

    assert all(status.label in page for status in Status)


def test_a_word_out_of_a_list_is_refused_by_naming_the_filter(client_as):
    page = client_as("officer").get(
        reverse("intervention_list"), {"kind": "parata", "since": "ieri"}
    )

    text = page.content.decode()
    assert "“Tipo”: Scegli una voce dell’elenco." in text and "parata è" not in text
    assert "“Dal”: Scrivi la data così: 22/11/2026." in text
    assert "data-open-when-wide open>" in text


def test_filters_in_use_stay_closed_and_counted(client_as):
    text = (
        client_as("officer")
        .get(reverse("intervention_list"), {"kind": "presidio"})
        .content.decode()
    )

    assert "Filtri: 1 in uso" in text and "data-open-when-wide open>" not in text
