"""A Comune that is not Cremona: everything about it comes from its file."""

import re
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.throttle import Limit
from cremona_safety import errors
from cremona_safety.demo_mark import mark
from cremona_safety.programme import load_programme
from hotspots.geometry import in_municipality
from hotspots.models import Hotspot
from interventions.models import CrewMember, Intervention, Status
from interventions.tasks import remind
from jobs.gathering import written
from jobs.models import Outbox
from jobs.services import MAIL
from notebooks.tasks import tell
from reports import browsers
from reports.models import Category, Outcome, Report
from reports.views.steps import CONTACT, WHAT, WHERE
from tests.access_matrix import MATRIX, ROLES
from tests.conftest import PROGRAMME
from tests.programme.of_cremona import ELSEWHERE, OF_ITS_TERRITORY, of_cremona
from tests.programme.walk import Page, read, walk
from tests.programme.words import readable
from tests.reports.conftest import Citizen

# a demonstration of two years is loaded: half a minute, on a machine that does much else some
pytestmark = pytest.mark.timeout(600)
# the walk would be no proof if it stopped at the lists
DEEP = {
    "dashboard_place",
    "diary_detail",
    "event_edit",
    "hotspot_edit",
    "intervention_detail",
    "place",
    "police_note_detail",
    "referral_detail",
    "report_detail",
    "user_edit",
    "week_sheet",
}
# the words of the language that the phone knows, in every Comune the same: nobody reads them
DICTIONARIES = {"field_guard"}


@pytest.fixture(scope="module")
def demonstration_elsewhere(django_db_setup, django_db_blocker):
    """Load another Comune and its demonstration, once for this module."""
    around = transaction.atomic()
    around._from_testcase = True  # as TestCase does: durable blocks may nest in it
    with django_db_blocker.unblock(), around:
        load_programme(ELSEWHERE)
        mark()
        call_command("load_demo")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def elsewhere(demonstration_elsewhere, db, settings):
    """The demonstration of another Comune; what a test writes in it is undone."""
    settings.REPORT_LIMITS = {**settings.REPORT_LIMITS, "minimum_seconds": 0}


@pytest.fixture
def papers(monkeypatch):
    """Collect what typst is asked to draw, as pages; the templates are read as source."""
    given = []

    def compile(template, *, sys_inputs, **kwargs):
        given.append(Page("paper", template.name, readable(sys_inputs["data"])))
        return b"%PDF"

    monkeypatch.setattr("typst.compile", compile)
    return given


def opened_by(role, language="it"):
    """Return a browser where a person of the demonstration with this role is signed in."""
    client = Client(headers={"accept-language": language})
    if role != "anonymous":
        client.force_login(User.objects.filter(role=role).first())
    return client


def answer_report(officer, report):
    """Walk a report through the desk, with a mail at each step."""
    for verb, typed in (
        ("take_charge", {}),
        ("answer", {"text": "Passiamo domani."}),
        ("close", {"outcome": Outcome.ACTED, "note": "Fatto."}),
    ):
        report.refresh_from_db()
        seen = {"version": report.updated_at.isoformat()}
        address = reverse(f"report_{verb}", args=[report.code])
        assert officer.post(address, seen | typed).status_code == 302


def send_urgent_referral(officer):
    need = {
        "client_id": str(uuid4()),
        "desk": "servizi-sociali",
        "need": "casa",
        "urgency": "1",
        "hotspot": "largo-fiera",
        "on": timezone.localdate().isoformat(),
    }
    assert officer.post(reverse("referral_create"), need).status_code == 302


def test_the_words_of_cremona_are_known_when_read():
    for text in (
        "lato via Manzoni", "giardini  pubblici", "Per molestie", "CR-2026-7F3K9Q",
        "Agente di Polizia Locale", "In Lombardia", "cap 26100",
    ):  # fmt: skip
        assert of_cremona([Page("", "", readable(text))]), text
    for text in ("cr", "roman", "cremona_safety", "via dei Tigli", "112", "Comune"):
        assert not of_cremona([Page("", "", text)]), text


# the office reads Italian alone
@pytest.mark.parametrize(
    ("role", "language"), [*((role, "it") for role in ROLES), ("anonymous", "en")]
)
def test_no_page_file_or_paper_says_a_word_of_cremona(
    elsewhere, papers, role, language
):
    pages = list(walk(opened_by(role, language), role))

    read_by_role = {row.name for row in MATRIX if role in row.who}
    assert DEEP & read_by_role <= {page.name for page in pages}
    said = [page for page in pages if page.name not in DICTIONARIES]
    assert of_cremona([*said, *papers]) == []


@pytest.mark.parametrize("language", ["it", "en"])
def test_no_step_of_a_report_says_a_word_of_cremona(elsewhere, language):
    citizen = Citizen()
    citizen.client = opened_by("anonymous", language)
    report = {"place": "largo-fiera", "category": "buche", "email": "c@example.org"}

    pages = [
        citizen.post("report_start", {"danger": "no"}, follow=True),
        citizen.post("report_consent", {"accepted": "on"}, follow=True),
    ]
    for step, changes in [
        (WHERE, {"place": "nome", "place_name": ""}),
        (WHERE, {}),
        (WHAT, {"category": "botti"}),  # is it happening now?
        (WHAT, {"category": "botti", "in_progress": "si"}),
        (WHAT, {}),
        (CONTACT, {}),
    ]:
        answer = citizen.step(step, **report | changes)
        pages.append(citizen.client.get(answer.url))
    pages += [citizen.get("report_draft_delete"), citizen.send()]
    pages.append(citizen.get("report_sent"))
    stopped = Citizen().enter().fill(**report | {"category": "lite"})
    pages.append(citizen.client.get(stopped.url))
    pages.append(citizen.get("report_sent"))

    assert "XX-" in pages[-1].content.decode()
    assert of_cremona(map(read, pages)) == []


def test_the_wizard_asks_and_gives_examples_in_the_words_of_the_file(elsewhere):
    page = readable(_pages_of_the_fields(Citizen()))

    assert "Per esempio: Via dei Tigli, Corso della Marina." in page
    assert "Rispondi se hai scelto: Botti e petardi; Corse di motorini." in page


def _pages_of_the_fields(citizen):
    citizen.ready(place="largo-fiera", category="buche")
    return citizen.get("report_where").content + citizen.get("report_what").content


def test_without_a_category_to_ask_about_nobody_is_asked_if_it_is_happening(elsewhere):
    Category.objects.filter(stop="se-in-corso").update(stop="mai")
    citizen = Citizen().ready(place="largo-fiera", category="botti")

    assert "in_progress" not in citizen.page("report_what")


def test_no_mail_and_no_calendar_says_a_word_of_cremona(elsewhere):
    citizen, officer = Citizen(), opened_by("officer")
    citizen.ready(place="largo-fiera", category="buche", email="c@example.org").send()
    report = Report.objects.get(email="c@example.org")
    answer_report(officer, report)
    admin = opened_by("admin")
    add = {"full_name": "Ida", "email": "ida@example.org", "role": "officer"}
    admin.post(reverse("user_add"), add)
    Client().post(reverse("account_reset_password"), {"email": "ida@example.org"})
    send_urgent_referral(officer)
    outing = Intervention.objects.filter(status=Status.PLANNED).latest("starts_at")
    opened_by("coordinator").post(
        reverse("intervention_cancel", args=[outing.code]),
        {"because": "Pioggia", "scope": "questo", "version": outing.version},
    )
    remind()
    tell()

    sent = [
        (row.key, row.payload if row.kind == MAIL else written(row))
        for row in Outbox.objects.filter(done_at=None)
    ]
    mails = [
        Page("mail", key, readable(f"{mail['subject']} {mail}"))
        for key, mail in sent
        if mail
    ]
    subjects = {mail.text.split("{")[0].strip() for mail in mails}
    assert len(subjects) > 6, subjects
    assert of_cremona(mails) == []


def test_the_personal_calendar_says_no_word_of_cremona(elsewhere):
    member = CrewMember.objects.filter(
        intervention__status=Status.PLANNED, person__role="officer"
    ).first()
    client = Client()
    client.force_login(member.person)
    page = client.post(reverse("calendar_feed_renew"), follow=True)
    address = re.search(r"/calendario/\w+\.ics", page.content.decode())[0]

    calendar = read(client.get(address))

    assert "BEGIN:VEVENT" in calendar.text
    assert of_cremona([calendar]) == []


@pytest.mark.parametrize("language", ["it", "en"])
def test_no_page_of_an_error_says_a_word_of_cremona(
    elsewhere, settings, language, monkeypatch
):
    citizen = Citizen()
    citizen.client = opened_by("anonymous", language)
    citizen.ready(place="largo-fiera", category="buche")
    settings.REPORT_LIMITS = {**settings.REPORT_LIMITS, "per_address_hour": 0}
    citizen.send()
    monkeypatch.setattr(browsers, "BEGUN", Limit("x", 0, 3600))
    refused = [
        citizen.get("report_summary"),
        citizen.post("report_start", {"danger": "altra"}),
        citizen.client.get("/nessuna/"),
        opened_by("educator", language).get(reverse("user_list")),
        Client(enforce_csrf_checks=True).post(reverse("report_start")),
    ]
    settings.MAINTENANCE = True
    refused.append(citizen.client.get("/"))
    request = RequestFactory().get("/")
    broken = errors.server_error(request).content
    pages = [*map(read, refused), Page("500", "", readable(broken))]

    statuses = [answer.status_code for answer in refused]
    assert statuses == [200, 429, 404, 403, 403, 503]
    assert of_cremona(pages) == []


def test_the_demonstration_happens_in_the_comune_of_the_file(elsewhere):
    reports = Report.objects.select_related("category")
    taken = Category.objects.exclude(stop=Category.Stop.ALWAYS)
    points = reports.values_list("latitude", "longitude")
    inside = sum(in_municipality(*point) for point in points)
    assert inside > 0.99 * reports.count() > 1000
    assert {report.category for report in reports} == set(taken)
    assert set(reports.values_list("hotspot__slug", flat=True)) == {
        None,
        *Hotspot.objects.programme().values_list("slug", flat=True),
    }


def test_the_demonstration_publishes_only_what_the_file_lets_be_moderated(elsewhere):
    published = Report.objects.exclude(published_at=None)
    assert published.exists()
    assert not published.filter(public_line="").exists()
    assert set(published.values_list("category__publication", flat=True)) == {
        "moderata"
    }


def test_the_example_of_a_code_begins_like_the_codes_of_the_comune(elsewhere, client):
    for address in (reverse("home"), reverse("report_follow")):
        page = client.get(address).content.decode()
        assert "Per esempio XX-2026-7F3K9Q." in page
        assert "CR-" not in page


def test_nothing_of_cremona_is_written_in_code():
    files = [*(settings.BASE_DIR / "templates").rglob("*.*")]
    files += (settings.BASE_DIR / "static" / "js").rglob("*.js")
    files += (settings.BASE_DIR / "locale").rglob("*.po")
    for app in [*settings.OUR_APPS, *settings.GROUND]:
        files += (settings.BASE_DIR / app).rglob("*.py")

    found = [
        f"{path.relative_to(settings.BASE_DIR)}: {line.strip()}"
        for path in files
        for line in path.read_text("utf-8").splitlines()
        if OF_ITS_TERRITORY.search(line.replace(PROGRAMME.name, ""))
    ]

    assert found == []
