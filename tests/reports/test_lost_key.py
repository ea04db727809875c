"""Who lost the link has it again at the address they confirmed; nobody learns which are known."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobs.models import Outbox
from reports.codes import derive_key
from reports.services.addresses import LINKS
from reports.views.lost_key import ASKED_FROM
from tests.reports.factories import ReportFactory

PATH = reverse("report_lost_key")


def ask(email):
    answer = Client().post(PATH, {"email": email}, follow=True)
    return answer.status_code, answer.redirect_chain, answer.content.decode()


@pytest.fixture
def mine(programme):
    return [ReportFactory(email="anna@example.org") for _ in "12"]


def test_one_mail_has_the_links_of_every_report(mine):
    ask("Anna@example.org")

    sent = Outbox.objects.get().payload
    assert sent["to"] == ["anna@example.org"]
    for report in mine:
        link = reverse("report_open", args=[report.code, derive_key(report.draft_key)])
        assert link in sent["body"]


@pytest.mark.parametrize("state", ["unknown", "unconfirmed", "erased"])
def test_an_address_that_is_not_known_is_answered_the_same_and_has_no_mail(mine, state):
    known = ask("anna@example.org")
    Outbox.objects.all().delete()
    if state == "unconfirmed":
        ReportFactory(email="luca@example.org", email_confirmed_at=None)
    if state == "erased":
        ReportFactory(email="", text_erased_at=timezone.now())

    unknown = ask("luca@example.org")

    def without_tokens(text):
        lines = text.splitlines()
        return [x for x in lines if "csrf" not in x and "nonce" not in x]

    assert unknown[:2] == known[:2]
    assert without_tokens(unknown[2]) == without_tokens(known[2])
    assert not Outbox.objects.exists()


def test_a_mailbox_is_not_flooded_and_the_page_does_not_say_so(mine):
    for _ in range(LINKS.most):
        LINKS.hit("anna@example.org")

    status, _, page = ask("anna+x@example.org")

    assert status == 200 and "tra poco ricevi" in page and not Outbox.objects.exists()


def test_one_sender_asks_so_many_times(mine):
    for _ in range(ASKED_FROM.most):
        ASKED_FROM.hit("127.0.0.1")

    page = Client().post(PATH, {"email": "anna@example.org"}).content.decode()

    assert "Hai chiesto molti messaggi" in page and not Outbox.objects.exists()
