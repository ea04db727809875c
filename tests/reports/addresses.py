"""An address that waits for its confirmation: the report it comes with, its mails, its buttons."""

from datetime import date
from uuid import uuid4

from django.conf import settings
from django.urls import reverse

from jobs.models import Outbox
from reports.models import Category
from reports.services.intake import submit_report
from tests.reports.factories import PIAZZA_ROMA
from tests.reports.following import follower_of

TYPED = "anna@example.org"


def send(email=TYPED, **more):
    return submit_report(
        category=Category.objects.get(pk="rifiuti"),
        latitude=PIAZZA_ROMA[0],
        longitude=PIAZZA_ROMA[1],
        location_source="mappa",
        subject="SOGGETTO",
        details="TESTO",
        occurred_on=date(2026, 11, 30),
        draft_key=uuid4(),
        email=email,
        **more,
    )


def mails(to=TYPED):
    rows = (row.payload for row in Outbox.objects.order_by("pk"))
    return [mail for mail in rows if mail["to"] == [to]]


def link_in(mail):
    (line,) = [line for line in mail["body"].splitlines() if "/conferma/" in line]
    return line.removeprefix(settings.PUBLIC_URL)


def press(report, action, **typed):
    path = reverse("report_address", args=[report.code])
    return follower_of(report).post(path, {"action": action, **typed})
