"""An address is confirmed by who reads its mail: before, it receives nothing of a report."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobs.models import Outbox
from reports.addresses import token_for
from reports.codes import derive_key
from reports.models import Report, Status
from reports.notifications import notify_step
from reports.services.addresses import change_address
from reports.services.desk import answer_report, take_charge
from tests.moments import clock_at
from tests.reports.addresses import TYPED, link_in, mails, press, send
from tests.reports.factories import ReportFactory, StatusChangeFactory
from tests.reports.following import follower_of, page_of


@pytest.fixture
def report(programme):
    return send().report


def test_the_first_mail_holds_no_content_no_code_and_no_secret(report):
    (mail,) = mails()

    everything = str(mail)
    for secret in (report.code, derive_key(report.draft_key), "SOGGETTO", "TESTO"):
        assert secret not in everything
    assert "72" not in mail["subject"] and "vale fino al" in mail["body"]


def test_opening_the_link_changes_nothing_and_says_nothing(client, report):
    page = client.get(link_in(mails()[0]))

    assert page.status_code == 200 and "no-store" in page["Cache-Control"]
    text = page.content.decode()
    for secret in (report.code, TYPED, "SOGGETTO"):
        assert secret not in text
    assert Report.objects.get().email_confirmed_at is None
    assert len(mails()) == 1


def test_confirming_brings_the_receipt_once(client, report):
    link = link_in(mails()[0])
    answers = [client.post(link, follow=True) for _ in range(2)]

    for answer in answers:
        text = answer.content.decode()
        assert "Indirizzo confermato" in text and report.code not in text
    assert Report.objects.get().email_confirmed_at
    _, receipt = mails()
    assert report.code in receipt["subject"]
    assert derive_key(report.draft_key) in receipt["body"]


def test_steps_go_to_a_confirmed_address_only(client, report, user_as):
    officer = user_as("officer")
    take_charge(report, by=officer)
    answer_report(report, text="Arriviamo.", by=officer)
    assert len(mails()) == 1

    client.post(link_in(mails()[0]))
    answer_report(report, text="Siamo passati.", by=officer)
    assert len(mails()) == 3


def test_a_link_is_good_for_three_days(client, programme):
    now = timezone.now()
    with clock_at(now - timedelta(hours=71)):
        send(email="a@example.org")
    with clock_at(now - timedelta(hours=73)):
        send(email="b@example.org")

    assert client.post(link_in(mails("a@example.org")[0])).status_code == 302
    late = client.post(link_in(mails("b@example.org")[0]))
    assert late.status_code == 410 and "non vale più" in late.content.decode()
    assert Report.objects.filter(email_confirmed_at=None).count() == 1


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "W10:1abc:x", "é", "x" * 5000])
def test_a_token_that_is_not_ours_says_so(client, report, token):
    path = f"/segnalazioni/conferma/{token}/"

    assert client.get(path).status_code == client.post(path).status_code == 410


def test_a_mistyped_address_receives_no_secret_and_is_corrected(client, report):
    mistyped = link_in(mails()[0])
    assert f"L’indirizzo {TYPED} aspetta la tua conferma" in page_of(report)

    assert press(report, "save", email="anna@example.com").status_code == 302

    assert client.post(mistyped).status_code == 410
    (asked,) = mails("anna@example.com")
    client.post(link_in(asked))
    assert len(mails()) == 1
    assert report.code in mails("anna@example.com")[1]["subject"]
    assert "Ti scriviamo a anna@example.com" in page_of(report)


def test_a_confirmed_address_that_is_changed_is_confirmed_again(client, report):
    client.post(link_in(mails()[0]))

    press(report, "save", email="b@example.org")

    assert Report.objects.get().email_confirmed_at is None
    client.post(link_in(mails("b@example.org")[0]))
    assert len(mails("b@example.org")) == 2  # the receipt goes there too


def test_the_same_address_saved_again_stays_confirmed(client, report):
    client.post(link_in(mails()[0]))
    press(report, "save", email=TYPED)

    assert Report.objects.get().email_confirmed_at
    assert len(mails()) == 2


def test_an_address_is_taken_away(client, report):
    link = link_in(mails()[0])
    press(report, "remove")

    assert Report.objects.get().email == ""
    assert client.post(link).status_code == 410
    assert TYPED not in page_of(report)


def test_the_message_is_sent_again(report, programme):
    with clock_at(timezone.now() + timedelta(minutes=2)):
        press(report, "send")

    assert len(mails()) == 2


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("", "Scrivi l’indirizzo"),
        ("anna@", "non è completo"),
        ("a@b.it\nBcc: c@d.it", "non è completo"),
    ],
)
def test_an_address_that_is_not_one_gets_a_sentence(report, email, sentence):
    page = press(report, "save", email=email).content.decode()

    assert sentence in page
    assert Report.objects.get().email == TYPED


@pytest.mark.parametrize(
    ("action", "email", "sentence"),
    [
        ("send", "", f"Ti abbiamo mandato un’email a {TYPED}"),
        ("save", "b@example.org", "Ti abbiamo mandato un’email a b@example.org"),
        ("remove", "", "Indirizzo tolto"),
    ],
)
def test_what_was_done_with_the_address_is_said(report, action, email, sentence):
    path = reverse("report_address", args=[report.code])
    typed = {"action": action, "email": email}

    page = follower_of(report).post(path, typed, follow=True).content.decode()

    assert 'role="status" tabindex="-1" autofocus' in page and sentence in page


def test_a_stranger_touches_no_address(client, report):
    path = reverse("report_address", args=[report.code])

    assert client.post(path, {"action": "remove"}).status_code == 404
    assert Report.objects.get().email == TYPED


def test_confirming_does_not_look_like_a_change_to_the_office(client, report):
    before = Report.objects.get().updated_at
    client.post(link_in(mails()[0]))

    assert Report.objects.get().updated_at == before


def test_the_mail_speaks_the_language_of_who_reported(programme):
    send(language="en")

    assert mails()[0]["subject"] == "Confirm your email address"


def test_a_step_of_an_address_that_waits_is_told_to_nobody(db):
    report = ReportFactory(email=TYPED, email_confirmed_at=None)

    notify_step(StatusChangeFactory(report=report, status=Status.IN_CHARGE))

    assert not Outbox.objects.exists()


def test_an_erased_report_takes_no_address(db):
    report = ReportFactory(text_erased_at=timezone.now())
    token = token_for(report)

    with pytest.raises(Exception, match="cancellati"):
        change_address(report, email=TYPED)
    assert Client().post(reverse("report_confirm", args=[token])).status_code == 410
