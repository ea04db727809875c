"""What is typed at the desk outlives the session, and stays on no computer of the office."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from board.models import BoardNote
from interventions.models import Intervention
from notebooks.models import SealedNote
from tests.accounts.factories import UserFactory
from tests.axe import broken_rules
from tests.interventions.factories import InterventionFactory

browser_test = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "una-frase-lunga-di-prova-9"
STORED = """() => [sessionStorage, localStorage].flatMap((store) =>
    Object.entries(store)).map(([name, text]) => `${name} ${text}`).join(" ")"""
RESUMED = "Abbiamo ripreso quello che stavi scrivendo."
LEFT = "L’ultima volta hai lasciato qualcosa a metà."


def in_a_browser(test):
    for mark in browser_test:
        test = mark(test)
    return test


@pytest.fixture
def outing(programme, cast):
    return InterventionFactory(
        ended=True, crew=cast, starts_at=timezone.now() - timedelta(days=1)
    )


def edit(outing):
    return reverse("intervention_edit", args=[outing.code])


def save(page, button="Salva la scheda"):
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=button).last.click()


def sign_in(page, person):
    person.set_password(PASSWORD)
    person.save()
    page.get_by_label("Email").fill(person.email)
    page.locator("input[type=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Entra").click()


@in_a_browser
def test_what_was_typed_is_taken_up_after_signing_in_again(open_page, outing, cast):
    page = open_page(edit(outing))
    page.get_by_label("Scopo").fill("Guardare i giardini")
    page.get_by_role("button", name="Aggiungi una riga di contatti").click()
    page.locator('[name="tallies-0-count"]').fill("7")
    Session.objects.all().delete()

    save(page)
    assert reverse("account_login") in page.url
    sign_in(page, cast[0])

    assert page.url.endswith(edit(outing))
    expect(page.get_by_text(RESUMED)).to_be_visible()
    expect(page.get_by_label("Scopo")).to_have_value("Guardare i giardini")
    expect(page.locator('[name="tallies-0-count"]')).to_have_value("7")
    assert broken_rules(page) == []
    save(page)
    outing.refresh_from_db()
    assert outing.aim == "Guardare i giardini"
    assert "giardini" not in page.evaluate(STORED)
    page.goto(edit(outing))
    expect(page.get_by_text(RESUMED)).to_have_count(0)


@in_a_browser
def test_only_what_was_changed_comes_back_and_it_may_be_thrown_away(open_page, outing):
    page = open_page(edit(outing))
    page.get_by_label("Scopo").fill("Guardare i giardini")
    page.wait_for_function("() => sessionStorage.length")
    Intervention.objects.filter(pk=outing.pk).update(shared_note="Di un collega")

    page.goto(edit(outing))
    expect(page.get_by_label("Scopo")).to_have_value("")  # it was left on purpose
    page.get_by_role("button", name="Riprendi").click()
    expect(page.get_by_label("Scopo")).to_have_value("Guardare i giardini")
    expect(page.locator("[name=shared_note]")).to_have_value("Di un collega")
    page.get_by_role("button", name="Scarta").click()

    expect(page.get_by_label("Scopo")).to_have_value("")
    page.goto(edit(outing))
    expect(page.get_by_text(RESUMED).or_(page.get_by_text(LEFT))).to_have_count(0)
    assert "giardini" not in page.evaluate(STORED)


@in_a_browser
def test_what_was_left_is_forgotten_when_the_person_says_so(open_page, programme):
    page = open_page(reverse("intervention_plan"))
    page.get_by_label("Scopo").fill("Guardare i giardini")
    page.wait_for_function("() => sessionStorage.length")
    page.goto(reverse("intervention_plan"))

    expect(page.get_by_text(LEFT)).to_be_visible()
    assert broken_rules(page) == []
    expect(page.get_by_label("Scopo")).to_have_value("")
    page.get_by_role("button", name="Scarta").click()

    assert "giardini" not in page.evaluate(STORED)
    page.goto(reverse("intervention_plan"))
    expect(page.get_by_label("Scopo")).to_have_value("")
    expect(page.get_by_text(LEFT)).to_have_count(0)


@in_a_browser
def test_a_form_of_the_same_page_is_empty_once_it_is_saved(open_page, programme):
    page = open_page(reverse("board"))
    page.locator("[name=text]").fill("Lampione spento in piazza")

    save(page, "Metti in bacheca")

    assert BoardNote.objects.get().text == "Lampione spento in piazza"
    expect(page.get_by_text(RESUMED)).to_have_count(0)
    expect(page.locator("[name=text]")).to_have_value("")


@in_a_browser
def test_a_portal_that_fails_loses_nothing(open_page, programme):
    page = open_page(reverse("board"))
    page.locator("[name=text]").fill("Lampione spento in piazza")
    page.route(
        "**/bacheca/",
        lambda route: (
            route.fulfill(status=500, body="Guasto", content_type="text/html")
            if route.request.method == "POST"
            else route.continue_()
        ),
    )
    save(page, "Metti in bacheca")
    page.unroute("**/bacheca/")

    page.goto(reverse("board"))

    expect(page.locator("[name=text]")).to_have_value("Lampione spento in piazza")


@in_a_browser
def test_signing_out_leaves_nothing_and_so_does_another_person(
    open_page, outing, client_as, live_server
):
    page = open_page(edit(outing))
    page.get_by_label("Scopo").fill("Guardare i giardini")
    page.wait_for_function("() => sessionStorage.length")
    cookie = client_as("educator").cookies["sessione"].value
    page.context.add_cookies(
        [{"name": "sessione", "value": cookie, "url": live_server.url}]
    )
    page.goto(edit(outing))
    expect(page.get_by_label("Scopo")).to_have_value("")
    assert "giardini" not in page.evaluate(STORED)

    page.get_by_label("Scopo").fill("Parlare con i ragazzi")
    page.wait_for_function("() => sessionStorage.length")
    with page.expect_navigation():
        page.get_by_role("button", name="Esci").first.click()
    assert "ragazzi" not in page.evaluate(STORED)


@in_a_browser
def test_a_sealed_note_stays_on_the_page_and_nowhere_else(open_page, outing, cast):
    page = open_page(reverse("diary_create"), role="educator")
    text = page.locator("textarea").first
    text.fill("Il gruppo dei portici")
    page.locator("[name=intervention]").select_option(index=1)
    page.get_by_text("Teso", exact=True).click()
    Session.objects.all().delete()

    page.locator("main form button[type=submit]").last.click()

    expect(page.get_by_role("alert")).to_contain_text("Entra di nuovo in un’altra")
    expect(text).to_have_value("Il gruppo dei portici")
    assert "portici" not in page.evaluate(STORED)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Entra (si apre").click()
    sign_in(opened.value, cast[1])
    with page.expect_navigation():
        page.locator("main form button[type=submit]").last.click()
    assert reverse("diary_create") not in page.url, page.inner_text("main")


@in_a_browser
@pytest.mark.parametrize("role", ["educator", "officer"])
def test_a_sealed_note_is_not_signed_by_who_entered_meanwhile(
    open_page, outing, cast, user_as, role
):
    page = open_page(reverse("diary_create"), role="educator")
    text = page.locator("textarea").first
    text.fill("Il gruppo dei portici")
    page.locator("[name=intervention]").select_option(index=1)
    page.get_by_text("Teso", exact=True).click()
    other = UserFactory(role=user_as(role).role)
    page.context.clear_cookies()
    sheet = page.context.new_page()
    sheet.goto(reverse("account_login"))
    sign_in(sheet, other)

    page.locator("main form button[type=submit]").last.click()

    expect(page.get_by_role("alert")).to_contain_text("è entrata un’altra persona")
    expect(text).to_have_value("Il gruppo dei portici")
    assert not SealedNote.objects.exists()
    sheet.context.clear_cookies()
    sheet.goto(reverse("account_login"))
    sign_in(sheet, cast[1])
    with page.expect_navigation():
        page.locator("main form button[type=submit]").last.click()
    assert SealedNote.objects.get().by == cast[1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("came_from", "then"),
    [
        ("http://testserver/bacheca/?pagina=2", "?next=/bacheca/%3Fpagina%3D2"),
        ("https://altrove.example/bacheca/", "?next=/bacheca/lette/"),
        ("javascript:alert(1)", "?next=/bacheca/lette/"),
        ("", "?next=/bacheca/lette/"),
    ],
)
def test_a_form_sent_too_late_leads_back_to_the_page_it_was_on(client, came_from, then):
    response = client.post(reverse("board_read"), headers={"Referer": came_from})

    assert response.status_code == 302
    assert response.url == reverse("account_login") + then
