"""TOTP: set up, asked for at sign-in, required in production, lost and reset."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client

from accounts.models import AuditEntry
from jobs.models import Outbox
from tests import servers
from tests.accounts.conftest import PASSWORD
from tests.moments import clock_at

CHOOSE = "/profilo/secondo-fattore/"
ACTIVATE = "/profilo/secondo-fattore/attiva/"


def code_of(secret):
    """Return the code of now: the one before is refused as soon as half a minute ends."""
    _, counter, _ = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, counter))


def code_of_next_period(secret):
    *_, counter = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, counter))


def enter(client, person):
    return client.post("/accedi/", {"login": person.email, "password": PASSWORD})


def set_up(client):
    page = client.get(ACTIVATE).content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)[1]
    return page, client.post(ACTIVATE, {"code": code_of(secret)})


def test_a_person_sets_it_up_with_a_drawing_and_gets_recovery_codes(
    transactional_db, client, person
):
    enter(client, person)

    page, response = set_up(client)
    codes = client.get(response.url).content.decode()

    assert 'src="data:image/svg+xml;base64,' in page
    assert response.url == "/profilo/secondo-fattore/codici/"
    assert len(re.findall(r"<code>\d{8}</code>", codes)) == 10
    assert "attiva dal" in client.get("/profilo/secondo-fattore/").content.decode()
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert "accounts.second_factor_added" in actions
    assert mail.outbox[-1].subject == "Secondo fattore attivato"


@pytest.mark.parametrize("code", ["000000", "abc", "", "=1+1"])
def test_a_wrong_code_does_not_set_it_up(client, person, code):
    enter(client, person)
    client.get(ACTIVATE)

    response = client.post(ACTIVATE, {"code": code})

    assert response.status_code == 200
    assert not Authenticator.objects.exists()


def test_sign_in_asks_for_the_code_and_keeps_next(client, person, secret):
    first = client.post(
        "/accedi/", {"login": person.email, "password": PASSWORD, "next": "/profilo/"}
    )
    assert first.url.startswith("/accedi/verifica/")
    assert client.get("/profilo/").url == "/accedi/?next=/profilo/"

    second = client.post(first.url, {"code": code_of(secret)})

    assert second.url == "/profilo/"
    assert "secondo fattore</span>" in client.get("/profilo/").content.decode()


def test_a_code_serves_once(client, person, secret):
    code = code_of(secret)
    client.post(enter(client, person).url, {"code": code})
    other = Client()

    again = other.post(enter(other, person).url, {"code": code})

    assert "Il codice non è corretto" in again.content.decode()


@pytest.mark.usefixtures("redis_away")
def test_a_code_serves_once_while_the_cache_is_away(client, person, secret):
    code = code_of(secret)
    entered = client.post(enter(client, person).url, {"code": code})
    other = Client()

    again = other.post(enter(other, person).url, {"code": f" {code[:3]} {code[3:]}"})

    assert entered.status_code == 302
    assert "Il codice non è corretto" in again.content.decode()
    assert "_auth_user_id" not in other.session


@pytest.mark.server
def test_a_code_used_while_redis_was_up_is_refused_after_it_stopped(
    client, person, secret, settings
):
    with servers.redis() as redis:
        settings.CACHES = {
            "default": {
                "BACKEND": "cremona_safety.cache.ForgivingRedisCache",
                "LOCATION": redis.url,
            }
        }
        code = code_of(secret)
        entered = client.post(enter(client, person).url, {"code": code})
        redis.stop()
        other = Client()
        again = other.post(enter(other, person).url, {"code": code})

    assert entered.status_code == 302
    assert "Il codice non è corretto" in again.content.decode()


def test_a_code_used_a_minute_ago_is_refused_though_the_clock_allows_it(
    client, person, secret
):
    with clock_at("2026-11-22 10:00:00+00:00") as clock:
        code = code_of_next_period(secret)
        entered = client.post(enter(client, person).url, {"code": code})
        clock.shift(31)
        other = Client()
        again = other.post(enter(other, person).url, {"code": code})

    assert entered.status_code == 302
    assert "Il codice non è corretto" in again.content.decode()


def test_a_recovery_code_serves_once(client, person):
    enter(client, person)
    _, response = set_up(client)
    codes = re.findall(
        r"<code>(\d{8})</code>", client.get(response.url).content.decode()
    )
    first, second = Client(), Client()

    entered = first.post(enter(first, person).url, {"code": codes[0]})
    refused = second.post(enter(second, person).url, {"code": codes[0]})

    assert entered.status_code == 302
    assert "Il codice non è corretto" in refused.content.decode()


def test_recovery_codes_are_shown_once_and_counted(client, person):
    enter(client, person)
    _, response = set_up(client)
    shown = client.get(response.url).content.decode()
    again = client.get(response.url).content.decode()

    client.post("/profilo/secondo-fattore/codici/nuovi/")
    renewed = client.get(response.url).content.decode()

    (file,) = re.findall(r'href="data:text/plain;charset=utf-8,([^"]+)"', shown)
    codes = re.findall(r"<code>(\d{8})</code>", shown)
    assert file == "".join(f"{code}%0A" for code in codes)
    assert not re.search(r"\d{8}", again) and "Ne restano 10 su 10" in again
    assert not set(codes) & set(re.findall(r"<code>(\d{8})</code>", renewed))


def test_who_uses_a_recovery_code_is_told_how_many_are_left(client, person):
    enter(client, person)
    _, response = set_up(client)
    codes = re.findall(
        r"<code>(\d{8})</code>", client.get(response.url).content.decode()
    )

    for code in codes[:7]:
        other = Client()
        other.post(enter(other, person).url, {"code": code})

    told = [mail.payload["body"] for mail in Outbox.objects.all()]
    assert any("Ne restano 3." in body for body in told)
    page = other.get("/profilo/secondo-fattore/").content.decode()
    assert "Codici di recupero rimasti: 3" in page and "ne restano 3" in page
    used = AuditEntry.objects.filter(action="accounts.recovery_code_used")
    assert [entry.after["left"] for entry in used.order_by("pk")] == [
        9,
        8,
        7,
        6,
        5,
        4,
        3,
    ]


def test_the_half_entered_person_can_go_back(client, person, secret):
    enter(client, person)

    client.post("/esci/")

    assert client.get("/accedi/verifica/").url == "/accedi/"
    assert client.get("/accedi/").status_code == 200


def test_after_ten_minutes_the_profile_asks_again_who_you_are(client, person):
    with clock_at("2026-11-22 10:00:00+00:00") as clock:
        enter(client, person)
        assert client.get(ACTIVATE).status_code == 200
        clock.shift(601)

        asked = client.get(ACTIVATE)
        wrong = client.post(asked.url, {"password": "sbagliata"})
        back = client.post(asked.url, {"password": PASSWORD})

        assert asked.url.startswith("/profilo/conferma/")
        assert "La password non è corretta" in wrong.content.decode()
        assert back.url == ACTIVATE


def test_where_it_is_required_it_comes_before_any_staff_page(client, person, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    enter(client, person)

    assert client.get("/profilo/?da=mail").url == CHOOSE
    assert client.post("/profilo/password/").url == CHOOSE
    assert "È obbligatorio: scegline uno" in client.get(CHOOSE).content.decode()
    assert client.get("/accessibilita/").status_code == 200

    _, response = set_up(client)

    assert client.get(response.url).status_code == 200
    after = client.get("/profilo/secondo-fattore/continua/")
    assert after.url == "/profilo/?da=mail"
    assert client.get(after.url).status_code == 200


def test_where_it_is_required_one_may_still_leave(client, person, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    enter(client, person)

    client.post("/esci/")

    assert "_auth_user_id" not in client.session


def test_without_a_kept_page_it_continues_to_the_start(client, person):
    enter(client, person)

    assert client.get("/profilo/secondo-fattore/continua/").url == "/inizio/"


def test_it_is_not_deactivated_where_it_is_required(client, person, secret, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client.post(enter(client, person).url, {"code": code_of(secret)})

    page = client.get("/profilo/secondo-fattore/disattiva/").content.decode()
    client.post("/profilo/secondo-fattore/disattiva/")

    assert "Il secondo fattore è obbligatorio" in page
    assert Authenticator.objects.filter(type="totp").exists()


def test_it_is_deactivated_where_it_is_a_choice(client, person, secret):
    client.post(enter(client, person).url, {"code": code_of(secret)})

    client.post("/profilo/secondo-fattore/disattiva/")

    assert not Authenticator.objects.exists()
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert "accounts.second_factor_removed" in actions


def test_a_session_with_the_code_costs_no_query_to_check_again(
    client, person, secret, settings, django_assert_num_queries
):
    settings.SECOND_FACTOR_REQUIRED = True
    client.post(enter(client, person).url, {"code": code_of(secret)})
    client.get("/profilo/password/")

    with django_assert_num_queries(5):
        client.get("/profilo/password/")


def test_the_secret_is_not_readable_in_the_database_and_outlives_a_new_key(
    client, person, secret, settings
):
    stored = str(Authenticator.objects.get().data)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a-new-one"

    response = client.post(enter(client, person).url, {"code": code_of(secret)})

    assert secret not in stored
    assert response.status_code == 302
