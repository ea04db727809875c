"""The page of an intervention: what each reader sees on it, and what it offers."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from interventions.models import (
    Outcome,
    PeopleKind,
    Service,
    Status,
    Step,
    Tally,
)
from reports.models import Status as ReportStatus
from tests.hotspots.factories import HotspotFactory
from tests.interventions.factories import (
    FRIDAY_EVENING,
    ActFactory,
    FollowUpFactory,
    InterventionFactory,
    TallyFactory,
)
from tests.moments import clock_at
from tests.reports.factories import ReportFactory

DURING = FRIDAY_EVENING + timedelta(minutes=10)


@pytest.fixture
def crew(user_as):
    return [user_as("officer"), user_as("educator")]


def url(intervention, step=None):
    name = f"intervention_{step}" if step else "intervention_detail"
    return reverse(name, args=[intervention.code])


def page_of(client, intervention):
    response = client.get(url(intervention))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("step", ["", "edit", "cancel"])
def test_its_pages_say_what_and_where_and_when_before_the_code(client_as, crew, step):
    outing = InterventionFactory(
        ended=True,
        crew=crew,
        kind="pattuglia-congiunta",
        hotspot=HotspotFactory(name="Piazza Roma"),
    )

    page = client_as("coordinator").get(url(outing, step)).content.decode()

    top, _, below = page.partition("</title>")
    assert "Pattuglia congiunta, Piazza Roma" in top and outing.code not in top
    path = below[
        below.index("breadcrumb-container") : below.index(
            "</nav>", below.index("breadcrumb-container")
        )
    ]
    assert "Pattuglia congiunta, Piazza Roma<" in path
    title = below[below.index("<h1>") : below.index(outing.code, below.index("<h1>"))]
    assert "Pattuglia congiunta, Piazza Roma" in title
    assert "venerdì 20 novembre 2026" in title and ">19:00-21:00<" in title


def test_the_sheet_is_read_whole(client_as, crew):
    outing = InterventionFactory(
        ended=True,
        crew=crew,
        hotspot=HotspotFactory(name="Piazza Roma"),
        shared_note="Fontana accesa, panchine piene.",
        planned_from=FRIDAY_EVENING - timedelta(minutes=30),
        planned_until=FRIDAY_EVENING + timedelta(hours=1),
    )
    TallyFactory(intervention=outing, people=PeopleKind.YOUNG, count=7)
    TallyFactory(intervention=outing, what=Tally.What.MEDIATION, outcome="accordo")
    ActFactory(intervention=outing, protocol_number="2026/771")

    page = page_of(client_as("coordinator"), outing)

    assert "Piazza Roma" in page and "Fontana accesa" in page
    assert "20/11/2026, 19:00-21:00" in page and "2 h" in page
    assert "Era previsto" in page and "18:30-20:00" in page
    assert "Presidio" in page and "Sì, agenti ed educatori" in page
    assert (
        "Contatti, giovani" in page
        and "accordo raggiunto" in page
        and "2026/771" in page
    )
    assert "Officer demo" in page and "Educator demo" in page
    assert "Tutto tranquillo" in page
    expected = (
        "Manca l’approvazione della Polizia Locale e dell’educativa territoriale."
    )
    assert expected in page


def test_names_gone_leave_the_counts(client_as):
    outing = InterventionFactory(
        approved=True, officers=2, educators=1, crew_frozen_at=timezone.now()
    )

    page = page_of(client_as("officer"), outing)

    assert "2 agenti, 1 educatore" in page
    assert "conta nei numeri" in page


def test_the_time_of_the_phone_stands_beside_the_other_only_when_it_differs(client_as):
    outing = InterventionFactory(ended=True)
    Step.objects.create(
        intervention=outing, what="iniziato", at=DURING, device_at=DURING
    )
    assert "sul telefono" not in page_of(client_as("officer"), outing)

    Step.objects.create(
        intervention=outing, what="terminato", at=DURING, device_at=FRIDAY_EVENING
    )
    assert "(sul telefono: 20/11/2026 19:00)" in page_of(client_as("officer"), outing)


def test_only_who_reads_reports_reads_more_than_their_code(client_as, crew):
    outing = InterventionFactory(ended=True, crew=crew)
    report = ReportFactory(
        status=ReportStatus.IN_CHARGE, in_charge_of=crew[0], category__label="Rifiuti"
    )
    outing.reports.add(report)
    link = reverse("report_detail", args=[report.code])

    officer = page_of(client_as("officer"), outing)
    assert link in officer and "È in carico a Officer demo." in officer
    assert f"{link}#close" in officer

    educator = page_of(client_as("educator"), outing)
    assert report.code in educator
    assert link not in educator and "rifiuti" not in educator


def test_the_report_says_which_interventions_answer_it(client_as):
    report = ReportFactory()
    outing = InterventionFactory()
    outing.reports.add(report)

    page = client_as("officer").get(reverse("report_detail", args=[report.code]))

    assert url(outing) in page.content.decode()


def test_the_page_costs_the_same_with_more_on_it(client_as, crew):
    outing = InterventionFactory(ended=True, crew=crew)
    client = client_as("officer")

    def fill(times):
        for number in range(times):
            TallyFactory(
                intervention=outing,
                count=number + 1,
                people=list(PeopleKind)[number % 5],
                age_band=["0-13", "14-17", "18-29", "30-64"][number // 5],
            )
            ActFactory(intervention=outing)
            Step.objects.create(intervention=outing, what="modificato", by=crew[0])
            other = ReportFactory(status=ReportStatus.IN_CHARGE, in_charge_of=crew[0])
            outing.reports.add(other)
            FollowUpFactory(
                intervention=outing, done_at=timezone.now(), done_by=crew[1]
            )

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page_of(client, outing)
        return len(asked)

    fill(2)
    few = cost()
    Tally.objects.all().delete()
    fill(18)
    assert cost() == few


@clock_at(DURING)
def test_a_walk_from_the_start_to_the_figures(client_as, crew):
    outing = InterventionFactory(crew=crew)
    officer, educator = client_as("officer"), client_as("educator")

    with clock_at(outing.starts_at - timedelta(hours=3)):
        assert "Inizia adesso" not in page_of(officer, outing)  # by mistake, for all
    assert "Inizia adesso" in page_of(officer, outing)
    officer.post(url(outing, "start"), {"version": outing.version})
    outing.refresh_from_db()
    assert outing.status == Status.RUNNING
    assert ">Termina</button>" in page_of(educator, outing)

    with clock_at(DURING + timedelta(hours=1)):
        refused = educator.post(url(outing, "end"), {"version": outing.version})
        assert refused.status_code == 422
        assert "Com’è andata" in refused.content.decode()
        educator.post(
            url(outing, "end"),
            {"version": outing.version, "outcome": Outcome.HANDLED},
        )
        outing.refresh_from_db()
        assert outing.status == Status.ENDED and outing.minutes == 60
        assert outing.educator_minutes == 60

        assert "Approva per la Polizia Locale" in page_of(officer, outing)
        for client in (officer, educator):
            client.post(url(outing, "approve"), {"version": outing.version})
        outing.refresh_from_db()
        assert outing.status == Status.APPROVED


def test_what_was_refused_says_why_and_changes_nothing(client_as):
    outing = InterventionFactory(ended=True, lead=Service.POLICE)

    response = client_as("educator").post(url(outing, "approve"), {"version": "1"})

    assert response.status_code == 422
    assert "non c’era nessuno dell’educativa" in response.content.decode()
    outing.refresh_from_db()
    assert outing.version == 1


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "1\x002"])
def test_a_version_nobody_could_have_seen_is_a_sentence(client_as, version):
    outing = InterventionFactory(ended=True, lead=Service.POLICE)

    response = client_as("officer").post(url(outing, "approve"), {"version": version})

    assert response.status_code in (302, 422)


@pytest.mark.parametrize("code", ["in-2026", "IN-2026-ZZZZZZ", "x" * 300])
def test_an_unknown_code_is_not_there(client_as, code):
    path = f"/interventi/{code}/"

    assert client_as("officer").get(path).status_code == 404


@clock_at(DURING)
def test_what_can_no_longer_come_back_is_not_offered(client_as, crew):
    off = {"crew": crew, "status": Status.CANCELLED, "cancelled_because": "Pioggia"}
    coming = InterventionFactory(**off)
    past = InterventionFactory(**off, starts_at=timezone.now() - timedelta(days=2))
    officer = client_as("officer")

    assert "Riprendi l’intervento" in page_of(officer, coming)
    page = page_of(officer, past)
    assert "Riprendi l’intervento" not in page
    assert "Non si può più riprendere" in page
