import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.models import Draft
from reports.views.sending import seen_of
from reports.views.steps import STEPS, after
from tests.reports.browsing import enter

OF_A_DRAFT = {
    "report_consent",
    "report_where",
    "report_what",
    "report_contact",
    "report_summary",
    "report_sent",
    "report_stopped",
    "report_draft_delete",
}


class Citizen:
    """A browser that walks the wizard; ``typed`` is a report nobody would refuse.

    It writes in ``draft``, the last one begun, unless told which.
    """

    def __init__(self):
        self.client = Client()

    @staticmethod
    def typed(**changes):
        return {
            "place": "piazza-roma",
            "category": "rifiuti",
            "subject": "Vetri rotti sul vialetto",
            "details": "Vicino alla panchina.",
            "occurred_on": timezone.localdate().isoformat(),
            "occurred_part": "sera",
            "email": "",
            **changes,
        }

    def path(self, name, draft=None):
        if name not in OF_A_DRAFT:
            return reverse(name)
        return reverse(name, args=[(draft or self.draft).pk])

    def post(self, name, data=None, *, draft=None, **kwargs):
        return self.client.post(self.path(name, draft), data or {}, **kwargs)

    def get(self, name, *, draft=None, **kwargs):
        return self.client.get(self.path(name, draft), **kwargs)

    def page(self, name, **kwargs):
        """Return the text of a page that must be there."""
        response = self.get(name, **kwargs)
        assert response.status_code == 200, response
        return response.content.decode()

    def enter(self):
        """Pass the gate, always with a draft of its own, and the conditions."""
        self.post("report_start", {"danger": "altra"})
        self.post("report_consent", {"accepted": "on"})
        return self

    def step(self, step, **changes):
        """Send one step with its own fields of ``typed``."""
        own = {
            name: v for name, v in self.typed(**changes).items() if name in step.names
        }
        others = {name: v for name, v in changes.items() if name not in self.fields()}
        return self.post(step.url_name, own | others)

    def fill(self, **changes):
        """Send the steps in their order, and stop at the first that does not lead on."""
        for step in STEPS:
            onward = self.path(after(step.url_name))
            response = self.step(step, **changes)
            if response.url != onward:
                break
        return response

    def ready(self, **changes):
        """Arrive at the summary."""
        response = self.enter().fill(**changes)
        assert response.url == self.path("report_summary"), response
        return self

    def send(self, **changes):
        return self.post("report_summary", {"seen": seen_of(self.draft), **changes})

    def send_from(self, address):
        data = {"seen": seen_of(self.draft)}
        return self.post("report_summary", data, REMOTE_ADDR=address)

    @staticmethod
    def fields():
        return {name for step in STEPS for name in step.names}

    @property
    def draft(self):
        return Draft.objects.order_by("created_at").last()


@pytest.fixture
def citizen(programme, settings):
    """A citizen in front of the portal of Cremona, who may be as quick as a test."""
    settings.REPORT_LIMITS = {**settings.REPORT_LIMITS, "minimum_seconds": 0}
    return Citizen()


@pytest.fixture
def phone(live_server, programme, settings, browser):
    """A page of a 360 px phone, past gate and conditions."""
    settings.REPORT_LIMITS = {**settings.REPORT_LIMITS, "minimum_seconds": 0}
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        base_url=live_server.url,
        locale="it-IT",
    )
    page = context.new_page()
    enter(page)
    yield page
    context.close()
