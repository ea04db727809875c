import pytest

from reports.models import Category, Status
from reports.moves import MoveRefused
from reports.services import desk, publishing
from tests.reports.factories import CategoryFactory, ReportFactory
from texts.personal_data import PersonalData, find_personal_data

LINE = "Vetri raccolti dal vialetto il 12/11/2026, intervento di 2 squadre."


@pytest.fixture
def coordinator(user_as):
    return user_as("coordinator")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Scrivere a anna.bianchi@example.org", PersonalData.EMAIL),
        ("Scrivere a anna (at) example.org", PersonalData.EMAIL),
        ("Chiamare il 333 1234567", PersonalData.PHONE),
        ("Chiamare il +39 0372.407.1", PersonalData.PHONE),
        ("Chiamare 0372/407-111", PersonalData.PHONE),
        ("Auto AB 123 CD in divieto", PersonalData.PLATE),
        ("Auto ab123cd in divieto", PersonalData.PLATE),
        ("Auto ＡＢ１２３ＣＤ in divieto", PersonalData.PLATE),
        ("Auto АВ123СЕ in divieto, in cirillico", PersonalData.PLATE),
        ("Auto AB1\u200b23CD in divieto", PersonalData.PLATE),
        ("Auto AB\u034f1\ufe0f23CD in divieto", PersonalData.PLATE),
        ("C.F. RSSMRA85T10A562S", PersonalData.FISCAL_CODE),
        ("C.F. rss mra 85t10 a562s", PersonalData.FISCAL_CODE),
        ("Vedi https://example.org/x", PersonalData.WEB),
    ],
)
def test_the_guard_finds_what_points_at_a_person(text, found):
    assert found in {one.what for one in find_personal_data(text)}


@pytest.mark.parametrize(
    "text",
    [
        LINE,
        "Sostituiti 3 lampioni su 12, 1.250 euro, dal 2026-11-01 al 2026-11-20.",
        "Ripulita l’area verde tra le 19:30 e le 21:00.",
        "In piazza Roma 199 giorni di presidio e 490 turni.",
    ],
)
def test_the_guard_lets_dates_and_quantities_pass(text):
    assert find_personal_data(text) == []


def test_a_line_is_published_changed_and_taken_away(coordinator):
    report = ReportFactory(status=Status.TRIAGED)

    report = publishing.publish_report(report, line=f"  {LINE}\n", by=coordinator)
    first = report.published_at
    assert report.public_line == LINE

    report = publishing.publish_report(report, line="Pulito.", by=coordinator)
    assert (report.public_line, report.published_at) == ("Pulito.", first)

    report = publishing.unpublish_report(report, by=coordinator)
    assert (report.public_line, report.published_at) == ("", None)
    with pytest.raises(MoveRefused, match="non ha una riga"):
        publishing.unpublish_report(report, by=coordinator)


@pytest.mark.parametrize(
    "policy", [p for p in Category.Publication if p != Category.Publication.MODERATED]
)
def test_no_line_where_the_policy_of_the_category_forbids_it(policy, coordinator):
    category = CategoryFactory(code="spaccio", publication=policy)
    report = ReportFactory(category=category, status=Status.TRIAGED)

    assert not publishing.may_publish(report)
    with pytest.raises(MoveRefused, match="non prevede"):
        publishing.publish_report(report, line=LINE, by=coordinator)


@pytest.mark.django_db
def test_no_line_before_somebody_valued_the_report(coordinator):
    with pytest.raises(MoveRefused, match="Prima valuta"):
        publishing.publish_report(ReportFactory(), line=LINE, by=coordinator)


@pytest.mark.parametrize("line", ["", "   ", "Chiamare il 333 1234567"])
def test_a_line_that_says_nothing_or_too_much_is_refused(line, coordinator):
    report = ReportFactory(status=Status.TRIAGED)

    with pytest.raises(MoveRefused):
        publishing.publish_report(report, line=line, by=coordinator)


def test_a_category_that_forbids_it_takes_the_line_away(coordinator):
    report = ReportFactory(status=Status.TRIAGED, published=True)
    category = CategoryFactory(code="spaccio", publication=Category.Publication.COUNT)

    report = desk.triage_report(report, category=category, priority=3, by=coordinator)

    assert (report.public_line, report.published_at) == ("", None)


def test_the_page_keeps_the_refused_line_and_says_why(client_as):
    report = ReportFactory(status=Status.TRIAGED)
    client = client_as("coordinator")

    response = client.post(
        f"/operatori/segnalazioni/{report.code}/pubblicazione/",
        {"line": "Chiamare il 333 1234567"},
    )

    assert response.status_code == 422
    page = response.content.decode()
    assert "un numero di telefono" in page
    assert "Chiamare il 333 1234567</textarea>" in page
