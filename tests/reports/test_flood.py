"""A flood: nobody is refused; who sends brings a proof of work or waits, and what was typed stays."""

import base64
import json

import altcha
import pytest

from reports import flood
from reports.models import Report
from tests.moments import clock_at

HELD = "La segnalazione non è ancora partita"
ASKED = "data-proof"


@pytest.fixture
def shares(settings, citizen):
    def set_shares(**changes):
        settings.REPORT_LIMITS = {**settings.REPORT_LIMITS, **changes}

    return set_shares


@pytest.fixture
def flooded(citizen, shares):
    """A citizen at the summary, while the town's share of the ten minutes is over."""
    shares(per_town_ten_minutes=1)
    citizen.ready().send()
    return citizen.ready()


@pytest.fixture(autouse=True)
def easy(monkeypatch):
    monkeypatch.setattr(flood, "HARDEST", 20)


def proof_of(draft, **changes):
    asked = flood.challenge_for(draft)
    options = asked["challenge"], asked["salt"], asked["algorithm"], 20
    number = altcha.solve_challenge_v1(*options).number
    kept = ("algorithm", "challenge", "salt", "signature")
    proof = {name: asked[name] for name in kept} | {"number": number} | changes
    return base64.b64encode(json.dumps(proof).encode()).decode()


def is_sent(citizen, response):
    return response.url == citizen.path("report_sent")


def test_without_a_flood_nothing_is_asked(citizen):
    citizen.ready()

    assert ASKED not in citizen.page("report_summary")
    assert is_sent(citizen, citizen.send())


def test_a_flood_of_the_town_asks_for_a_proof_and_takes_it(flooded):
    page = flooded.page("report_summary")

    assert ASKED in page and "il tuo dispositivo fa un breve calcolo" in page
    assert is_sent(flooded, flooded.send(proof=proof_of(flooded.draft)))


def test_who_has_no_script_is_told_until_when_to_wait_and_then_goes(citizen, shares):
    with clock_at("2026-11-22T19:20") as clock:
        shares(per_town_ten_minutes=0)
        citizen.ready()
        assert citizen.send().url == citizen.path("report_summary")
        clock.shift(60)
        citizen.send()
        page = citizen.page("report_summary")
        assert (
            HELD in page and "oppure dopo le 19:24" in page
        )  # it does not begin again
        assert "Vetri rotti" in page and not Report.objects.exists()
        clock.shift(120)

        assert is_sent(citizen, citizen.send())


def test_a_flood_from_one_network_holds_no_other(citizen, shares):
    shares(per_address_hour=1)
    for _ in range(2):
        held = citizen.ready().send_from("2001:db8::1")
    assert held.url == citizen.path("report_summary")

    assert is_sent(citizen, citizen.send_from("2001:db8:1::1"))


def test_seven_subnets_of_one_home_are_one_sender(citizen, shares):
    shares(per_address_hour=2)

    for subnet in range(7):
        for _ in range(2):
            citizen.ready().send_from(f"2001:db8:0:{subnet}::1")

    assert Report.objects.count() == 4  # twice the share of one line


def test_a_flood_ends_by_itself(citizen, shares):
    shares(per_town_ten_minutes=1)
    with clock_at("2026-11-22T19:20") as clock:
        citizen.ready().send()
        assert flood.is_on("192.0.2.1")
        clock.shift(601)

        assert not flood.is_on("192.0.2.1")
        assert is_sent(citizen, citizen.ready().send())


def test_a_proof_is_good_once_and_for_its_draft(flooded):
    proof = proof_of(flooded.draft)
    sender = {"sender": "192.0.2.1", "proof": proof}

    assert flood.lets_through(flooded.draft, **sender)
    assert not flood.lets_through(flooded.draft, **sender)
    other = proof_of(flooded.draft)
    assert not flood.lets_through(flooded.ready().draft, sender="::1", proof=other)


def test_an_old_proof_is_not_good(citizen, shares):
    shares(per_town_ten_minutes=0)
    with clock_at("2026-11-22T19:20") as clock:
        proof = proof_of(citizen.ready().draft)
        clock.shift(flood.GOOD_FOR.total_seconds() + 1)

        assert not flood.lets_through(citizen.draft, sender="192.0.2.1", proof=proof)


@pytest.mark.parametrize(
    "forged",
    [
        {"number": 21},
        {"number": [1]},
        {"number": None},
        {"salt": 3},
        {"salt": "a?expires=inf&"},
        {"signature": "0" * 64},
        {"signature": None},
        {"algorithm": "MD5"},
        {"challenge": {}},
    ],
    ids=str,
)
def test_a_forged_proof_is_not_good(flooded, forged):
    proof = proof_of(flooded.draft, **forged)

    assert flooded.send(proof=proof).url == flooded.path("report_summary")


@pytest.mark.parametrize(
    "text", ["", "è", "e30=", "W10=", "MQ==", "bnVsbA==", "[" * 900]
)
def test_what_is_no_proof_is_not_good(flooded, text):
    assert flooded.send(proof=text).url == flooded.path("report_summary")
