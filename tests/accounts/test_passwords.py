"""Which passwords are refused: the common, the town's, the person's own, the lazy."""

from time import process_time

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.validators import EASY
from cremona_safety.programme import load_programme
from tests.accounts.factories import UserFactory
from tests.programme.of_cremona import ELSEWHERE


def refused(password, user=None):
    try:
        validate_password(password, user)
    except ValidationError as errors:
        return errors.messages
    return []


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaa",
        "abcdefghijkl",
        "aB3$aB3$aB3$aB3$",
        "qwertyuiop123",
        "Password1234!",
        "P4ssw0rd2026!",
        "sicurezzaurbana",
        "Cremona2026!!",
        "CR3M0N4-2026!",
        "Polizialocale1",
        "piazza-roma-2026",
        "insieme per la sicurezza",
        "francesca1985",
        "juventus1897!",
        "Estate2026!!!",
        "a" * 4096,
    ],
)
def test_what_anybody_would_try_is_refused_with_a_sentence(programme, password):
    assert refused(password) == [EASY]


@pytest.mark.parametrize(
    "password",
    [
        "ora mangio una pera verde domani",
        "amore ciao casa sole mare gatto",
        "lunga-e-mia-2026",
        "un’altra-ancora-2026",
        "kX9#pL2vQz7m",
        "così è già più sù",
        "ключ от старого дома",
    ],
)
def test_words_that_do_not_belong_together_are_accepted(programme, password):
    assert refused(password) == []


def test_ones_own_name_and_mail_are_worth_nothing(programme):
    person = UserFactory(
        full_name="Ermenegilda Zampolli", email="gildina.zampo@example.org"
    )

    for password in ("ermenegilda.zampolli!", "Zampolli-2026-!", "gildinazampo2026"):
        assert refused(password, person) == [EASY]
        assert len(password) > 12
    assert refused("ermenegilda.zampolli!") == []


def test_another_comune_refuses_its_own_name_and_not_that_of_cremona(db):
    load_programme(ELSEWHERE)

    assert refused("Valtorre2026!!") == [EASY]
    assert refused("Cremona-chiusa-26") == []


def test_a_password_of_four_thousand_signs_takes_no_time(programme):
    hostile = ["aB3$" * 1024, "".join(chr(33 + n % 90) for n in range(4096))]
    started = process_time()
    for password in hostile:
        refused(password)

    assert process_time() - started < 1
