"""The page of the trail: filters, sentences, pages, export."""

import csv
import html
import io
import re
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from accounts.models import AuditEntry
from accounts.trail import NEWEST, sentences, words
from listing.filters import FilterForm
from listing.paging import COUNT_LIMIT, in_order
from tests.accounts.factories import AuditEntryFactory, RoleFactory, UserFactory
from tests.reports.factories import CategoryFactory, ReportFactory

LIST = "/operatori/registro/"
EXPORT = "/operatori/registro.csv"
TAKEN = "accounts.trail_exported"


@pytest.fixture
def admin(client_as):
    return client_as("admin")


def exported(admin, **filters):
    """Return the rows of the file, without the one that says it was taken."""
    response = admin.get(EXPORT, filters)
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = csv.reader(io.StringIO(text), delimiter=";")
    return [row for row in rows if row[3] != TAKEN]


def test_an_entry_reads_as_a_sentence(admin):
    RoleFactory(code="educator", label="Educatore territoriale")
    AuditEntryFactory(
        actor=UserFactory(full_name="Lucia Rossi"),
        target_id=str(UserFactory(full_name="Marco Verdi").pk),
        before={"role": "officer"},
        after={"role": "educator"},
    )

    page = admin.get(LIST).content.decode()

    assert "Lucia Rossi" in page
    assert sentences()["accounts.role_changed"] in page
    assert "persona Marco Verdi" in page
    assert "ruolo: Officer → Educatore territoriale" in page


def test_what_a_row_points_at_is_read_by_its_name(admin):
    category = CategoryFactory(label="Rumori di notte")
    report = ReportFactory(category=category)
    after = {"category": category.pk, "in_charge_of": 10**30}
    AuditEntryFactory(
        action="report.triage",
        target_type="reports.report",
        target_id=str(report.pk),
        after=after,
    )

    page = admin.get(LIST).content.decode()

    assert "categoria: (vuoto) → Rumori di notte" in page


def test_an_unknown_action_on_an_unknown_thing_is_shown_as_it_is(admin):
    AuditEntryFactory(
        action="press.confirmed",
        target_type="press.item",
        target_id="7",
        after={"seen": True},
    )

    page = admin.get(LIST).content.decode()

    assert "press.confirmed" in page
    assert "press.item 7" in page
    assert "seen: (vuoto) → sì" in page


@pytest.mark.parametrize(
    "target", ["", "nessuno", str(10**30), "-1", "1e30", "7\u0660"]
)
@pytest.mark.parametrize("kind", ["reports.report", "jobs.jobrun", "reports.draft"])
def test_a_row_about_what_no_key_can_be_is_read_all_the_same(admin, kind, target):
    AuditEntryFactory(action="report.read", target_type=kind, target_id=target)
    AuditEntryFactory(before={"role": ["officer"]}, after={"role": {"odd": 10**30}})

    page = admin.get(LIST)

    assert page.status_code == 200
    assert sentences()["report.read"] in html.unescape(page.content.decode())


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, {"901", "902", "903"}),
        ({"action": "accounts.signed_in"}, {"902"}),
        ({"since": "2026-03-02"}, {"902", "903"}),
        ({"until": "2026-03-02"}, {"901", "902"}),
        ({"since": "2026-03-02", "until": "02/03/2026"}, {"902"}),
    ],
)
@pytest.mark.engine
def test_the_filters_choose_by_action_and_by_days_of_rome(admin, filters, found):
    # 23:30 in UTC on the 1st is already the 2nd in Rome
    AuditEntryFactory(target_id="901", at=datetime(2026, 3, 1, 12, tzinfo=UTC))
    AuditEntryFactory(
        target_id="902",
        action="accounts.signed_in",
        at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC),
    )
    AuditEntryFactory(target_id="903", at=datetime(2026, 3, 2, 23, 30, tzinfo=UTC))

    rows = exported(admin, **filters)[1:]

    assert {row[4].split()[-1] for row in rows} == found


def test_the_filter_by_person_shows_only_that_person(admin):
    one, other = AuditEntryFactory(), AuditEntryFactory()

    page = admin.get(LIST, {"actor": one.actor.pk}).content.decode()

    assert f'<td data-label="Chi">{one.actor_label}' in page
    assert f'<td data-label="Chi">{other.actor_label}' not in page


@pytest.mark.parametrize(
    ("filters", "sentence"),
    [
        ({"since": "ieri"}, "Scrivi la data così"),
        ({"since": "0001-01-01"}, "Scrivi una data tra il 2000"),
        ({"until": "9999-12-31"}, "Scrivi una data tra il 2000"),
        ({"actor": "9223372036854775808"}, "Questa persona non c’è"),
        (
            {"since": "2026-03-02", "until": "2026-03-01"},
            "La fine del periodo viene prima dell’inizio",
        ),
        ({"actor": "999999"}, "Questa persona non c’è"),
        ({"action": "x"}, "Questa azione non c’è"),
    ],
)
def test_a_wrong_filter_is_said_and_nothing_is_shown(admin, filters, sentence):
    AuditEntryFactory()

    page = admin.get(LIST, filters).content.decode()

    assert sentence in page
    assert "Nessuna riga" in page
    assert admin.get(EXPORT, filters).status_code == 302


def followed(admin, page, way):
    link = re.search(rf'rel="{way}" href="([^"]+)"', page)
    return link and admin.get(LIST + html.unescape(link[1])).content.decode()


def test_the_pages_show_each_entry_once_forwards_and_back_with_the_filters(admin):
    actor = UserFactory()
    same_moment = datetime(2026, 3, 1, tzinfo=UTC)
    for number in range(1001, 1121):
        AuditEntryFactory(
            pk=number, actor=actor, at=same_moment, target_id=str(90000 + number)
        )
    AuditEntryFactory()

    first = admin.get(LIST, {"actor": actor.pk}).content.decode()
    second = followed(admin, first, "next")
    third = followed(admin, second, "next")

    shown = re.findall(r"persona (9\d{4})\b", first + second + third)
    assert shown == [str(number) for number in range(91120, 91000, -1)]
    assert followed(admin, first, "prev") is None
    assert followed(admin, third, "next") is None
    assert (
        re.findall(r"persona (9\d{4})\b", followed(admin, third, "prev"))
        == shown[50:100]
    )
    assert "120 righe" in third


def test_a_page_costs_the_same_whatever_the_length(admin, django_assert_num_queries):
    actor = UserFactory()
    AuditEntryFactory.create_batch(2, actor=actor)
    with django_assert_num_queries(10):
        admin.get(LIST, {"actor": actor.pk})
    AuditEntryFactory.create_batch(60, actor=actor)
    with django_assert_num_queries(10) as queries:
        admin.get(LIST, {"actor": actor.pk})

    assert any(f"LIMIT {COUNT_LIMIT + 1}" in query["sql"] for query in queries)
    assert not any("OFFSET" in query["sql"] for query in queries)


@pytest.mark.parametrize("number", ["x", "-1", "²", "0", "9" * 40])
def test_a_wrong_number_in_the_address_opens_the_first_page(admin, number):
    entry = AuditEntryFactory(target_id="90001")

    for parameter in ("after", "before"):
        page = admin.get(LIST, {parameter: number}).content.decode()
        assert entry.actor_label in page


def test_past_the_end_is_the_first_page(admin):
    entry = AuditEntryFactory()

    page = admin.get(LIST, {"actor": entry.actor.pk, "after": entry.pk})

    assert entry.actor_label in page.content.decode().split("<tbody>")[1]


@pytest.mark.parametrize(
    ("filters", "index"),
    [
        ({}, "audit_newest"),
        ({"actor": 1}, "audit_by_actor"),
        ({"actions": ["report.read"]}, "audit_by_action"),
    ],
)
def test_a_page_is_read_from_an_index_without_sorting(db, filters, index):
    people = UserFactory.create_batch(20)
    AuditEntry.objects.bulk_create(
        AuditEntry(
            at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number),
            actor=people[number % 20],
            action=f"report.{number % 20}" if number % 20 else "report.read",
        )
        for number in range(2000)
    )
    if connection.vendor == "postgresql":  # which chooses by what it knows of the rows
        with connection.cursor() as planner:
            planner.execute("ANALYZE accounts_auditentry")
            for way in ("seqscan", "bitmapscan", "sort"):
                planner.execute(f"SET LOCAL enable_{way} = off")
    if "actor" in filters:
        filters = {"actor": people[0]}
    cursor = AuditEntry(pk=7, at=datetime(2026, 3, 1, tzinfo=UTC))
    found = AuditEntry.objects.matching(**filters)
    plan = in_order(found.filter(at__lte=cursor.at), NEWEST)[:51].explain()

    assert index in plan
    assert "TEMP B-TREE" not in plan and "Sort" not in plan


def test_the_export_is_harmless_in_a_spreadsheet(admin):
    AuditEntryFactory(
        actor=UserFactory(full_name="=HYPERLINK(1)"),
        action="+cmd",
        after={"=A1": "ok"},
    )

    heading, row = exported(admin)

    assert heading[0] == "Quando"
    assert row[1] == "'=HYPERLINK(1)"
    assert row[2] == "'+cmd"
    assert row[6] == "'=A1: ok"


def test_who_takes_the_trail_away_is_in_it(admin):
    exported(admin, since="2026-03-02")

    entry = AuditEntry.objects.get(action=TAKEN)
    assert entry.after == {"filters": ["since"]}


def test_the_export_is_named_by_its_day(admin):
    response = admin.get(EXPORT)

    assert 'filename="registro-' in response["Content-Disposition"]
    assert response["Content-Type"] == "text/csv; charset=utf-8"


def test_every_recorded_action_has_a_sentence_and_every_sentence_an_action():
    call = r'\b(?:record|record_and_tell|write|take_step|audit_change)\((?:[^"()]|\([^()]*\))*"([a-z]+\.[a-z_]+)"'
    code = "".join(
        path.read_text()
        for app in settings.OUR_APPS
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if path.name != "apps.py"
    )
    recorded = set(re.findall(call, code))

    assert "accounts.role_changed" in recorded
    assert recorded - set(sentences()) == set()
    configs = apps.get_app_configs()
    former = {one for app in configs for one in getattr(app, "former_trail", {})}
    assert {one for one in sentences() if f'"{one}"' not in code} == former


def test_each_app_words_its_own_actions():
    worded = [config for config in apps.get_app_configs() if hasattr(config, "trail")]

    assert {config.label for config in worded} == {
        "accounts",
        "board",
        "forces",
        "hotspots",
        "interventions",
        "notebooks",
        "referrals",
        "reports",
    }
    for config in worded:
        assert {action.split(".")[0] for action in config.trail} <= {
            config.label,
            config.label.removesuffix("s"),
        }


def test_the_entries_about_one_thing_are_found_by_its_code(admin):
    report = ReportFactory()
    AuditEntryFactory(target_type="reports.report", target_id=str(report.pk))
    AuditEntryFactory(target_type="reports.report", target_id="0")

    found = exported(admin, code=report.code.lower())[1:]
    none = admin.get(LIST, {"code": "CR-0000-XXXXXX"}).content.decode()

    assert [report.code in row[4] for row in found] == [True]
    assert "Nessuna riga" in none


def test_days_and_the_filters_of_an_export_are_said_in_italian(admin):
    AuditEntryFactory(
        action="intervention.copy_week",
        after={"from": "2026-03-02", "filters": ["status", "place"]},
    )

    page = admin.get(LIST).content.decode()

    assert "dalla settimana del: (vuoto) → 02/03/2026" in page
    assert "filtri: (vuoto) → stato, luogo" in page


def test_a_restore_is_told_with_the_moment_and_the_head_of_its_copy(admin):
    AuditEntryFactory(
        action="accounts.backup_restored",
        after={"made_at": "2026-12-01T02:10:00+00:00", "head": "7 abc"},
    )

    page = html.unescape(admin.get(LIST).content.decode())

    assert "Ha ripristinato i dati da una copia di sicurezza" in page
    assert "copia delle: (vuoto) → 01/12/2026 03:10" in page
    assert "impronta del registro nella copia: (vuoto) → 7 abc" in page


def test_every_filter_has_a_word_for_the_trail():
    import_module(settings.ROOT_URLCONF)  # and with it the forms of every app

    filters = {
        name for form in FilterForm.__subclasses__() for name in form.base_fields
    }

    assert filters > {"status", "since"}
    assert filters - {"order"} <= set(words())


def test_what_people_wrote_is_shown_as_they_wrote_it(admin):
    """A text that looks like a day, or like one of our words, is neither."""
    words_of_people = {"title": "2026-02-30", "aliases": ["from", "kind"]}
    AuditEntryFactory(
        target_type="hotspots.event", target_id="1", after=words_of_people
    )

    page = admin.get(LIST).content.decode()

    assert "(vuoto) → 2026-02-30" in page
    assert "(vuoto) → from, kind" in page


@pytest.mark.parametrize("code", ["{}", "{} ", "\u200b{}"])
@pytest.mark.engine
def test_a_code_is_found_however_it_was_typed(admin, code):
    report = ReportFactory()
    AuditEntryFactory(target_type="reports.report", target_id=str(report.pk))

    rows = exported(admin, code=code.format(report.code.replace("-", "")))[1:]

    assert len(rows) == 1
