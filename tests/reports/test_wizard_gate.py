"""The gate of the wizard, the 112, and the order of the steps."""

import pytest
from django.test import Client
from django.urls import reverse

from reports.drafts import GATE
from reports.models import Draft
from reports.views.gate import MOVED


def test_danger_leads_to_the_112_and_to_no_form(citizen):
    response = citizen.post("report_start", {"danger": "si"}, follow=True)

    assert response.redirect_chain[-1][0] == reverse("report_emergency")
    assert not Draft.objects.exists()
    assert b'name="subject"' not in response.content
    way_on = "Se è tutto finito, continua la segnalazione"
    assert f'href="{reverse("report_start")}">{way_on}' in response.content.decode()


def test_no_answer_at_the_gate_asks_again(citizen):
    page = citizen.post("report_start", {"luogo": "piazza-roma"}, follow=True)

    text = page.content.decode()
    assert "Rispondi prima" in text and "<title>Errore: " in text
    assert 'name="luogo" value="piazza-roma"' in text


def test_the_gate_forgets_nothing_of_a_place_chosen_elsewhere(citizen):
    page = citizen.client.get(reverse("report_start") + "?luogo=piazza-marconi")
    assert b'value="piazza-marconi"' in page.content

    citizen.post("report_start", {"danger": "no", "luogo": "piazza-marconi"})
    citizen.post("report_consent", {"accepted": "on"})

    form = citizen.get("report_where").context["form"]
    assert form["place"].value() == "piazza-marconi"


@pytest.mark.parametrize("path", ["/segnala/?luogo=%00", "/segnala/112/?a=%00"])
def test_a_nul_in_the_address_does_no_harm(citizen, path):
    assert citizen.client.get(path).status_code == 200


@pytest.mark.parametrize("field", ["luogo", "bozza"])
def test_a_nul_at_the_gate_does_no_harm(citizen, field):
    response = citizen.post("report_start", {"danger": "no", field: "piazza\x00"})

    assert response.url == citizen.path("report_consent")


# --- Which draft


@pytest.mark.parametrize("old", MOVED)
def test_an_address_of_before_leads_to_the_draft_where_it_stopped(citizen, old):
    assert citizen.client.get(f"/segnala/{old}/").url == reverse("report_start")
    citizen.ready(subject="Scritto prima")

    answers = [
        citizen.client.get(f"/segnala/{old}/"),
        citizen.client.post(f"/segnala/{old}/", {"subject": "x"}),
    ]

    assert [answer.url for answer in answers] == [citizen.path("report_summary")] * 2
    assert "Scritto prima" in citizen.page("report_summary")
    assert Client().get(f"/segnala/{old}/").url == reverse("report_start")


def test_home_then_no_goes_on_with_what_was_typed(citizen):
    citizen.ready(subject="Scritto prima")

    page = citizen.page("report_start")
    response = citizen.client.post(reverse("report_start"), answer_of(page))

    assert "No, riprendo la bozza" in page and "«Scritto prima»" in page
    assert response.url == citizen.path("report_summary")


def test_the_value_no_alone_goes_on_with_the_last_draft(citizen):
    citizen.ready()

    assert citizen.post("report_start", {"danger": "no"}).url == citizen.path(
        "report_summary"
    )


def test_one_may_begin_another_and_the_first_stays(citizen):
    citizen.ready(subject="La prima")

    citizen.post("report_start", {"danger": "altra"})

    assert Draft.objects.count() == 2
    assert "«La prima»" in citizen.page("report_start")


def test_two_tabs_that_saw_no_draft_have_one_each(citizen):
    first, second = citizen.page("report_start"), citizen.page("report_start")
    for page in (first, second):
        citizen.client.post(reverse("report_start"), answer_of(page))

    assert Draft.objects.count() == 2


def test_an_empty_draft_is_not_offered(citizen):
    citizen.enter()

    assert "Le tue bozze" not in citizen.page("report_start")


def test_what_was_sent_today_is_found_from_the_gate(citizen):
    citizen.ready().send()
    sent = citizen.path("report_sent")

    page = citizen.page("report_start")

    assert f'href="{sent}"' in page and "No, voglio segnalare" in page


def test_a_draft_of_others_is_not_resumed(citizen):
    citizen.ready()
    theirs = citizen.draft

    Client().post(reverse("report_start"), {"danger": "no", "bozza": str(theirs.pk)})

    assert citizen.draft != theirs and GATE in citizen.draft.data


def answer_of(page):
    """Return the answer "no" of the gate, with what its page carries."""
    listed = page.split('name="bozza" value="')[1].split('"')[0]
    return {"danger": "no", "bozza": listed}


# --- Consent and order of the steps


def test_consent_is_required_by_the_server(citizen):
    citizen.post("report_start", {"danger": "no"})

    response = citizen.post("report_consent", follow=True)

    page = response.content.decode()
    assert "spunta la casella" in page and "<title>Errore: " in page
    assert citizen.get("report_where").url == citizen.path("report_consent")


@pytest.mark.parametrize("name", ["report_what", "report_contact", "report_summary"])
def test_a_step_asked_too_early_leads_to_the_first_missing_one(citizen, name):
    citizen.enter()

    assert citizen.get(name).url == citizen.path("report_where")
    assert citizen.get("report_sent").url == citizen.path("report_where")


def test_a_step_already_done_is_open(citizen):
    citizen.ready()

    for name in ("report_consent", "report_where", "report_what", "report_contact"):
        assert citizen.get(name).status_code == 200


@pytest.mark.parametrize("name", ["report_emergency", "report_sent", "report_stopped"])
def test_pages_to_read_take_no_post(citizen, name):
    citizen.enter()

    assert citizen.post(name).status_code == 405
