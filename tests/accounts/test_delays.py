"""Pauses that grow: 1, 2, 4 … seconds, kept in the database."""

import threading
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection

from accounts.delays import Delay, TooSoon, in_words
from accounts.models import Throttle
from tests.moments import clock_at

DELAY = Delay("x", free=2, longest=8)


def seconds_of(attempt):
    with pytest.raises(TooSoon) as refused:
        attempt()
    return refused.value.seconds


@pytest.mark.engine
def test_each_attempt_makes_the_next_wait_twice_as_long_up_to_a_limit(db):
    waited = []
    with clock_at("2026-11-22 10:00:00+00:00") as clock:
        assert [DELAY.take("a"), DELAY.take("a")] == [1, 2]
        for _ in range(6):
            waited.append(seconds_of(lambda: DELAY.take("a")))
            clock.shift(waited[-1])
            DELAY.take("a")

    assert waited == [1, 2, 4, 8, 8, 8]


def test_who_asks_during_the_pause_does_not_lengthen_it(db):
    with clock_at("2026-11-22 10:00:00+00:00") as clock:
        for _ in range(4):
            DELAY.take("a")
            clock.shift(8)
        clock.shift(-8)
        assert {seconds_of(lambda: DELAY.take("a")) for _ in range(20)} == {4}
        clock.shift(4)
        assert DELAY.take("a") == 5


def test_identities_and_scopes_wait_apart(db):
    with clock_at("2026-11-22 10:00:00+00:00"):
        DELAY.take("a")
        DELAY.take("a")

        assert DELAY.take("b") == 1
        assert Delay("y", free=2, longest=8).take("a") == 1


def test_who_showed_who_they_are_and_who_stayed_away_a_day_begin_again(db):
    with clock_at("2026-11-22 10:00:00+00:00") as clock:
        for identity in ("a", "b"):
            DELAY.take(identity)
            DELAY.take(identity)
        DELAY.forget("a")
        assert DELAY.take("a") == 1
        clock.shift(timedelta(days=1))
        assert DELAY.take("b") == 1


def test_where_many_failed_who_comes_for_the_first_time_waits_once(db):
    with clock_at("2026-11-22 10:00:00+00:00") as clock:
        assert seconds_of(lambda: DELAY.take("a", begun=4)) == 4
        clock.shift(4)
        assert DELAY.take("a", begun=4) == 5


def test_a_clock_that_was_ahead_makes_nobody_wait_longer_than_the_pause(db):
    with clock_at("2026-11-22 10:00:00+00:00") as clock:
        DELAY.take("a")
        DELAY.take("a")
        clock.shift(timedelta(hours=-20))

        assert seconds_of(lambda: DELAY.take("a")) == 1


def test_attempts_at_the_same_instant_do_not_pass_together(transactional_db):
    passed = []

    def attempt():
        for _ in range(5):
            with suppress(TooSoon):
                passed.append(Delay("x", free=3, longest=900).take("a"))
        connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    # each that passed had its own number; those of after the third had waited
    assert sorted(passed) == list(range(1, len(passed) + 1))
    assert Throttle.objects.get().count == len(passed)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 secondo"), (2, "2 secondi"), (90, "90 secondi"), (91, "2 minuti"), (900, "15 minuti")],
)  # fmt: skip
def test_a_pause_is_said_in_words(seconds, words):
    assert in_words(seconds) == words
