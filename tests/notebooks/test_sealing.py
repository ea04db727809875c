"""What is sealed opens only with a key in use, for its own service and its own row."""

import re

import pytest
from cryptography.fernet import Fernet
from django.core.checks import run_checks

from accounts import cipher
from interventions.models import Service
from notebooks.sealing import Unreadable, reseal, seal, unseal

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
DATA = {"text": "Il gruppo della fontana, più calmo.", "groups": [[4, "14-17"]]}


@pytest.fixture
def keys(settings):
    """Return a function that sets CONFIDENTIAL_KEYS, newest first."""

    def use(*wanted):
        settings.CONFIDENTIAL_KEYS = list(wanted)

    use(OLD)
    return use


@pytest.mark.parametrize("service", Service)
def test_what_is_sealed_comes_back_as_it_was(keys, service):
    assert unseal(seal(DATA, service, 7), service, 7) == DATA


def test_no_word_is_left_in_what_is_sealed(keys):
    sealed = seal(DATA, Service.EDUCATION, 7)

    assert "fontana" not in sealed and "text" not in sealed
    assert sealed != seal(DATA, Service.EDUCATION, 7)


@pytest.mark.parametrize(
    ("service", "pk"), [(Service.POLICE, 7), (Service.EDUCATION, 8)]
)
def test_a_text_moved_to_another_service_or_row_does_not_open(keys, service, pk):
    sealed = seal(DATA, Service.EDUCATION, 7)

    with pytest.raises(Unreadable):
        unseal(sealed, service, pk)


@pytest.mark.parametrize("text", ["", "x", "però", "gAAAAA==", "a" * 5000])
def test_a_text_nobody_sealed_does_not_open(keys, text):
    with pytest.raises(Unreadable):
        unseal(text, Service.EDUCATION, 7)


def test_a_touched_text_does_not_open(keys):
    sealed = seal(DATA, Service.EDUCATION, 7)
    touched = sealed[:40] + ("A" if sealed[40] != "A" else "B") + sealed[41:]

    with pytest.raises(Unreadable):
        unseal(touched, Service.EDUCATION, 7)


def test_the_keys_before_still_open_and_those_taken_away_do_not(keys):
    sealed = seal(DATA, Service.EDUCATION, 7)

    keys(NEW, OLD)
    assert unseal(sealed, Service.EDUCATION, 7) == DATA

    keys(NEW)
    with pytest.raises(Unreadable):
        unseal(sealed, Service.EDUCATION, 7)


def test_sealed_again_it_needs_only_the_new_key(keys):
    sealed = seal(DATA, Service.EDUCATION, 7)
    keys(NEW, OLD)

    again = reseal(sealed, Service.EDUCATION)

    keys(NEW)
    assert unseal(again, Service.EDUCATION, 7) == DATA
    assert reseal(again, Service.EDUCATION) == again


def test_what_no_key_opens_cannot_be_sealed_again(keys):
    sealed = seal(DATA, Service.EDUCATION, 7)

    with pytest.raises(Unreadable):
        reseal(sealed, Service.POLICE)


def test_at_home_the_keys_are_those_of_the_site_and_follow_them(settings):
    settings.CONFIDENTIAL_KEYS = []
    sealed = seal(DATA, Service.EDUCATION, 7)

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "un-altra-chiave-della-stessa-casa"

    assert unseal(sealed, Service.EDUCATION, 7) == DATA


def test_a_secret_of_the_second_factor_is_not_a_note(settings):
    settings.CONFIDENTIAL_KEYS = []

    with pytest.raises(Unreadable):
        unseal(cipher.encrypt("otp"), Service.EDUCATION, 7)


def test_the_secrets_of_the_second_factor_written_before_still_open(settings):
    # as the portal wrote it before the notes came
    settings.SECRET_KEY = "chiave-di-prova"
    settings.SECRET_KEY_FALLBACKS = []
    written = (
        "gAAAAABrBur7ur9ckB8sFgM_NmfpTanT_fdfqPxgFxovXjJU4263Yr7hUG9_"
        "e1wNGjLMaSqGsb3zj62hyhcFVPF8oS7lTRAUdSLUo0znViF9OwC3FzSJppc="
    )

    assert cipher.decrypt(written) == "JBSWY3DPEHPK3PXP"


@pytest.mark.parametrize(
    "wrong",
    ["parola-segreta", "a" * 44, "però", OLD[:-2]],
    ids=["a word", "not random", "not ascii", "cut"],  # the same for every worker
)
def test_a_key_that_is_not_fernet_s_stops_the_start_without_saying_it(keys, wrong):
    keys(OLD, wrong)

    [error] = [e for e in run_checks() if e.id == "interventions.E1"]

    assert "number 2" in error.msg
    assert wrong not in str(error)
    assert re.search(r"python3 -c .*urlsafe_b64encode", error.hint)


def test_good_keys_and_none_pass_the_check(keys):
    assert not [e for e in run_checks() if e.id == "interventions.E1"]
    keys()
    assert not [e for e in run_checks() if e.id == "interventions.E1"]
