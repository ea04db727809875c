"""The PDFs read back: what makes them accessible, what they say, what they never say."""

import io
from datetime import date, timedelta

import pikepdf
import pytest
from django.urls import reverse

from desk.pdf.day import day_data
from desk.pdf.month import month_data
from desk.pdf.week import week_data
from desk.pdf.wording import number
from documents.pdf import render_pdf
from interventions.models import Service, Tally
from tests.hotspots.factories import HotspotFactory
from tests.interventions.factories import (
    FRIDAY_EVENING,
    ActFactory,
    FollowUpFactory,
    InterventionFactory,
    TallyFactory,
)
from tests.referrals.factories import ReferralFactory

FRIDAY = date(2026, 11, 20)
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
HOSTILE = [
    '#panic("x")',
    "$ x^2 $ #let a = 1",
    'chiude " e \\ e \\u{41}',
    "una\nriga\r\ne \x00 un’altra",
    "עברית العربية",
    "volante 🚓 👮‍♀️",
    "w" * 400,
    "= titolo\n- voce `raw` <label> @ref",
    "mezza lettera \ud83d",
]


def pdf_of(content):
    return pikepdf.open(io.BytesIO(content))


def a_day(note):
    frame = {
        "title": "Prova",
        "lead": note,
        "owner": "Comune di prova",
        "printed": "Stampato oggi",
        "demo": True,
    }
    outing = {"title": note, "facts": [("Scopo", note)], "note": note}
    outing |= {"tallies": [(note, "1")], "acts": [(note, note, "1")]}
    return frame | {"outings": [outing]}


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_stays_text(text):
    pdf = pdf_of(render_pdf("day", a_day(text)))

    assert str(pdf.docinfo["/Title"]) == "Prova"
    assert "/StructTreeRoot" in pdf.Root


def test_a_text_is_never_run_as_source():
    # were it source, it would be a PDF with another title
    pdf = pdf_of(render_pdf("day", a_day('#set document(title: "Rubato")')))

    assert str(pdf.docinfo["/Title"]) == "Prova"


@pytest.fixture
def rich(programme, user_as):
    """An approved outing with something of everything."""
    outing = InterventionFactory(
        approved=True,
        crew=[user_as("officer"), user_as("educator")],
        hotspot=HotspotFactory(name="largo Prova"),
        aim="Panchine",
        shared_note="La luce è rotta",
    )
    TallyFactory(intervention=outing, count=3, age_band="14-17", people="giovani")
    TallyFactory(
        intervention=outing, what=Tally.What.MEDIATION, outcome="accordo", count=2
    )
    ActFactory(
        intervention=outing,
        kind="allontanamento",
        protocol_number="2026/77",
        notified_questore=1,
        notified_services=1,
    )
    FollowUpFactory(intervention=outing, due_on=date(2026, 11, 27))
    return outing


@pytest.mark.parametrize("name", ["week_pdf", "day_pdf", "month_pdf"])
@pytest.mark.parametrize("query", [{}, {"dal": "2026-11-18", "giorno": "2026-11-20"}])
def test_each_paper_is_accessible(rich, client_as, name, query):
    response = client_as("officer").get(reverse(name), query)

    pdf = pdf_of(response.content)
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "private, no-store"
    assert str(pdf.Root.Lang).startswith("it")
    assert "/StructTreeRoot" in pdf.Root
    assert str(pdf.docinfo["/Title"])
    assert "pdfuaid" in pdf.Root.Metadata.read_bytes().decode()


def test_the_week_says_who_goes_where_and_leaves_out_what_is_cancelled(rich, user_as):
    InterventionFactory(status="annullato", cancelled_because="Piove")
    InterventionFactory(starts_at=FRIDAY_EVENING + timedelta(days=3))

    paper = week_data(date(2026, 11, 18), user=user_as("officer"))

    assert paper["title"] == "Uscite dal 16/11/2026 al 22/11/2026"
    assert [len(day["outings"]) for day in paper["days"]] == [0, 0, 0, 0, 1, 0, 0]
    assert paper["days"][4] == {
        "title": "Venerdì 20/11/2026",
        "outings": [
            {
                "hours": "19:00-21:00",
                "place": "largo Prova",
                "crew": "Officer demo (PL), Educator demo (ED)",
                "kind": "Presidio: Panchine",
            }
        ],
    }


def test_a_day_of_the_week_goes_by_the_hour_whatever_the_place(rich, user_as):
    for hours, name in [(3, "Aldo"), (-3, "Zeno"), (1, "Mario")]:
        InterventionFactory(
            hotspot=HotspotFactory(name=name),
            starts_at=FRIDAY_EVENING + timedelta(hours=hours),
        )

    paper = week_data(FRIDAY, user=user_as("officer"))

    hours = [outing["hours"] for outing in paper["days"][4]["outings"]]
    assert hours == ["16:00-18:00", "19:00-21:00", "20:00-22:00", "22:00-24:00"]


@pytest.mark.parametrize("each_day", [0, 1, 4])
def test_a_week_is_on_one_page(rich, client_as, officer, educator, each_day):
    spot = HotspotFactory(name="Giardini pubblici di piazza Roma")
    for day in range(-4, 3):
        for n in range(each_day):
            InterventionFactory(
                hotspot=spot,
                crew=[officer, educator],
                aim="Presidio serale dei giardini e dei portici",
                starts_at=FRIDAY_EVENING + timedelta(days=day, hours=n),
            )

    response = client_as("officer").get(reverse("week_pdf"), {"dal": "2026-11-20"})

    assert len(pdf_of(response.content).pages) == 1


def test_a_crew_whose_names_are_erased_is_counted(rich, user_as):
    rich.crew.all().delete()

    paper = week_data(FRIDAY, user=user_as("officer"))

    assert paper["days"][4]["outings"][0]["crew"] == "1 agente e 1 educatore"


def test_the_day_says_what_was_done(rich, user_as):
    (outing,) = day_data(FRIDAY, user=user_as("officer"))["outings"]

    assert outing["title"] == "19:00-21:00, largo Prova"
    assert ("Stato", "Approvato") in outing["facts"]
    assert ("Da ricontrollare entro il", "27/11/2026 (non ancora fatto)") in outing[
        "facts"
    ]
    assert ("Contatti, giovani, 14-17 anni", "3") in outing["tallies"]
    assert outing["acts"] == [
        (
            "Ordine di allontanamento (comunicati: 1 al questore, 1 ai servizi)",
            "2026/77",
            "1",
        )
    ]
    assert outing["note"] == "La luce è rotta"


def test_the_day_of_another_place_is_empty(rich, user_as):
    other = HotspotFactory(name="altrove")
    user = user_as("officer")

    assert day_data(FRIDAY, user=user, hotspot=other)["outings"] == []
    assert day_data(FRIDAY, user=user, elsewhere=True)["outings"] == []
    assert len(day_data(FRIDAY, user=user, hotspot=rich.hotspot)["outings"]) == 1


def test_the_month_counts_only_what_is_approved_and_says_what_waits(rich, user_as):
    waiting = InterventionFactory(ended=True, crew=[user_as("officer")])
    TallyFactory(intervention=waiting, count=50)

    paper = month_data(FIRST, LAST, "pl", user=user_as("officer"))

    assert paper["title"] == "Polizia Locale: attività di novembre 2026"
    assert paper["counted"] == (
        "Conta un intervento approvato. "
        "Un altro aspetta l’approvazione e non è nei conti."
    )
    assert dict(paper["totals"])["Uscite congiunte"] == "1 (100 %)"
    assert paper["places"] == [["largo Prova", "1", "1", "1", "1", "2,0"]]
    sections = {section["title"]: section["rows"] for section in paper["sections"]}
    assert sections["Contatti per fascia di età"] == [("14-17 anni", "3")]
    assert sections["Mediazioni per esito"] == [("Accordo raggiunto", "2")]
    assert [row[1] for row in sections["Controlli e comunicazioni"]] == [
        "0",
        "1",
        "1",
        "1",
    ]


def test_a_service_is_not_told_the_outings_of_the_other_alone(rich, user_as):
    InterventionFactory(approved=True, crew=[user_as("educator")])
    user = user_as("coordinator")

    assert month_data(FIRST, LAST, "pl", user=user)["outings"] == 1
    assert month_data(FIRST, LAST, "ed", user=user)["outings"] == 2


def test_the_month_has_the_referrals_of_the_service(rich, user_as):
    ReferralFactory(service=Service.POLICE, on=FRIDAY)
    ReferralFactory(service=Service.EDUCATION, on=FRIDAY)

    paper = month_data(FIRST, LAST, "pl", user=user_as("officer"))

    assert paper["referrals"][0] == ("Inviati nel mese", "1")


def test_an_empty_month_says_so(programme, user_as):
    paper = month_data(FIRST, LAST, "ed", user=user_as("officer"))

    assert paper["outings"] == 0
    assert paper["referrals"] == [("Inviati nel mese", "nessuno")]
    assert "0 interventi" not in render_pdf("month", paper).decode("latin-1")


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("week_pdf", {"dal": "domani"}),
        ("week_pdf", {"dal": "9999-12-31"}),
        ("week_pdf", {"dal": "\x00"}),
        ("day_pdf", {"giorno": "0001-01-01"}),
        ("day_pdf", {"luogo": "piazza-che-non-c-e"}),
        ("month_pdf", {"mese": "2026-13"}),
        ("month_pdf", {"mese": "٢٠٢٦-10"}),
        ("month_pdf", {"mese": "0000-01"}),
        ("month_pdf", {"servizio": "cc"}),
        ("month_pdf", {"mese": "2026-10" * 40}),
    ],
)
def test_a_wrong_request_comes_back_to_the_form_with_a_sentence(
    programme, client_as, name, query
):
    response = client_as("officer").get(reverse(name), query, follow=True)

    assert response.redirect_chain
    assert "data-error-summary" in response.content.decode()


def test_the_page_offers_the_three_papers(programme, client_as):
    page = client_as("educator").get(reverse("printouts")).content.decode()

    for name in ("week_pdf", "day_pdf", "month_pdf"):
        assert f'action="{reverse(name)}"' in page
    assert "data-error-summary" not in page


@pytest.mark.parametrize("name", ["week_pdf", "day_pdf", "month_pdf"])
def test_a_paper_costs_the_same_queries_with_two_outings_and_with_twenty(
    rich,
    client_as,
    user_as,
    name,
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_as("officer")
    query = {"dal": "2026-11-20", "giorno": "2026-11-20", "mese": "2026-11"}
    counts = []
    for more in (1, 18):
        for _ in range(more):
            InterventionFactory(
                approved=True, hotspot=rich.hotspot, crew=[user_as("officer")]
            )
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(name), query)
        counts.append(len(asked))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("value", "written"), [(10 / 60, "0,2"), (1234.56, "1.234,6"), (None, "—")]
)
def test_a_printed_figure_is_rounded_as_on_the_pages(value, written):
    assert number(value, 1) == written
