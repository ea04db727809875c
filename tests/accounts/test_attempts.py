"""Who fails to enter: strangers wait, the owner does not, and reads of it."""

import logging
import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.attempts import AT_HOME, CODES, FROM_ADDRESS, ON_ACCOUNT, ON_ADDRESS
from accounts.models import AuditEntry, FailedSignIns
from accounts.services import tell_failed_sign_ins
from accounts.trail import read
from tests.accounts.conftest import PASSWORD
from tests.accounts.factories import UserFactory
from tests.accounts.test_second_factor import code_of
from tests.moments import clock_at

WRONG = "Email o password non corrette"
WAIT = "Per sicurezza aspetta {}, poi riprova."
START = "2026-11-22 10:00:00+00:00"


@pytest.fixture
def home(person):
    """Return a browser that the person entered from before."""
    client = Client()
    with clock_at(START):
        attempt(client, person.email, PASSWORD)
        client.post("/esci/")
    return client


def attempt(client, email, password="sbagliata", address="192.0.2.1"):
    data = {"login": email, "password": password}
    return client.post("/accedi/", data, REMOTE_ADDR=address)


def said(answer):
    return answer.content.decode()


def is_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.engine
@pytest.mark.usefixtures("redis_away")
@pytest.mark.parametrize("email", ["officer@example.org", "nessuno@example.org"])
def test_a_stranger_waits_longer_each_time_whoever_the_email_is_of(person, email):
    with clock_at(START) as clock:
        for _ in range(3):
            assert WRONG in said(attempt(Client(), email))
        assert WAIT.format("1 secondo") in said(attempt(Client(), email))
        clock.shift(1)
        assert WRONG in said(attempt(Client(), email))
        assert WAIT.format("2 secondi") in said(attempt(Client(), email))


def test_the_right_password_does_not_pass_during_the_pause_and_does_after(person):
    with clock_at(START) as clock:
        for _ in range(3):
            attempt(Client(), person.email)
        client = Client()
        assert WAIT.format("1 secondo") in said(attempt(client, person.email, PASSWORD))
        assert not is_in(client)
        clock.shift(1)
        attempt(client, person.email, PASSWORD)

        assert is_in(client)


def test_strangers_lock_out_neither_a_known_browser_nor_another_address(person, home):
    elsewhere = Client()
    with clock_at(START):
        for _ in range(20):
            attempt(Client(), person.email)
        attempt(home, person.email, PASSWORD)
        attempt(elsewhere, person.email, PASSWORD, address="198.51.100.7")

        assert is_in(home) and is_in(elsewhere)


def test_a_known_browser_waits_too_but_by_a_count_of_its_own(person, home):
    with clock_at(START):
        for _ in range(AT_HOME.free):
            assert WRONG in said(attempt(home, person.email))

        assert WAIT.format("1 secondo") in said(attempt(home, person.email))


def test_a_browser_known_of_one_person_is_a_stranger_for_the_others(person, home):
    other = UserFactory()
    with clock_at(START):
        for _ in range(3):
            attempt(home, other.email)

        assert WAIT.format("1 secondo") in said(attempt(home, other.email))


def test_a_forged_cookie_is_a_strangers(person, home):
    thief = Client()
    token = home.cookies["conosciuto"].value
    thief.cookies["conosciuto"] = token[:5] + "x" + token[6:]
    with clock_at(START):
        for _ in range(3):
            attempt(thief, person.email)

        assert WAIT.format("1 secondo") in said(attempt(thief, person.email))


def test_under_siege_a_new_stranger_waits_once_and_then_enters(person):
    client = Client()
    with clock_at(START) as clock:
        for _ in range(ON_ACCOUNT.most):
            ON_ACCOUNT.hit(person.email)
        refused = attempt(client, person.email, PASSWORD)
        clock.shift(32)
        attempt(client, person.email, PASSWORD)

        assert is_in(client)
    assert WAIT.format("32 secondi") in said(refused)


def test_who_tries_many_accounts_from_one_address_waits_before_the_next(person):
    with clock_at(START):
        for _ in range(ON_ADDRESS.most):
            ON_ADDRESS.hit("192.0.2.1")
        slowed = attempt(Client(), person.email, PASSWORD)
        elsewhere = attempt(Client(), person.email, PASSWORD, address="198.51.100.7")

    assert WAIT.format("32 secondi") in said(slowed)
    assert elsewhere.status_code == 302


def test_a_flood_from_one_address_is_slowed_but_not_for_known_browsers(person, home):
    with clock_at(START):
        for _ in range(FROM_ADDRESS.most):
            FROM_ADDRESS.hit("192.0.2.1")
        flooded = attempt(Client(), person.email, PASSWORD)
        attempt(home, person.email, PASSWORD)

        assert is_in(home)
    assert WAIT.format("5 minuti") in said(flooded)


def test_an_unknown_email_costs_the_same_work(person):
    def work(email):
        with CaptureQueriesContext(connection) as queries:
            attempt(Client(), email)
        statement = re.compile(r'(?:FROM|INTO|UPDATE) "?(\w+)')
        return [statement.findall(query["sql"]) for query in queries]

    attempt(Client(), "altri@example.net", address="198.51.100.7")  # warms the caches
    FailedSignIns.objects.all().delete()

    first = work(person.email), work("nessuno@example.org")
    again = work(person.email), work("nessuno@example.org")

    assert first[0] == first[1]
    assert again[0] == again[1]


def test_the_log_knows_the_person_by_number_alone(person, caplog):
    with caplog.at_level(logging.WARNING, logger="accounts.attempts"):
        attempt(Client(), person.email)
        attempt(Client(), "nessuno@example.org")

    lines = [record.getMessage() for record in caplog.records]
    assert lines == [
        f"wrong password for person {person.pk}, from a stranger",
        "wrong password for person 0, from a stranger",
    ]


def test_the_person_is_told_once_how_often_and_what_to_do(
    person, django_capture_on_commit_callbacks
):
    with clock_at(START) as clock:
        for _ in range(7):
            attempt(Client(), person.email)
            clock.shift(60)
        clock.shift(600)
        with django_capture_on_commit_callbacks(execute=True):
            told = [tell_failed_sign_ins(), tell_failed_sign_ins()]

    (sent,) = mail.outbox
    assert told == [1, 0]
    assert sent.to == [person.email]
    assert "ha provato 7 volte a entrare" in sent.body
    assert "/profilo/sessioni/" in sent.body
    [row] = read(AuditEntry.objects.filter(action="accounts.sign_in_failed"))
    assert row.who == "portale"
    assert row.said_after == "password sbagliate: 7"


def test_who_goes_on_trying_is_told_of_once_a_day(
    person, django_capture_on_commit_callbacks
):
    with clock_at(START) as clock, django_capture_on_commit_callbacks(execute=True):
        for _ in range(24 * 6 + 2):
            FailedSignIns.objects.add(person.pk, "passwords")
            clock.shift(600)
            tell_failed_sign_ins()

    counts = [row.after["passwords"] for row in AuditEntry.objects.order_by("pk")]
    assert counts == [1, 144]
    assert len(mail.outbox) == 2


def test_of_emails_that_nobody_has_nobody_is_told(db):
    with clock_at(START) as clock:
        attempt(Client(), "nessuno@example.org")
        clock.shift(601)

        assert tell_failed_sign_ins() == 0

    assert not FailedSignIns.objects.exists()
    assert not AuditEntry.objects.exists()


def test_of_slips_at_home_nobody_is_told(person, home):
    with clock_at(START):  # a browser is known for a year
        for _ in range(AT_HOME.free):
            attempt(home, person.email)
    assert not FailedSignIns.objects.exists()


def test_two_failures_at_the_same_instant_are_both_counted(person):
    FailedSignIns.objects.add(person.pk, "passwords")
    FailedSignIns.objects.add(person.pk, "codes")

    assert FailedSignIns.objects.get().count == 2


@pytest.mark.engine
@pytest.mark.usefixtures("redis_away")
def test_wrong_codes_wait_too_and_are_told_apart(
    person, secret, django_capture_on_commit_callbacks
):
    with clock_at(START) as clock:
        client = Client()
        page = attempt(client, person.email, PASSWORD).url
        for _ in range(3):
            assert "Il codice non è corretto" in said(client.post(page, {"code": "0"}))
        assert WAIT.format("1 secondo") in said(
            client.post(page, {"code": code_of(secret)})
        )
        clock.shift(601)
        with django_capture_on_commit_callbacks(execute=True):
            tell_failed_sign_ins()

    assert "Conosceva la tua password" in mail.outbox[-1].body


def test_codes_cannot_be_guessed_for_long_from_many_addresses(person, secret):
    with clock_at(START):
        for _ in range(CODES.most):
            CODES.hit(person.email)
        client = Client()
        page = attempt(client, person.email, PASSWORD).url

        answer = client.post(page, {"code": code_of(secret)})

    assert WAIT.format("60 minuti") in said(answer)
    assert not is_in(client)
