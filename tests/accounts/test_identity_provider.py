"""OpenID Connect against a provider that answers on this machine."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from accounts.models import AuditEntry, User
from tests.accounts.factories import UserFactory

START = "/accedi/identita/comune/?next=/profilo/"


class Provider(ThreadingHTTPServer):
    """The three addresses of a provider that the portal asks; ``claims`` is who signs in."""

    claims = {}
    down = False

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        if "openid-configuration" in self.path:
            url = self.server.url
            self._say(
                {
                    "issuer": url,
                    "authorization_endpoint": f"{url}/authorize",
                    "token_endpoint": f"{url}/token",
                    "userinfo_endpoint": f"{url}/userinfo",
                    "jwks_uri": f"{url}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        else:
            self._say(self.server.claims)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self._say({"access_token": "t", "token_type": "Bearer"})

    def _say(self, body):
        self.send_response(500 if self.server.down else 200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def provider(settings):
    with Provider(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        app = {
            "provider_id": "comune",
            "name": "l’identità del Comune",
            "client_id": "portale",
            "secret": "segreto",
            "settings": {"server_url": server.url},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
        }
        yield server
        server.shutdown()


@pytest.fixture
def person(user_as):
    return user_as("officer")


def enter(client, provider, **claims):
    provider.claims = {"email_verified": True, **claims}
    asked = parse_qs(urlsplit(client.get(START).url).query)
    assert asked["code_challenge_method"] == ["S256"]
    return client.get(
        "/accedi/identita/comune/ritorno/",
        {"code": "c", "state": asked["state"][0]},
    )


def test_without_a_provider_there_is_no_button_and_no_address(client, db):
    assert "identita" not in client.get("/accedi/").content.decode()
    assert client.get(START).status_code == 404


def test_the_button_leads_to_the_provider_and_keeps_next(client, db, provider):
    page = client.get("/accedi/?next=/profilo/").content.decode()

    assert "Entra con l’identità del Comune" in page
    assert "/accedi/identita/comune/?next=%2Fprofilo%2F" in page


def test_a_person_with_that_verified_email_enters_and_is_linked(
    client, provider, person
):
    response = enter(client, provider, sub="s1", email=person.email)

    assert response.url == "/profilo/"
    assert client.session["_auth_user_id"] == str(person.pk)
    assert person.socialaccount_set.get().uid == "s1"
    assert AuditEntry.objects.filter(action="accounts.identity_linked").exists()


def test_afterwards_the_sub_counts_and_not_the_email(client, provider, person):
    enter(client, provider, sub="s1", email=person.email)

    again = enter(Client(), provider, sub="s1", email="nuova@example.org")
    other = enter(Client(), provider, sub="s2", email=person.email)

    assert again.status_code == 302
    assert other.status_code == 403


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "nessuno@example.org"},
        {"email": "officer@example.org", "email_verified": False},
        {},
    ],
)
def test_nobody_gets_an_account_or_takes_one_without_the_verified_email(
    client, provider, person, claims
):
    response = enter(client, provider, sub="s1", **claims)

    assert response.status_code == 403
    assert "Non hai un accesso al portale" in response.content.decode()
    assert User.objects.count() == 1
    assert "_auth_user_id" not in client.session


def test_a_deactivated_person_stays_out(client, provider, db):
    person = UserFactory(is_active=False)

    response = enter(client, provider, sub="s1", email=person.email)

    assert response.url == "/accedi/disattivato/"
    assert "_auth_user_id" not in client.session


def test_the_password_still_works_after_the_link(client, provider, person):
    person.set_password("lunga-e-mia-2026")
    person.save()

    enter(client, provider, sub="s1", email=person.email)

    person.refresh_from_db()
    assert person.check_password("lunga-e-mia-2026")


def test_a_provider_that_is_down_is_said_in_italian(client, provider, person):
    state = parse_qs(urlsplit(client.get(START).url).query)["state"][0]
    provider.down = True

    response = client.get(
        "/accedi/identita/comune/ritorno/", {"code": "c", "state": state}
    )

    assert "Il servizio di identità non ha risposto" in response.content.decode()


def test_an_answer_nobody_asked_for_is_refused(client, provider, person):
    provider.claims = {"sub": "s1", "email": person.email, "email_verified": True}

    client.get("/accedi/identita/comune/ritorno/", {"code": "c", "state": "x"})

    assert "_auth_user_id" not in client.session


def test_a_refusal_at_the_provider_comes_back_to_the_entrance(client, provider, person):
    state = parse_qs(urlsplit(client.get(START).url).query)["state"][0]

    response = client.get(
        "/accedi/identita/comune/ritorno/", {"error": "access_denied", "state": state}
    )

    assert response.url == "/accedi/identita/annullato/"
    assert "Ingresso annullato" in client.get(response.url).content.decode()
