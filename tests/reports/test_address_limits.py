"""How often an address may be written to: nobody is flooded, and nobody is left without the mail."""

import pytest

from accounts.models import Throttle
from accounts.throttle import Limit
from jobs.models import Outbox
from reports.models import Report
from reports.services.addresses import AGAIN, AGAIN_IN_ALL, FIRST, change_address
from tests.reports.addresses import TYPED, mails, press, send
from tests.reports.following import page_of

ASKED_BY_ONE = FIRST.most + AGAIN.most
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
    assert "Abbiamo già scritto più volte a questo indirizzo" in page
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

    assert "riprova dopo le" in page
    report.refresh_from_db()
    assert report.email == TYPED


def flood(senders, times):
    for sender in range(senders):
        for number in range(times):
            send(email=f"anna+{number}@example.org", sender=f"198.51.100.{sender}")


@pytest.mark.parametrize(("senders", "times"), [(1, 20), (4, 5), (7, 6), (25, 1)])
def test_who_types_the_address_of_another_does_not_take_their_mail(
    programme, senders, times
):
    flood(senders, times)

    send(sender="203.0.113.9")
    assert len(mails()) == 1  # the others went to a name with a plus


def test_the_repeats_of_all_senders_do_not_flood_a_mailbox(programme):
    flood(8, ASKED_BY_ONE)

    assert Outbox.objects.count() == 8 + AGAIN_IN_ALL.most


def test_a_mail_that_did_not_go_is_told(citizen, monkeypatch):
    nothing = Limit("x", 0, 3600)
    for limit in "FIRST", "AGAIN":
        monkeypatch.setattr(f"reports.services.addresses.{limit}", nothing)
    citizen.ready(email=TYPED).send()
    page = citizen.page("report_sent")
    report = Report.objects.get()

    assert not mails()
    for told in page, page_of(report):
        assert f"Non ti abbiamo mandato il messaggio per confermare {TYPED}" in told
        assert "messaggio che ti abbiamo mandato" not in told
        assert "dopo le" in told and "Manda l’email di conferma" in told

    monkeypatch.undo()
    assert "dopo le" not in page_of(report)  # the share is free: it may be asked now
    press(report, "send")
    assert len(mails()) == 1
    assert f"L’indirizzo {TYPED} aspetta la tua conferma" in page_of(report)


def test_an_address_that_could_not_be_written_to_is_not_the_one_of_before(report):
    change_address(report, email="b@example.org")

    assert "Non ti abbiamo mandato il messaggio" in page_of(report)
