"""A second factor or a password that the office throws away: one asks, another confirms."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.resets import (
    ALREADY,
    NOBODY_CONFIRMS,
    NOT_ONESELF,
    NOTHING_TO_RESET,
    NOTHING_WAITS,
    PASSWORD,
    SECOND_FACTOR,
    ask_reset,
    confirm_reset,
    refuse_reset,
    waiting,
)
from accounts.services import PersonRefused, deactivate_person
from accounts.trail import read
from jobs.models import Outbox
from tests.accounts.factories import UserFactory
from tests.moments import clock_at

pytestmark = pytest.mark.engine
PASSWORD_OF_LUCIA = "lunga-e-mia-2026"


@pytest.fixture
def asker(user_as):
    return user_as("admin")


@pytest.fixture
def second(asker):
    return UserFactory(role=asker.role, full_name="Seconda Persona")


@pytest.fixture
def lucia(db):
    person = UserFactory(full_name="Lucia Rossi", email="lucia@example.org")
    person.set_password(PASSWORD_OF_LUCIA)
    person.save()
    Authenticator.objects.create(user=person, type="totp", data={})
    return person


def told():
    """Return {address: [subject, text]} of what is in the outbox, the last of each."""
    mails = [row.payload for row in Outbox.objects.order_by("pk")]
    return {mail["to"][0]: (mail["subject"], mail["body"]) for mail in mails}


def factors(person):
    return Authenticator.objects.filter(user=person).count()


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def test_who_asks_changes_nothing_and_the_others_are_told(asker, second, lucia):
    ask_reset(lucia, SECOND_FACTOR, by=asker)

    assert factors(lucia) == 1
    assert set(told()) == {lucia.email, second.email}
    assert "ha chiesto di azzerare il tuo secondo fattore" in told()[lucia.email][1]
    page = reverse("user_reset_confirm", args=[lucia.pk])
    assert f"http://127.0.0.1:8000{page}" in told()[second.email][1]


def test_another_administrator_confirms_it(asker, second, lucia):
    ask_reset(lucia, SECOND_FACTOR, by=asker)

    confirm_reset(lucia, by=second)

    assert factors(lucia) == 0
    assert set(told()) == {lucia.email, second.email, asker.email}
    assert "ha azzerato il tuo secondo fattore" in told()[lucia.email][1]
    rows = read(AuditEntry.objects.order_by("pk"))
    assert [(row.who, row.sentence) for row in rows] == [
        ("Admin demo", "Ha chiesto di azzerare il secondo fattore di una persona"),
        ("Seconda Persona", "Ha azzerato il secondo fattore di una persona"),
    ]


def test_a_password_thrown_away_closes_the_sessions_and_a_link_leaves(
    asker, second, lucia
):
    client = signed_in(lucia)

    ask_reset(lucia, PASSWORD, by=asker)
    assert client.get("/profilo/").status_code == 200
    confirm_reset(lucia, by=second)

    assert client.get("/profilo/").status_code == 302
    lucia.refresh_from_db()
    assert not lucia.has_usable_password()
    bodies = [row.payload["body"] for row in Outbox.objects.all()]
    assert any("/password/nuova/" in body for body in bodies)
    assert factors(lucia) == 1


def test_who_asked_and_the_person_confirm_nothing(asker, second):
    Authenticator.objects.create(user=second, type="totp", data={})
    UserFactory(role=asker.role)
    ask_reset(second, SECOND_FACTOR, by=asker)

    for who in (asker, second):
        with pytest.raises(PersonRefused, match=NOT_ONESELF):
            confirm_reset(second, by=who)

    assert factors(second) == 1


def test_it_is_done_once(asker, second, lucia):
    ask_reset(lucia, SECOND_FACTOR, by=asker)
    with pytest.raises(PersonRefused, match=ALREADY):
        ask_reset(lucia, PASSWORD, by=asker)
    confirm_reset(lucia, by=second)
    Authenticator.objects.create(user=lucia, type="totp", data={})

    with pytest.raises(PersonRefused):
        confirm_reset(lucia, by=second)

    assert factors(lucia) == 1


def test_after_a_day_it_waits_no_more(asker, second, lucia):
    with clock_at("2026-11-22 10:00") as clock:
        ask_reset(lucia, SECOND_FACTOR, by=asker)
        clock.shift(24 * 3600 - 1)
        assert waiting(lucia)
        clock.shift(1)

        with pytest.raises(PersonRefused):
            confirm_reset(lucia, by=second)
        ask_reset(lucia, SECOND_FACTOR, by=second)

    assert factors(lucia) == 1


def test_refused_or_withdrawn_it_waits_no_more(asker, second, lucia):
    ask_reset(lucia, SECOND_FACTOR, by=asker)

    refuse_reset(lucia, by=second)

    with pytest.raises(PersonRefused):
        confirm_reset(lucia, by=second)
    assert "Ha rifiutato o ritirato" in told()[asker.email][0]


def test_what_an_administrator_who_was_shut_out_had_asked_is_void(asker, second, lucia):
    ask_reset(lucia, SECOND_FACTOR, by=asker)
    deactivate_person(asker, by=second)

    with pytest.raises(PersonRefused):
        confirm_reset(lucia, by=second)


def test_where_nobody_could_confirm_it_the_page_says_what_to_do(asker, lucia):
    page = signed_in(asker).post(
        reverse("user_reset_second_factor", args=[lucia.pk]), follow=True
    )

    assert NOBODY_CONFIRMS in page.content.decode()
    assert not AuditEntry.objects.exists()


def test_there_is_nothing_to_reset_of_who_has_no_second_factor(asker, second):
    with pytest.raises(PersonRefused, match=NOTHING_TO_RESET):
        ask_reset(UserFactory(), SECOND_FACTOR, by=asker)


def test_the_pages_lead_from_who_asks_to_who_confirms(asker, second, lucia):
    page, confirm = (
        reverse(name, args=[lucia.pk]) for name in ("user_edit", "user_reset_confirm")
    )
    first, other = signed_in(asker), signed_in(second)

    first.post(reverse("user_reset_password", args=[lucia.pk]))
    mine = first.get(page).content.decode()
    others = other.get(page).content.decode()
    question = other.get(confirm).content.decode()
    done = other.post(confirm, follow=True).content.decode()

    assert "Ritira la richiesta" in mine and confirm not in mine
    assert "ha chiesto di azzerare la password di Lucia Rossi" in others
    assert confirm in others
    assert "Confermi di azzerare la password di Lucia Rossi?" in question
    assert "Fatto: Lucia Rossi lo legge nella sua email." in done
    assert NOTHING_WAITS in first.get(confirm, follow=True).content.decode()


def test_from_the_machine_it_is_done_at_once_and_written(asker, lucia):
    call_command("reset_access", "Lucia@example.org", "--second-factor")

    assert factors(lucia) == 0
    (row,) = read(AuditEntry.objects.all())
    assert row.who == "portale"
    assert set(told()) == {lucia.email, asker.email}
    with pytest.raises(CommandError, match="Nobody has the email"):
        call_command("reset_access", "nessuno@example.org", "--password")
