"""The page of the state in a real browser: it asks again by itself, and says when nobody answers."""

import pytest
from playwright.sync_api import expect

from tests.axe import broken_rules

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STATE = "/operatori/lavori/"


def test_the_lights_change_while_one_looks_and_silence_is_said(
    well, programme, open_page, settings
):
    page = open_page(STATE, role="admin")
    ask_now = "document.dispatchEvent(new Event('visibilitychange'))"
    expect(page.get_by_role("heading", name="È tutto a posto")).to_be_visible()
    assert broken_rules(page) == []

    settings.MEDIA_ROOT.rmdir()
    page.evaluate(ask_now)
    expect(page.get_by_role("heading", name="Da sistemare: 1 di 8")).to_be_visible()
    expect(page.get_by_text("Controlla che la cartella delle foto")).to_be_visible()
    assert broken_rules(page) == []

    page.context.set_offline(True)
    page.evaluate(ask_now)
    expect(page.get_by_role("status")).to_contain_text("Non aggiornato dalle")
    expect(page.get_by_role("heading", name="Da sistemare: 1 di 8")).to_be_visible()
