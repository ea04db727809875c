"""Where a person is signed in: known browsers, their mails, closing them, idle ones."""

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from accounts import browsers, services
from accounts.browsers import BY_ITSELF
from accounts.models import AuditEntry, Browser
from accounts.resets import SECOND_FACTOR, reset_from_the_machine
from cremona_safety.settings import base
from jobs.models import Outbox
from tests.accounts.conftest import PASSWORD
from tests.accounts.factories import UserFactory
from tests.accounts.test_second_factor import code_of
from tests.moments import clock_at

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (Linux; Android 15; SM-A556B) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36"
)
SESSIONS = "/profilo/sessioni/"


def enter(person, client=None, agent=FIREFOX):
    client = client or Client(headers={"user-agent": agent})
    client.post("/accedi/", {"login": person.email, "password": PASSWORD})
    return client


def is_in(client):
    return client.get("/profilo/").status_code == 200


def cookie(client):
    return client.cookies[browsers.COOKIE]


def test_a_new_browser_is_told_once(person, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client = enter(person)
        client.post("/esci/")
        enter(person, client)

    assert [sent.subject for sent in mail.outbox] == ["Sei entrato da un browser nuovo"]
    assert "Firefox su Linux" in mail.outbox[0].body
    assert mail.outbox[0].to == [person.email]
    assert Browser.objects.get().name == "Firefox su Linux"


def test_the_cookie_is_long_lived_and_out_of_reach(person, settings):
    plain = cookie(enter(person))
    settings.SESSION_COOKIE_SECURE = True
    secure = cookie(enter(person))

    assert plain["max-age"] == 365 * 86_400
    assert plain["httponly"] and plain["samesite"] == "Lax"
    assert base.COOKIE_PREFIX == "__Host-" and browsers.COOKIE == "conosciuto"
    assert secure["secure"] and secure["path"] == "/" and not secure["domain"]


def test_neither_the_token_nor_an_address_is_in_the_database(person):
    client = enter(person)

    (row,) = Browser.objects.values()
    assert cookie(client).value.split(":")[0] not in str(row)
    assert "127.0.0.1" not in str(row)


def test_a_browser_of_two_people_is_known_for_each_apart(person):
    other = UserFactory()
    other.set_password(PASSWORD)
    other.save()
    client = enter(person)
    token = cookie(client).value
    client.post("/esci/")
    enter(other, client)

    assert cookie(client).value.split(":")[0] == token.split(":")[0]
    assert [row.person for row in Browser.objects.order_by("pk")] == [person, other]


def test_the_page_tells_this_browser_from_the_others(person):
    here = enter(person)
    enter(person, agent=PHONE)

    page = here.get(SESSIONS).content.decode()

    mine, others = page.split("Gli altri")
    assert "Firefox su Linux" in mine and "Chrome su Android" in others
    assert "Chrome su Android" not in mine


def test_alone_the_page_says_so_and_who_left_is_not_on_it(person):
    here, phone = enter(person), enter(person, agent=PHONE)
    phone.post("/esci/")

    assert "in nessun altro browser" in here.get(SESSIONS).content.decode()


def test_one_session_is_closed_and_its_browser_is_new_again(person):
    here, phone = enter(person), enter(person, agent=PHONE)
    row = Browser.objects.get(name="Chrome su Android")

    here.post(f"{SESSIONS}{row.pk}/chiudi/")

    assert is_in(here) and not is_in(phone)
    assert not Browser.objects.filter(pk=row.pk).exists()
    entry = AuditEntry.objects.first()
    assert (entry.action, entry.after) == (
        "accounts.session_closed",
        {"browser": "Chrome su Android"},
    )


def test_nobody_closes_the_session_of_another(person, client_as):
    here = enter(person)
    row = Browser.objects.get()

    answer = client_as("admin").post(f"{SESSIONS}{row.pk}/chiudi/")

    assert answer.status_code == 404
    assert is_in(here)


def test_leaving_everywhere_ends_this_session_too(person):
    here, phone = enter(person), enter(person, agent=PHONE)

    left = here.post(f"{SESSIONS}esci-ovunque/", follow=True)

    assert "Sei uscito da ogni browser" in left.content.decode()
    assert not is_in(here) and not is_in(phone)
    assert not Browser.objects.exists()
    assert AuditEntry.objects.first().action == "accounts.left_everywhere"


def test_a_new_password_makes_the_other_browsers_strangers(person):
    here, _ = enter(person), enter(person, agent=PHONE)
    new = "un’altra-ancora-2026"

    here.post(
        "/profilo/password/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    (row,) = Browser.objects.all()
    assert row.name == "Firefox su Linux"
    assert Session.objects.filter(session_key=row.session_key).exists()
    assert "Firefox su Linux" in here.get(SESSIONS).content.decode()


def test_a_desk_left_alone_is_closed_with_a_sentence_and_the_way_back(person, settings):
    settings.IDLE_MINUTES = 60
    with clock_at("2026-11-22 10:00:00+00:00") as clock:
        client = enter(person)
        for _ in range(3):
            clock.shift(59 * 60)
            assert is_in(client)
        clock.shift(61 * 60)
        answer = client.get("/profilo/", follow=True)

    assert answer.redirect_chain[0][0] == "/accedi/?next=/profilo/"
    assert "Per 60 minuti non hai usato il portale" in answer.content.decode()
    assert Browser.objects.get().session_key == ""


def test_a_public_page_keeps_nobody_in(person):
    with clock_at("2026-11-22 10:00:00+00:00") as clock:
        client = enter(person)
        for _ in range(3):
            clock.shift(40 * 60)
            client.get("/accessibilita/")

        assert not is_in(client)


def test_a_page_that_asks_again_by_itself_keeps_nobody_in(person):
    with clock_at("2026-11-22 10:00:00+00:00") as clock:
        client = enter(person)
        for _ in range(2):
            clock.shift(40 * 60)
            client.get("/inizio/", headers={BY_ITSELF: "1"})

        assert not is_in(client)


def test_the_last_use_is_written_once_a_minute(person):
    with clock_at("2026-11-22 10:00:00+00:00") as clock:
        client = enter(person)
        began = Browser.objects.get().seen_at
        seen = []
        for _ in range(2):
            clock.shift(50)
            client.get("/profilo/")
            seen.append((Browser.objects.get().seen_at - began).total_seconds())

    assert seen == [0, 100]


def test_a_form_sent_after_an_hour_leads_back_to_its_page(person):
    with clock_at("2026-11-22 10:00:00+00:00") as clock:
        client = enter(person)
        clock.shift(61 * 60)
        page = "http://testserver/profilo/sessioni/?da=mail"
        answer = client.post("/profilo/password/", headers={"referer": page})

    assert answer.url == "/accedi/?next=/profilo/sessioni/%3Fda%3Dmail"


def test_a_session_whose_browser_was_forgotten_is_closed_within_a_minute(person):
    with clock_at("2026-11-22 10:00:00+00:00") as clock:
        client = enter(person)
        Browser.objects.all().delete()
        clock.shift(61)

        answer = client.get("/profilo/", follow=True)

    assert "Questa sessione è stata chiusa" in answer.content.decode()


def test_a_browser_unused_for_a_year_is_forgotten(person):
    with clock_at("2026-11-22 10:00:00+00:00"):
        enter(person)
    with clock_at("2027-11-23 10:00:00+00:00"):
        assert browsers.prune() == 1


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox su Linux"),
        (PHONE, "Chrome su Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140", "Edge su Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604", "Safari su iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605", "Safari su Mac"),
        ("curl/8.5", "Un browser"),
        ("", "Un browser"),
    ],
)  # fmt: skip
def test_a_browser_is_named_as_people_say(rf, agent, name):
    assert browsers.name_of(rf.get("/", headers={"user-agent": agent})) == name


def test_mail_of_a_new_browser_is_a_row_of_the_outbox(person):
    enter(person)

    payload = Outbox.objects.get().payload
    assert "/profilo/sessioni/" in payload["body"]


def test_who_is_reactivated_finds_no_session_of_before(person, user_as):
    client = enter(person)

    services.deactivate_person(person, by=user_as("admin"))
    services.reactivate_person(person, by=user_as("admin"))

    assert not is_in(client)
    assert not Browser.objects.exists()


def test_a_lost_telephone_is_out_when_its_second_factor_is_reset(person, secret):
    with clock_at("2026-11-22 10:00:00+00:00"):
        phone = Client()
        asked = phone.post("/accedi/", {"login": person.email, "password": PASSWORD})
        phone.post(asked.url, {"code": code_of(secret)})
        assert is_in(phone)

        reset_from_the_machine(person, SECOND_FACTOR)

        assert not is_in(phone)
