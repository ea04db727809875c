import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import BadHeaderError, EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone

from jobs import services
from jobs.models import Outbox
from tests.jobs.factories import OutboxFactory, a_mail
from tests.moments import clock_at

pytestmark = pytest.mark.django_db
SEND = "jobs.messages.send"


def refuse_with(monkeypatch, error):
    def send(payload, *, backend):
        raise error

    monkeypatch.setattr(SEND, send)


def test_a_mail_is_a_row_until_the_commit_then_it_is_delivered(
    django_capture_on_commit_callbacks,
):
    with django_capture_on_commit_callbacks(execute=True):
        a_mail().send()
        assert Outbox.objects.waiting().count() == 1
        assert mail.outbox == []

    assert [message.subject for message in mail.outbox] == ["Segnalazione ricevuta"]


def test_a_mail_of_a_transaction_rolled_back_leaves_nothing():
    with pytest.raises(RuntimeError), transaction.atomic():
        a_mail().send()
        raise RuntimeError

    assert not Outbox.objects.exists()


@pytest.mark.engine
def test_the_same_key_twice_is_one_mail(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            a_mail(headers={"X-Outbox-Key": "ricevuta-7"}).send()

    assert Outbox.objects.get().key == "ricevuta-7"
    assert len(mail.outbox) == 1
    assert "X-Outbox-Key" not in mail.outbox[0].message()


def test_a_key_longer_than_the_column_still_is_one_mail():
    for _ in range(2):
        a_mail(headers={"X-Outbox-Key": "k" * 400}).send()

    assert Outbox.objects.count() == 1


def test_a_delivered_row_keeps_nothing_of_the_message():
    row = OutboxFactory()

    assert services.deliver(row.pk)

    row.refresh_from_db()
    assert row.payload == {}
    assert row.done_at


def test_html_attachments_and_headers_survive_the_outbox():
    message = EmailMultiAlternatives(
        "Oggetto",
        "testo",
        "portale@example.org",
        ["a@example.org"],
        reply_to=["b@e.it"],
    )
    message.attach_alternative("<p>testo</p>", "text/html")
    message.attach("dati.csv", "uno;due", "text/csv")
    message.send()

    services.deliver(Outbox.objects.get().pk)

    (sent,) = mail.outbox
    assert sent.alternatives[0].content == "<p>testo</p>"
    assert sent.attachments[0].filename == "dati.csv"
    assert sent.message()["Reply-To"] == "b@e.it"


def test_a_line_break_in_the_subject_is_refused_before_the_row():
    with pytest.raises(BadHeaderError):
        a_mail("Oggetto\nBcc: tutti@example.org").send()

    assert not Outbox.objects.exists()


@pytest.mark.engine
def test_a_second_worker_finds_the_row_taken(monkeypatch):
    row = OutboxFactory()
    second = []
    monkeypatch.setattr(
        SEND, lambda payload, *, backend: second.append(services.deliver(row.pk))
    )

    assert services.deliver(row.pk)

    assert second == [False]


def test_a_row_taken_by_a_dead_worker_is_free_when_the_lease_ends(settings):
    row = OutboxFactory(claimed_at=timezone.now(), attempts=1)

    assert not services.deliver(row.pk)
    with clock_at(
        timezone.now() + timedelta(seconds=settings.OUTBOX_LEASE_SECONDS + 1)
    ):
        assert services.deliver(row.pk)

    assert len(mail.outbox) == 1


def test_a_row_delivered_twice_sends_once():
    row = OutboxFactory()

    assert [services.deliver(row.pk), services.deliver(row.pk)] == [True, False]
    assert len(mail.outbox) == 1


def test_a_row_that_is_gone_is_no_error():
    assert not services.deliver(404)


def test_after_a_failure_the_row_waits_longer_each_time(monkeypatch):
    refuse_with(monkeypatch, ConnectionRefusedError(111, "Connection refused"))
    row = OutboxFactory()
    pauses = []
    now = timezone.now()
    for _ in range(4):
        with clock_at(now):
            services.deliver(row.pk)
            row.refresh_from_db()
            pauses.append((row.not_before - now).total_seconds() / 60)
            now = row.not_before

    assert pauses == [1, 2, 4, 8]
    assert row.last_error == "ConnectionRefusedError Connection refused"
    assert row.failed_at is None


def test_the_error_names_no_address(monkeypatch):
    refused = {"cittadina@example.org": (450, b"cittadina@example.org is greylisted")}
    refuse_with(monkeypatch, smtplib.SMTPRecipientsRefused(refused))
    row = OutboxFactory()

    services.deliver(row.pk)

    row.refresh_from_db()
    assert row.last_error == "SMTPRecipientsRefused 450"
    assert row.failed_at is None


def test_an_address_refused_for_good_is_abandoned_at_once_without_its_text(monkeypatch):
    refuse_with(monkeypatch, smtplib.SMTPRecipientsRefused({"x@y.it": (550, b"no")}))
    row = OutboxFactory()

    services.deliver(row.pk)

    row.refresh_from_db()
    assert row.failed_at
    assert row.payload == {}
    assert services.retry(row) == 0  # there is nothing to say


def test_the_last_attempt_abandons_the_row_and_retry_starts_again(monkeypatch):
    row = OutboxFactory(attempts=services.MAX_ATTEMPTS - 1)
    with monkeypatch.context() as patch:
        refuse_with(patch, TimeoutError())
        services.deliver(row.pk)
    row.refresh_from_db()
    assert row.failed_at

    services.retry(row)
    services.sweep()

    row.refresh_from_db()
    assert row.done_at
    assert row.failed_at is None


@pytest.mark.engine
def test_what_was_abandoned_loses_text_and_links_when_nobody_tried_again(monkeypatch):
    row = OutboxFactory(attempts=services.MAX_ATTEMPTS - 1)
    refuse_with(monkeypatch, TimeoutError())
    services.deliver(row.pk)

    left = []
    for pause in (timedelta(0), services.KEEP_TEXT + timedelta(minutes=1)):
        with clock_at(timezone.now() + pause):
            services.prune()
        row.refresh_from_db()
        left.append(bool(row.payload))

    assert left == [True, False]
    assert row.failed_at  # the row stays, to tell that somebody was not reached
