"""Passkeys: what is refused, what counts as a second factor, and which one may go."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from accounts.forms import NOT_A_PASSKEY
from accounts.models import User
from accounts.second_factor import missing

PASSWORD = "lunga-e-mia-2026"
ADD = "/profilo/secondo-fattore/passkey/nuova/"
# made once by Chromium, for the origin http://localhost
CREDENTIAL = {
    "type": "public-key",
    "id": "AAAA",
    "rawId": "AAAA",
    "response": {"clientDataJSON": "e30", "attestationObject": "oA"},
    "clientExtensionResults": {},
}
HOSTILE = [
    "",
    "{",
    "null",
    "[]",
    "1",
    '"a"',
    "{}",
    '{"id": 1}',
    '{"response": {"userHandle": 1}}',
    json.dumps(CREDENTIAL),
    json.dumps(CREDENTIAL | {"response": []}),
    json.dumps(CREDENTIAL | {"rawId": "é"}),
    json.dumps(CREDENTIAL | {"response": {"clientDataJSON": "", "attestationObject": "gQ"}}),
    json.dumps(CREDENTIAL | {"response": {"clientDataJSON": "e30", "authenticatorData": "AA", "signature": "AA"}}),
    "[" * 2000,
]  # fmt: skip


@pytest.fixture
def person(user_as):
    person = user_as("officer")
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def passkey(person):
    data = {"name": "Telefono", "credential": CREDENTIAL}
    return Authenticator.objects.create(user=person, type="webauthn", data=data)


@pytest.mark.parametrize("sent", HOSTILE)
def test_what_no_browser_makes_is_refused_with_a_sentence(client_as, person, sent):
    client = client_as("officer")
    client.get(ADD)

    added = client.post(ADD, {"name": "Telefono", "credential": sent})

    assert added.status_code == 200
    assert NOT_A_PASSKEY in added.content.decode()
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("sent", HOSTILE)
def test_at_the_entrance_too(client, person, sent):
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
    page = client.post("/accedi/", {"login": person.email, "password": PASSWORD}).url

    answer = client.post(page, {"credential": sent})

    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_passkey_is_a_second_factor(person, passkey, rf, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    request = rf.get("/")
    request.user, request.session = person, {}

    assert not missing(request)
    assert User.objects.with_second_factor().get().has_second_factor
    passkey.delete()
    assert missing(request)


def test_where_one_is_required_the_last_stays(client_as, person, passkey, settings):
    remove = reverse("mfa_remove_webauthn", args=[passkey.pk])
    settings.SECOND_FACTOR_REQUIRED = True
    client = client_as("officer")

    page = client.post(remove, follow=True).content.decode()
    assert "prima attivane un altro" in page
    assert Authenticator.objects.filter(pk=passkey.pk).exists()

    Authenticator.objects.create(user=person, type="totp", data={})
    client.post(remove)
    assert not Authenticator.objects.filter(pk=passkey.pk).exists()


@pytest.mark.parametrize("name", ["mfa_remove_webauthn", "mfa_edit_webauthn"])
def test_nobody_touches_the_passkey_of_another(client_as, passkey, name):
    page = reverse(name, args=[passkey.pk])

    answer = client_as("admin").post(page, {"name": "Mia"})

    assert answer.status_code == 404
    passkey.refresh_from_db()
    assert passkey.data["name"] == "Telefono"
