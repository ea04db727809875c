"""The form of the sheet: what is typed arrives, what is refused stays on the page."""

from datetime import timedelta

import pytest
from django.urls import reverse

from interventions.models import Intervention, Outcome, Status
from tests.hotspots.factories import HotspotFactory
from tests.interventions.factories import (
    FRIDAY_EVENING,
    ActFactory,
    InterventionFactory,
    TallyFactory,
)
from tests.moments import clock_at
from tests.reports.factories import ReportFactory

AFTER = FRIDAY_EVENING + timedelta(hours=5)


@pytest.fixture(autouse=True)
def after_the_outing():
    with clock_at(AFTER):
        yield


@pytest.fixture
def crew(user_as):
    return [user_as("officer"), user_as("educator")]


@pytest.fixture
def outing(crew):
    return InterventionFactory(
        ended=True, crew=crew, hotspot=HotspotFactory(slug="piazza-roma")
    )


def url(outing):
    return reverse("intervention_edit", args=[outing.code])


def typed(outing, crew, **changes):
    """What the browser of an officer sends when nothing was touched."""
    rows = {}
    for prefix in ("tallies", "acts"):
        rows |= {f"{prefix}-TOTAL_FORMS": "2", f"{prefix}-INITIAL_FORMS": "0"}
        for row in range(2):
            rows[f"{prefix}-{row}-count"] = ""
            word = {"tallies": ("what", "contatti"), "acts": ("kind", "sanzione")}
            name, value = word[prefix]
            rows[f"{prefix}-{row}-{name}"] = value
    return {
        "version": outing.version,
        "place": "piazza-roma",
        "day": "2026-11-20",
        "starts": "19:00",
        "ends": "21:00",
        "kind": "presidio",
        "trigger": "programmato",
        "people": [str(crew[0].pk)],
        "outcome": "tranquillo",
        **rows,
        **changes,
    }


def test_the_form_opens_with_what_is_written(client_as, outing):
    TallyFactory(intervention=outing, people="giovani", count=7)
    ActFactory(intervention=outing, protocol_number="2026/771")

    page = client_as("officer").get(url(outing)).content.decode()

    assert 'value="2026-11-20"' in page and 'value="19:00"' in page
    assert 'value="7"' in page and 'value="2026/771"' in page
    assert "Restano, dell’altro servizio: Educator demo." in page


def test_everything_typed_arrives(client_as, outing, crew):
    report = ReportFactory()
    data = typed(
        outing,
        crew,
        ends="01:30",
        kind="controllo",
        aim="Guardare i giardini",
        shared_note="Poca luce.\r\nPanchine piene.",
        follow_up_on="2026-11-27",
        reports=f" {report.code.lower()} ",
        **{
            "tallies-0-count": "3",
            "tallies-0-people": "giovani",
            "tallies-1-count": "4",
            "tallies-1-people": "giovani",
            "acts-0-count": "2",
            "acts-0-kind": "allontanamento",
            "acts-0-protocol_number": "2026/9",
            "acts-0-notified_questore": "2",
            "acts-0-notified_services": "1",
        },
    )

    with clock_at(AFTER + timedelta(hours=4)):
        response = client_as("officer").post(url(outing), data, follow=True)

    assert "Scheda salvata." in response.content.decode()
    row = Intervention.objects.get()
    assert (row.minutes, row.day.isoformat()) == (390, "2026-11-20")
    assert (row.aim, row.kind) == ("Guardare i giardini", "controllo")
    assert row.shared_note == "Poca luce.\nPanchine piene."
    assert list(row.reports.all()) == [report]
    assert row.tallies.get().count == 7  # the same words twice are one row
    act = row.acts.get()
    assert (act.notified_questore, act.notified_services) == (2, 1)
    assert "(comunicati: 2 al questore, 1 ai servizi)" in response.text
    assert row.follow_ups.get().due_on.isoformat() == "2026-11-27"
    assert set(row.crew.values_list("person", flat=True)) == {p.pk for p in crew}


def test_an_educator_is_offered_no_act_and_leaves_those_of_the_officers(
    client_as, outing, crew
):
    ActFactory(intervention=outing, kind="sanzione", count=2)
    educator = client_as("educator")
    data = typed(outing, crew[::-1], shared_note="Poca luce.")
    forged = {"acts-0-kind": "sequestro", "acts-0-count": "9"}

    with clock_at(AFTER + timedelta(hours=4)):
        page = educator.get(url(outing)).text
        response = educator.post(url(outing), data | forged, follow=True)

    assert "Aggiungi una riga di atti" not in page and "Sanzione" in page
    assert "Scheda salvata." in response.text
    act = outing.acts.get()
    assert (act.kind, act.count) == ("sanzione", 2)


CHECKS = '<option value="controlli"'


def test_an_educator_is_offered_no_checks(client_as, outing, crew):
    forged = {"tallies-0-count": "3", "tallies-0-what": "controlli"}
    data = typed(outing, crew[::-1], **forged)

    with clock_at(AFTER + timedelta(hours=4)):
        assert CHECKS in client_as("officer").get(url(outing)).text
        assert CHECKS not in client_as("educator").get(url(outing)).text
        assert client_as("educator").post(url(outing), data).status_code == 422

    assert not outing.tallies.exists()


def test_the_checks_of_the_officers_stay_in_the_sheet_an_educator_saves(
    client_as, outing, crew
):
    TallyFactory(intervention=outing, what="controlli", count=2)
    data = typed(outing, crew[::-1], shared_note="Poca luce.")
    data |= {"tallies-0-count": "2", "tallies-0-what": "controlli"}

    with clock_at(AFTER + timedelta(hours=4)):
        page = client_as("educator").get(url(outing)).text
        response = client_as("educator").post(url(outing), data, follow=True)

    assert "Controlli: 2" in page and "Scheda salvata." in response.text
    tally = outing.tallies.get()
    assert (tally.what, tally.count) == ("controlli", 2)


def test_what_many_phones_counted_is_saved_as_it_is_and_no_more(
    client_as, outing, crew
):
    TallyFactory(intervention=outing, count=700)
    data = typed(outing, crew, shared_note="Poca luce.", **{"tallies-0-count": "701"})
    data |= {"tallies-0-what": "contatti"}
    officer = client_as("officer")

    with clock_at(AFTER + timedelta(hours=4)):
        more = officer.post(url(outing), data)
        same = officer.post(url(outing), data | {"tallies-0-count": "700"}, follow=True)

    assert "Scrivi un numero da 0 a 700." in more.text
    assert "Scheda salvata." in same.text and outing.tallies.get().count == 700


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"shared_note": "Chiamare il 333 1234567"}, "un numero di telefono"),
        ({"aim": "Cercare AB123CD"}, "una targa"),
        ({"shared_note": "x" * 2001}, "2.001 caratteri"),
        ({"reports": "CR-2026-ZZZZZZ"}, "Nessuna segnalazione ha il codice"),
        ({"reports": "CR-2026-ZZZZZZ " * 21}, "Al massimo 20"),
        ({"ends": ""}, "a che ora è finito"),
        ({"ends": "19:00"}, "dopo l’inizio"),
        ({"ends": "25:00"}, "Scrivi l’ora così"),
        ({"day": "ieri"}, "Scrivi la data così"),
        ({"day": "0001-01-01"}, "Scrivi una data tra"),
        ({"place": "piazza-lode"}, "Scegli"),
        ({"people": ["999999"]}, "“Equipaggio”: Scegli una voce dell’elenco."),
        ({"people": ["x\x00"]}, ""),
        ({"kind": "\x00"}, ""),
        ({"version": "9" * 40}, ""),
        (
            {"tallies-1-count": "-1"},
            "controlli, riga 2, “Quanti”: Scrivi un numero da 0 a 500.",
        ),
        ({"tallies-0-count": "9" * 30}, "Scrivi un numero da 0 a 500."),
        ({"tallies-0-count": "due"}, "Scrivi un numero da 0 a 500."),
        ({"tallies-0-count": "2", "tallies-0-what": ""}, "Scegli che cosa hai contato"),
        ({"acts-0-count": "2", "acts-0-kind": ""}, "Scegli che cosa hai contato"),
        ({"tallies-0-count": "2", "tallies-0-outcome": "accordo"}, "solo per le med"),
        (
            {
                "tallies-0-count": "2",
                "tallies-0-what": "controlli",
                "tallies-0-people": "giovani",
            },
            "solo per i contatti",
        ),
        ({"acts-0-count": "1", "acts-0-protocol_number": "AB123CD"}, "2026/1234"),
        ({"acts-0-count": "1", "acts-0-protocol_number": "è\x00"}, ""),
        ({"acts-0-count": "1", "acts-0-notified_services": "1"}, "al massimo quanti"),
        ({"acts-0-count": "1", "acts-0-notified_questore": "1"}, "al massimo quanti"),
        ({"tallies-TOTAL_FORMS": "x"}, "ricarica la pagina e riprova"),
        ({"tallies-TOTAL_FORMS": "9999"}, ""),
        ({"outcome": ""}, "Scegli com’è andata"),
    ],
)
def test_a_refused_sheet_says_why_and_keeps_what_was_typed(
    client_as, outing, crew, changes, words
):
    data = typed(outing, crew, **{"aim": "Scopo scritto", **changes})

    response = client_as("officer").post(url(outing), data)

    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert 'role="alert"' in page
    assert data["aim"] in page
    outing.refresh_from_db()
    assert outing.version == 1 and not outing.history.exists()


def test_nothing_at_all_is_refused_with_sentences(client_as, outing):
    assert client_as("officer").post(url(outing), {}).status_code == 422


def test_the_other_change_is_shown_beside_what_was_typed(client_as, outing, crew):
    data = typed(outing, crew, aim="Il mio scopo")
    first = client_as("educator")
    theirs = typed(outing, crew, aim="Lo scopo di un altro", people=[])
    theirs["people"] = [str(crew[1].pk)]
    assert first.post(url(outing), theirs).status_code == 302

    client = client_as("officer")
    response = client.post(url(outing), data)

    page = response.content.decode()
    assert response.status_code == 409
    assert "Lo scopo di un altro" in page and "Il mio scopo" in page
    assert "Educator demo" in page
    outing.refresh_from_db()
    assert outing.aim == "Lo scopo di un altro"

    again = {**data, "version": response.context["entry"].form["version"].value()}
    assert client.post(url(outing), again).status_code == 302
    outing.refresh_from_db()
    assert outing.aim == "Il mio scopo"


def test_without_script_a_row_is_added_by_the_server_and_nothing_is_saved(
    client_as, outing, crew
):
    data = typed(outing, crew, aim="Scopo scritto", add="tallies")

    page = client_as("officer").post(url(outing), data).content.decode()

    assert 'name="tallies-2-count"' in page and 'name="acts-2-count"' not in page
    assert "Scopo scritto" in page
    outing.refresh_from_db()
    assert outing.aim == ""


def test_a_row_whose_number_is_emptied_goes(client_as, outing, crew):
    TallyFactory(intervention=outing, people="giovani", count=7)
    data = typed(outing, crew, **{"tallies-INITIAL_FORMS": "1"})

    client_as("officer").post(url(outing), data)

    assert not outing.tallies.exists()


def test_a_row_whose_box_is_ticked_goes_whatever_it_says(client_as, outing, crew):
    TallyFactory(intervention=outing, people="giovani", count=7)
    row = {"tallies-INITIAL_FORMS": "1", "tallies-0-DELETE": "on"}
    typed_row = {"tallies-0-count": "-4", "tallies-0-what": "contatti"}

    response = client_as("officer").post(
        url(outing), typed(outing, crew, **row, **typed_row)
    )

    assert response.status_code == 302
    assert not outing.tallies.exists()


def test_a_row_is_folded_and_says_itself_in_words(client_as, outing, crew):
    TallyFactory(intervention=outing, people="giovani", age_band="14-17", count=7)
    ActFactory(intervention=outing, protocol_number="2026/771", count=2)
    client = client_as("officer")

    page = client.get(url(outing)).content.decode()

    assert ">Contatti, giovani, 14-17 anni: 7</summary>" in page
    assert "protocollo 2026/771: 2</summary>" in page
    assert "data-row-fold>" in page and "data-row-fold open>" not in page
    wrong = {"tallies-INITIAL_FORMS": "1", "tallies-0-count": "molti"}
    refused = client.post(url(outing), typed(outing, crew, **wrong))
    assert "data-row-fold open>" in refused.content.decode()


def test_the_sheet_is_written_by_who_goes_out_or_coordinates_both(client_as, outing):
    for role, status in [("coordinator", 200), ("educator", 200), ("assessore", 403)]:
        assert client_as(role).get(url(outing)).status_code == status


def test_one_still_to_come_leads_back_to_its_page(client_as, crew):
    outing = InterventionFactory(
        status=Status.CANCELLED, cancelled_because="Pioggia", crew=crew
    )

    response = client_as("officer").get(url(outing), follow=True)

    assert "si può solo leggere" in response.content.decode()
    assert response.redirect_chain[0][0].endswith(f"{outing.code}/")


def test_names_gone_are_not_asked_again(client_as, crew):
    outing = InterventionFactory(
        approved=True, officers=2, educators=1, crew_frozen_at=AFTER
    )
    client = client_as("officer")

    page = client.get(url(outing)).content.decode()
    assert "restano 2 agenti e 1 educatore" in page and 'name="people"' not in page

    data = typed(outing, crew, place="altro", outcome=Outcome.HANDLED)
    assert client.post(url(outing), data).status_code == 302
    outing.refresh_from_db()
    assert (outing.officers, outing.outcome) == (2, Outcome.HANDLED)


def test_who_does_not_read_reports_neither_links_nor_guesses_them(
    client_as, outing, crew
):
    linked, other = ReportFactory(), ReportFactory()
    outing.reports.add(linked)
    client = client_as("educator")
    sent = typed(outing, crew, people=[str(crew[1].pk)])

    page = client.get(url(outing)).content.decode()
    answers = [
        client.post(url(outing), sent | {"reports": code}).status_code
        for code in (other.code, "CR-2026-ZZZZZZ")
    ]

    assert 'name="reports"' not in page
    assert answers[0] == answers[1] == 302
    assert list(outing.reports.all()) == [linked]
