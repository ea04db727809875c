"""A passkey made, named, used and removed in a real browser, with an authenticator that Chromium plays."""

import re

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from accounts.models import AuditEntry
from tests.axe import broken_rules

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "lunga-e-mia-2026"


@pytest.fixture
def person(user_as):
    person = user_as("officer")
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def plays(person, open_page, live_server, settings):
    """Return a page of a phone whose authenticator says yes, and its door to the browser."""
    settings.SECOND_FACTOR_REQUIRED = True
    page = open_page("/accessibilita/", (360, 800))
    page.context.clear_cookies()
    door = page.context.new_cdp_session(page)
    door.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = door.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page, door, made["authenticatorId"]


def enter(page, person):
    page.goto("/accedi/")
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Entra").click()


def fits(page):
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert broken_rules(page) == []


def test_a_passkey_opens_the_portal_to_who_made_it(plays, person):
    page, door, authenticator = plays
    enter(page, person)
    expect(page.get_by_text("Manca il secondo fattore")).to_be_visible()
    fits(page)

    page.get_by_role("link", name="Aggiungi una passkey").click()
    page.get_by_label("Nome").fill("Telefono di servizio")
    fits(page)
    page.get_by_role("button", name="Crea la passkey").click()
    expect(page.get_by_role("heading", name="Codici di recupero")).to_be_visible()
    fits(page)
    page.goto("/profilo/secondo-fattore/passkey/")
    expect(page.get_by_role("cell", name="Telefono di servizio").first).to_be_visible()
    fits(page)

    page.context.clear_cookies()
    enter(page, person)
    expect(page.get_by_role("heading", name="Con la passkey")).to_be_visible()
    fits(page)
    refuse = {"authenticatorId": authenticator, "isUserVerified": False}
    door.send("WebAuthn.setUserVerified", refuse)
    page.get_by_role("button", name="Usa la passkey").click()
    expect(page.get_by_text("Il browser non ha dato la passkey")).to_be_visible()
    door.send("WebAuthn.setUserVerified", refuse | {"isUserVerified": True})
    page.get_by_role("button", name="Usa la passkey").click()
    expect(page).not_to_have_url(re.compile("/accedi/"))

    page.goto("/profilo/conferma/passkey/?next=/profilo/")
    fits(page)
    page.get_by_role("button", name="Usa la passkey").click()
    expect(page).to_have_url(re.compile("/profilo/$"))
    assert Authenticator.objects.get(type="webauthn").last_used_at
    actions = AuditEntry.objects.values_list("action", "after__type")
    assert ("accounts.second_factor_added", "webauthn") in actions
