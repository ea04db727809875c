"""How often an address that nobody confirmed may be written to: whoever asks, however it is spelt."""

import pytest

from accounts.models import Throttle
from accounts.throttle import Limit
from jobs.models import Outbox
from reports.addresses import mailbox_of
from reports.models import Report
from reports.services.addresses import (
    IN_A_DAY,
    IN_AN_HOUR,
    OF_SENDER,
    change_address,
)
from tests.moments import clock_at
from tests.reports.addresses import TYPED, mails, press, send
from tests.reports.following import page_of

ASKED_BY_ONE = OF_SENDER.most
HERE = "127.0.0.1"  # the sender of what a test client asks


@pytest.fixture
def report(programme):
    return send().report


def test_a_form_does_not_flood_a_stranger_and_loses_no_report(programme):
    for number in range(ASKED_BY_ONE + 3):
        send(email=f"Anna+{number}@example.org", sender=HERE)

    asked = Outbox.objects.count()
    assert asked == ASKED_BY_ONE
    assert Report.objects.count() == ASKED_BY_ONE + 3
    last = Report.objects.order_by("pk").last()
    page = press(last, "send").content.decode()
    assert "A un indirizzo non confermato mandiamo pochi messaggi al giorno" in page
    assert "anna" not in str(Throttle.objects.values_list("key", flat=True)).lower()


def test_one_connection_does_not_ask_without_end(report, monkeypatch):
    monkeypatch.setattr("reports.views.address.ASKED_FROM", Limit("x", 2, 3600))
    for number in range(2):
        press(report, "save", email=f"a{number}@example.org")

    page = press(report, "save", email="a3@example.org").content.decode()

    assert "riprova dopo le" in page and "a3@example.org" in page
    assert Report.objects.get().email == "a1@example.org"


def test_an_address_written_to_too_often_is_not_taken(report):
    for _ in range(ASKED_BY_ONE):
        send(email="b@example.org", sender=HERE)

    page = press(report, "save", email="b@example.org").content.decode()

    assert "riprova domani" in page
    report.refresh_from_db()
    assert report.email == TYPED


def flood(times, email="anna+{}@example.org"):
    """Send as many reports, each from a network of its own."""
    for number in range(times):
        send(email=email.format(number), sender=f"198.51.{number}.1")


def test_fifty_reports_with_the_address_of_a_stranger_send_a_few_mails(programme):
    with clock_at("2026-11-22T10:00") as clock:
        flood(50)
        assert Outbox.objects.count() == IN_AN_HOUR.most
        clock.shift(3601)
        flood(50)

    assert Outbox.objects.count() == IN_A_DAY.most
    assert Report.objects.count() == 100


def test_one_sender_alone_does_not_take_the_mail_of_the_owner(programme):
    for _ in range(20):
        send(sender="198.51.100.1")
    asked = len(mails())

    send(sender="203.0.113.9")

    assert len(mails()) == asked + 1


@pytest.mark.parametrize(
    ("email", "other"),
    [
        ("Anna.Rossi@Example.org", "anna.rossi@example.org"),
        ("anna+portale@example.org", "anna@example.org"),
        ("a.n.na+1@googlemail.com", "anna@gmail.com"),
        ("anna@città.example", "anna@XN--citt-3na.example"),
        ("ａnna@example.org", "anna@example.org"),
    ],
)
def test_a_mailbox_is_one_however_it_is_spelt(email, other):
    assert mailbox_of(email) == mailbox_of(other)


def test_two_mailboxes_are_two():
    emails = ["anna.rossi@example.org", "annarossi@example.org", "anna@gmail.com"]

    assert len({mailbox_of(email) for email in [*emails, "a@" + "b" * 64 + ".it"]}) == 4


def test_a_mail_that_did_not_go_is_told(citizen, monkeypatch):
    nothing = Limit("x", 0, 3600)
    monkeypatch.setattr("reports.services.addresses.IN_A_DAY", nothing)
    citizen.ready(email=TYPED).send()
    page = citizen.page("report_sent")
    report = Report.objects.get()

    assert not mails()
    for told in page, page_of(report):
        assert f"Non ti abbiamo mandato il messaggio per confermare {TYPED}" in told
        assert "messaggio che ti abbiamo mandato" not in told
        assert "Domani apri la pagina" in told and "Manda l’email di conferma" in told

    monkeypatch.undo()
    assert "Domani" not in page_of(report)  # it may be asked now
    press(report, "send")
    assert len(mails()) == 1
    assert f"L’indirizzo {TYPED} aspetta la tua conferma" in page_of(report)


def test_an_address_that_could_not_be_written_to_is_not_the_one_of_before(report):
    change_address(report, email="b@example.org")

    assert "Non ti abbiamo mandato il messaggio" in page_of(report)
