"""A citizen's phone in a flood: it does its work while the summary is read, and the report leaves."""

import pytest
from playwright.sync_api import expect

from reports import flood
from reports.models import Draft, Report
from tests.axe import broken_rules
from tests.reports.browsing import ready, send

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_phone_does_the_work_and_sends(phone, settings, monkeypatch):
    monkeypatch.setattr(flood, "HARDEST", 500)  # a busy machine is slower than a phone
    settings.REPORT_LIMITS = {**settings.REPORT_LIMITS, "per_town_ten_minutes": 1}
    flood.lets_through(Draft(), sender="192.0.2.1")
    ready(phone)
    expect(phone.locator("[data-proof-line]")).to_have_text(
        "Calcolo finito: puoi inviare."
    )
    assert broken_rules(phone) == []

    send(phone)

    assert Report.objects.count() == 1
