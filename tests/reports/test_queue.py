import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEntry
from listing.paging import COUNT_LIMIT
from reports.listing import QUEUE
from reports.models import Outcome, Report, Status
from tests.accounts.factories import UserFactory
from tests.hotspots.factories import HotspotFactory
from tests.reports.factories import CategoryFactory, ReportFactory

URL = "/operatori/segnalazioni/"


@pytest.fixture
def officer(client_as):
    return client_as("officer")


def shown(client, **query):
    response = client.get(URL, query)
    assert response.status_code == 200
    page = response.context.get("page")
    return [row.code for row in page.rows] if page else None


@pytest.fixture
def many(db):
    """Seven reports with ties and empty places, so that an order must break them."""
    place, other = HotspotFactory(), HotspotFactory()
    now = timezone.now()
    for number, hotspot in enumerate([place, None, other, place, None, place, other]):
        ReportFactory(
            hotspot=hotspot,
            received_at=now - timedelta(days=number // 2),
            due_on=timezone.localdate() + timedelta(days=number // 3),
            priority=1 + number % 3,
        )
    return Report.objects.all()


@pytest.mark.parametrize("order", [name for name, _ in QUEUE.order_choices])
@pytest.mark.engine
def test_pages_forwards_and_backwards_show_each_report_once(order, many):
    expected = list(QUEUE.in_order(many, order))

    forwards, page = [], QUEUE.cut_page(many, order, size=2)
    pages = [page]
    forwards += page.rows
    while page.has_next:
        page = QUEUE.cut_page(many, order, after=page.rows[-1], size=2)
        pages.append(page)
        forwards += page.rows
    assert forwards == expected
    assert not pages[0].has_previous

    backwards = pages[-1].rows
    page = pages[-1]
    while page.has_previous:
        page = QUEUE.cut_page(many, order, before=page.rows[0], size=2)
        backwards = page.rows + backwards
    assert backwards == expected


def test_results_are_counted_up_to_a_limit(db, django_assert_num_queries):
    ReportFactory.create_batch(3)
    with django_assert_num_queries(2) as queries:
        page = QUEUE.cut_page(Report.objects.all(), "received")

    assert page.count == 3 and not page.count_is_capped
    assert f"LIMIT {COUNT_LIMIT + 1}" in queries[0]["sql"]


@pytest.mark.engine
def test_the_queue_opens_on_what_must_be_answered_first(officer):
    today = timezone.localdate()
    later = ReportFactory(due_on=today + timedelta(days=20))
    late = ReportFactory(due_on=today - timedelta(days=2))
    soon = ReportFactory(due_on=today + timedelta(days=1))
    ReportFactory(closed=True, due_on=today - timedelta(days=9))

    page = officer.get(URL)

    assert [row.code for row in page.context["page"].rows] == [
        late.code,
        soon.code,
        later.code,
    ]
    assert "1 in ritardo" in page.content.decode()


def test_what_is_finished_opens_on_the_newest(officer):
    old = ReportFactory(closed=True, received_at=timezone.now() - timedelta(days=3))
    new = ReportFactory(closed=True)

    assert shown(officer, status="chiusa") == [new.code, old.code]
    assert len(shown(officer, status="tutte")) == 2


@pytest.mark.engine
def test_each_filter_keeps_what_it_says(officer, user_as):
    place = HotspotFactory(slug="piazza-roma")
    green = CategoryFactory(code="verde")
    today = timezone.localdate()
    here = ReportFactory(hotspot=place)
    sorted_out = ReportFactory(category=green)
    urgent = ReportFactory(priority=1)
    late = ReportFactory(due_on=today - timedelta(days=2))
    mine = ReportFactory(status=Status.IN_CHARGE, in_charge_of=user_as("officer"))
    old = ReportFactory(received_at=timezone.now() - timedelta(days=40), due_on=today)
    told = ReportFactory(subject="Fontana spenta", details="Da lunedì è ASCIUTTA")
    elsewhere = {r.code for r in (sorted_out, urgent, late, mine, old, told)}

    assert shown(officer, place="piazza-roma") == [here.code]
    assert set(shown(officer, place="altro")) == elsewhere
    assert shown(officer, category="verde") == [sorted_out.code]
    assert shown(officer, priority="1") == [urgent.code]
    assert shown(officer, late="on") == [late.code]
    assert shown(officer, mine="on") == [mine.code]
    assert shown(officer, q="fontana") == [told.code]
    assert shown(officer, q="asciutta") == [told.code]
    assert shown(officer, q=told.code.lower()) == [told.code]
    day = old.received_on.isoformat()
    assert shown(officer, since=day, until=day) == [old.code]


@pytest.mark.engine
def test_what_is_late_comes_by_its_date_unless_asked_otherwise(officer):
    today = timezone.localdate()
    a_week = ReportFactory(due_on=today - timedelta(days=7)).code
    a_day = ReportFactory(due_on=today - timedelta(days=1)).code

    assert shown(officer, late="on") == [a_week, a_day]
    assert shown(officer, late="on", order="-due") == [a_day, a_week]


def test_a_late_report_is_told_in_words(officer):
    ReportFactory(due_on=timezone.localdate() - timedelta(days=2))

    assert "in ritardo di 2 giorni" in officer.get(URL).content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "status=x", "place=%00", "category=%27%3B--", "priority=99999999999999999999",
        "q=ab", "q=%00%00%00", "since=0001-01-01", "until=9999-12-31", "since=ieri",
        "since=2026-11-20&until=2026-11-01", "order=pk", "order=-",
    ],
)  # fmt: skip
def test_a_filter_that_cannot_be_is_refused_beside_its_field(officer, query):
    ReportFactory()
    response = officer.get(f"{URL}?{query}")

    assert response.status_code == 200
    assert response.context["form"].errors
    assert "page" not in response.context


@pytest.mark.parametrize(
    "query",
    [
        "after=%00", "after=CR-2026-AAAAAA", "before=../../x", "preview=%F0%9F%9A%A8",
        "after[]=1", "page=999999999999999999999", "status=&status=", "q=%E2%80%AE%25_x",
        "preview=" + "A" * 5000,
    ],
)  # fmt: skip
@pytest.mark.engine
def test_a_hostile_address_shows_a_page(officer, query):
    ReportFactory()
    assert officer.get(f"{URL}?{query}").status_code == 200


@pytest.mark.engine
def test_a_joker_in_the_search_is_only_a_sign(officer):
    ReportFactory(subject="Sconto 100% in vetrina")
    ReportFactory(subject="Panchina rotta")

    assert len(shown(officer, q="100%")) == 1
    assert shown(officer, q="%%%") == []


def test_the_count_of_queries_does_not_grow_with_the_rows(
    officer, django_assert_max_num_queries
):
    def queries():
        with django_assert_max_num_queries(30) as asked:
            officer.get(URL, {"status": "tutte", "order": "place"})
        return len(asked)

    ReportFactory.create_batch(2)
    two = queries()
    ReportFactory.create_batch(18, hotspot=HotspotFactory())
    assert queries() == two


def test_the_next_page_keeps_the_filters(officer):
    ReportFactory.create_batch(53)
    response = officer.get(URL, {"status": "ricevuta", "order": "-received"})
    last = response.context["page"].last

    page = response.content.decode()
    assert f"?status=ricevuta&amp;order=-received&amp;after={last}" in page
    assert len(shown(officer, status="ricevuta", order="-received", after=last)) == 3


PHONE = {"User-Agent": "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Mobile/15E148"}


def test_on_a_phone_a_page_has_twenty_cards_and_none_is_lost(officer):
    ReportFactory.create_batch(45)
    seen, query = [], {}
    for expected in (20, 20, 5):
        page = officer.get(URL, query, headers=PHONE).context["page"]
        assert len(page.rows) == expected
        seen += [row.code for row in page.rows]
        query = {"after": page.last.code}

    assert len(set(seen)) == 45
    assert not page.has_next
    back = officer.get(URL, {"before": page.first.code}, headers=PHONE)
    assert [row.code for row in back.context["page"].rows] == seen[20:40]
    assert len(officer.get(URL).context["page"].rows) == 45


def test_a_row_begins_with_what_may_be_done_first(officer):
    new = ReportFactory()
    who = UserFactory()
    taken = ReportFactory(status=Status.IN_CHARGE, in_charge_of=who)

    page = officer.get(URL).content.decode()

    begin = f'href="{URL}{new.code}/#take_charge">Prendi in carico'
    assert begin in page
    assert page.index(begin) < page.index(f'href="{URL}{new.code}/" data-open')
    assert f'href="{URL}{taken.code}/#take_charge"' not in page


def test_the_empty_queue_says_what_to_do(officer):
    assert "Nessuna segnalazione aperta" in officer.get(URL).content.decode()
    page = officer.get(URL, {"late": "on"}).content.decode()
    assert "Nessuna segnalazione con questi filtri" in page
    assert "Rimuovi tutti i filtri" in page


def test_the_preview_by_htmx_is_the_one_of_the_whole_page(officer):
    report = ReportFactory(subject="<script>alert(1)</script>")
    query = {"preview": report.code}

    whole = officer.get(URL, query).content.decode()
    part = officer.get(URL, query, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in part and part.strip() in whole
    assert "<script>alert" not in part and "&lt;script&gt;alert" in part


# --- The export


def export(client, **query):
    response = client.get(f"{URL}esporta/", query)
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return response, list(csv.reader(io.StringIO(text), delimiter=";"))


def test_the_export_holds_what_is_shown_and_nothing_personal(officer):
    report = ReportFactory(
        status=Status.CLOSED, outcome=Outcome.SOLVED, email="chi@example.org"
    )
    ReportFactory()

    response, rows = export(officer, status="chiusa")

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    assert rows[0][0] == "Codice" and len(rows) == 2
    assert rows[1][0] == report.code and rows[1][-1] == "Problema risolto"
    text = str(rows)
    for private in ("chi@example.org", report.details, report.subject, "10.02"):
        assert private not in text


def test_the_export_leaves_a_trace(officer):
    export(officer, q="Rossi")

    entry = AuditEntry.objects.get(action="report.export")
    assert entry.after == {"filters": ["q"]}


def test_the_export_of_wrong_filters_leads_back_to_them(officer):
    response = officer.get(f"{URL}esporta/?since=ieri")

    assert response.status_code == 302
    assert response.url == f"{URL}?since=ieri"
