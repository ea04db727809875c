import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.models import Draft
from reports.views.sending import seen_of


class Citizen:
    """A browser that walks the wizard; ``typed`` is a report nobody would refuse."""

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
            **changes,
        }

    def post(self, name, data=None, **kwargs):
        return self.client.post(reverse(name), data or {}, **kwargs)

    def get(self, name, *args, **kwargs):
        return self.client.get(reverse(name, args=args), **kwargs)

    def enter(self):
        """Pass the gate and the conditions."""
        self.post("report_start", {"danger": "no"})
        self.post("report_consent", {"accepted": "on"})
        return self

    def fill(self, **changes):
        return self.post("report_data", self.typed(**changes))

    def ready(self, **changes):
        """Arrive at the summary."""
        response = self.enter().fill(**changes)
        assert response.url == reverse("report_summary"), response
        return self

    def send(self, **changes):
        return self.post("report_summary", {"seen": seen_of(self.draft), **changes})

    def send_from(self, address):
        data = {"seen": seen_of(self.draft)}
        return self.post("report_summary", data, REMOTE_ADDR=address)

    @property
    def draft(self):
        return Draft.objects.order_by("created_at").last()


@pytest.fixture
def citizen(programme, settings):
    """A citizen in front of the portal of Cremona, who may be as quick as a test."""
    settings.REPORT_LIMITS = {**settings.REPORT_LIMITS, "minimum_seconds": 0}
    return Citizen()
