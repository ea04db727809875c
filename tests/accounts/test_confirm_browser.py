"""The pages that ask before a person is shut out, and who it is, in a real browser."""

import re

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import User
from tests.accounts.factories import RoleFactory
from tests.axe import broken_rules

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("name", ["user_deactivate", "user_reset_second_factor"])
@pytest.mark.parametrize("width", [360, 1280])
def test_who_is_asked_reads_it_on_a_phone_and_on_a_desk(
    open_page, user_as, name, width
):
    person = user_as("officer")
    User.objects.filter(pk=person.pk).update(full_name="Mariangela " * 10)

    page = open_page(reverse(name, args=[person.pk]), (width, 800), role="admin")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert broken_rules(page) == []


def let_ten_minutes_pass(page):
    (cookie,) = [c for c in page.context.cookies() if c["name"] == "sessione"]
    session = SessionStore(cookie["value"])
    for said in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        said["at"] -= 601
    session[AUTHENTICATION_METHODS_SESSION_KEY] = session.pop(
        AUTHENTICATION_METHODS_SESSION_KEY
    )
    session.save()


def test_who_is_asked_again_finds_what_was_typed_as_it_was(open_page, user_as):
    person = user_as("admin")
    person.set_password("lunga-e-mia-2026")
    person.save()
    RoleFactory(code="educator", label="Educatore")
    page = open_page("/operatori/persone/nuova/", (360, 800), role="admin")
    page.get_by_label("Nome e cognome").fill("Lucia Rossi")
    page.get_by_label("Email").fill("lucia@example.org")
    page.get_by_label("Ruolo").select_option("educator")
    let_ten_minutes_pass(page)

    page.get_by_role("button", name="Aggiungi e invia").click()
    expect(page.get_by_role("heading", name="Conferma che sei tu")).to_be_visible()
    assert broken_rules(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_label("Password").fill("lunga-e-mia-2026")
    page.get_by_role("button", name="Conferma").click()

    expect(page.get_by_label("Email")).to_have_value("lucia@example.org")
    expect(page.get_by_text("Abbiamo ripreso")).to_be_visible()
    page.get_by_role("button", name="Aggiungi e invia").click()
    expect(page).to_have_url(re.compile("/operatori/persone/$"))
    assert User.objects.filter(email="lucia@example.org").exists()
