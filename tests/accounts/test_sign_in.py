"""Sign-in by email and password, its limits, the session it opens."""

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry
from jobs.models import Outbox
from tests.accounts.conftest import PASSWORD

SIGN_IN = "/accedi/"
WRONG = "Email o password non corrette"


def enter(client, person, password=PASSWORD, path=SIGN_IN, **data):
    return client.post(path, {"login": person.email, "password": password, **data})


def test_a_person_enters_and_starts_at_the_start_page(client, person):
    response = enter(client, person)

    assert response.url == reverse("start")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert AuditEntry.objects.get().action == "accounts.signed_in"


@pytest.mark.engine
def test_the_email_is_read_in_any_case(client, person):
    response = client.post(
        SIGN_IN, {"login": person.email.upper(), "password": PASSWORD}
    )

    assert response.status_code == 302


@pytest.mark.parametrize("email", ["officer@example.org", "nessuno@example.org"])
def test_a_wrong_password_and_an_unknown_email_get_the_same_sentence(
    client, person, email
):
    response = client.post(SIGN_IN, {"login": email, "password": "sbagliata"})

    assert response.status_code == 200
    assert WRONG in response.content.decode()


def test_a_deactivated_person_reads_why_and_stays_out(client, person):
    person.is_active = False
    person.save()

    response = enter(client, person)

    assert response.url == reverse("account_inactive")
    assert "disattivato" in client.get(response.url).content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("redis_away")
def test_people_enter_while_the_cache_is_away(client, person):
    assert enter(client, person).url == reverse("start")


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"]
)
def test_next_never_leads_outside_the_portal(client, person, target):
    response = enter(client, person, next=target)

    assert response.url == reverse("start")


def test_after_an_expired_session_sign_in_comes_back_to_the_page(client, person):
    client.force_login(person)
    Session.objects.all().delete()

    asked = client.get("/profilo/")
    response = enter(client, person, path=asked.url, next="/profilo/")

    assert asked.url == "/accedi/?next=/profilo/"
    assert response.url == "/profilo/"


def test_the_sign_in_page_carries_next_in_its_form(client, db):
    page = client.get("/accedi/?next=/profilo/").content.decode()

    assert 'name="next" value="/profilo/"' in page


def test_sign_in_changes_the_key_of_the_session(client, person):
    client.get(SIGN_IN)
    session = client.session
    session["qualcosa"] = 1
    session.save()
    before = client.cookies["sessione"] = session.session_key

    enter(client, person)

    assert client.session.session_key != before


def test_a_session_lasts_twelve_hours_at_most(client, person):
    response = enter(client, person)

    cookie = response.cookies["sessione"]
    assert client.session.get_expiry_age() == 12 * 3600
    assert cookie["expires"] == ""  # the browser forgets it when it is closed
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_sign_out_closes_the_session(client, person):
    enter(client, person)
    key = client.session.session_key

    response = client.post("/esci/")

    assert response.url == SIGN_IN
    assert not Session.objects.filter(session_key=key).exists()
    assert AuditEntry.objects.first().action == "accounts.signed_out"


def test_a_person_deactivated_meanwhile_is_out_at_the_next_request(client, person):
    enter(client, person)
    person.is_active = False
    person.save()

    assert client.get("/profilo/").url == "/accedi/?next=/profilo/"


def test_a_new_password_closes_the_other_sessions_and_keeps_this_one(client, person):
    other = Client()
    enter(client, person)
    enter(other, person)

    response = client.post(
        "/profilo/password/",
        {
            "oldpassword": PASSWORD,
            "password1": "un’altra-ancora-2026",
            "password2": "un’altra-ancora-2026",
        },
    )

    assert response.url == "/profilo/"
    assert client.get("/profilo/").status_code == 200
    assert other.get("/profilo/").status_code == 302
    assert AuditEntry.objects.first().action == "accounts.password_changed"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"oldpassword": "no"}, "La password attuale non è corretta"),
        ({"password2": "diversa-2026-xx"}, "Le due password sono diverse"),
        (
            {"password1": "corta", "password2": "corta"},
            "È troppo corta: servono almeno 12 caratteri.",
        ),
        ({"password1": "", "password2": ""}, "Compila questo campo."),
        ({"password1": "4815162342000", "password2": "4815162342000"}, "numeric"),
    ],
)
def test_a_bad_new_password_is_refused_with_a_sentence(client, person, typed, sentence):
    enter(client, person)
    good = {"password1": "un’altra-ancora-2026", "password2": "un’altra-ancora-2026"}

    response = client.post(
        "/profilo/password/", {"oldpassword": PASSWORD, **good, **typed}
    )

    assert sentence in response.content.decode()
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_a_forgotten_password_never_says_whether_the_address_exists(client, person):
    known = client.post("/password/dimenticata/", {"email": person.email}, follow=True)
    unknown = Client().post(
        "/password/dimenticata/", {"email": "nessuno@example.org"}, follow=True
    )

    assert known.redirect_chain == unknown.redirect_chain
    assert "Se questa email ha un accesso" in known.content.decode()


def test_a_forgotten_password_is_the_same_work_for_an_unknown_address(
    person, django_capture_on_commit_callbacks
):
    def work(email):
        rows = Outbox.objects.count()
        client = Client()
        with (
            CaptureQueriesContext(connection) as queries,
            django_capture_on_commit_callbacks() as queued,
        ):
            client.post("/password/dimenticata/", {"email": email})
        lines = Outbox.objects.first().payload["body"].splitlines()
        return len(queries), len(queued), Outbox.objects.count() - rows, len(lines)

    Client().get("/password/dimenticata/")  # warms the caches

    assert work(person.email) == work("officer@example.com")


def test_nobody_gets_the_mail_for_an_unknown_address(
    client, person, django_capture_on_commit_callbacks
):
    for email, sent in (("nessuno@example.org", 0), (person.email, 1)):
        with django_capture_on_commit_callbacks(execute=True):
            client.post("/password/dimenticata/", {"email": email})

        assert len(mail.outbox) == sent
        assert not Outbox.objects.waiting().exists()


def test_the_link_of_a_forgotten_password_is_on_the_public_address(
    client, person, settings, mail_text
):
    settings.PUBLIC_URL = "https://sicurezza.example.it"

    client.post("/password/dimenticata/", {"email": person.email})

    assert "https://sicurezza.example.it/password/nuova/" in mail_text()
    assert "Scegli una nuova password" in mail_text()


def test_a_deactivated_person_gets_no_link(
    client, person, django_capture_on_commit_callbacks
):
    person.is_active = False
    person.save()

    with django_capture_on_commit_callbacks(execute=True):
        client.post("/password/dimenticata/", {"email": person.email})

    assert not mail.outbox


@pytest.mark.usefixtures("redis_away")
def test_asking_for_links_again_and_again_is_answered_429(client, person):
    answers = [
        client.post("/password/dimenticata/", {"email": person.email}).status_code
        for _ in range(6)
    ]

    assert answers == [302] * 5 + [429]
    assert Outbox.objects.count() == 5


def test_the_pages_of_the_entrance_speak_italian_whatever_the_browser_says(client, db):
    page = client.get(SIGN_IN, headers={"accept-language": "en"}).content.decode()

    assert 'lang="it"' in page
    assert "Hai dimenticato la password?" in page
    assert "Password:" not in page
    assert "placeholder" not in page
