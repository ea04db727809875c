import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts import throttle
from accounts.models import Throttle
from tests.moments import clock_at

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def address(rf, settings):
    def ask(remote, forwarded=None, proxies=0):
        settings.TRUSTED_PROXIES = proxies
        headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {}
        return throttle.client_address(rf.get("/", REMOTE_ADDR=remote, **headers))

    return ask


def test_attempts_within_the_limit_pass_and_the_next_is_refused(db):
    answers = [throttle.Limit("x", 3, 60).hit("a") for _ in range(5)]

    assert answers == [True, True, True, False, False]


def test_the_window_opens_again_when_it_is_over(db):
    with clock_at(NOON) as clock:
        assert throttle.Limit("x", 1, 60).hit("a")
        clock.shift(59)
        assert not throttle.Limit("x", 1, 60).hit("a")
        clock.shift(1)
        assert throttle.Limit("x", 1, 60).hit("a")


def test_a_limit_says_once_passed_from_when_it_is_free(db):
    limit = throttle.Limit("x", 2, 3600)
    with clock_at("2026-11-22T23:20:10") as clock:
        assert limit.free_at("a") == timezone.now()
        limit.hit("a")
        assert limit.free_at("a") == timezone.now()
        limit.hit("a")
        clock.shift(60)

        assert not limit.hit("a")
        assert limit.seconds_left("a") == 3540
        assert limit.time_for("a") == "00:21 (23/11/2026)"
        assert limit.free_at("b") == timezone.now()
        clock.shift(limit.seconds_left("a"))
        assert limit.hit("a")


def test_scopes_and_identities_are_counted_apart(db):
    assert throttle.Limit("x", 1, 60).hit("a")
    assert throttle.Limit("x", 1, 60).hit("b")
    assert throttle.Limit("y", 1, 60).hit("a")
    assert not throttle.Limit("y", 1, 60).hit("a")


def test_the_identity_is_never_stored_in_clear(db, settings):
    throttle.Limit("x", 1, 60).hit("192.0.2.7")
    first = Throttle.objects.get().key
    settings.SECRET_KEY = "another"
    throttle.Limit("x", 1, 60).hit("192.0.2.7")

    assert "192.0.2.7" not in first
    assert Throttle.objects.count() == 2


def test_closed_windows_are_deleted(db):
    with clock_at(NOON) as clock:
        throttle.Limit("x", 1, 60).hit("old")
        clock.shift(timedelta(days=1, seconds=1))
        throttle.Limit("x", 1, 60).hit("new")

        assert throttle.prune() == 1

    assert Throttle.objects.count() == 1


@pytest.mark.parametrize("seconds", [0, -1, 86_401])
def test_a_window_outside_a_day_is_refused(db, seconds):
    with pytest.raises(ValueError, match="at most one day"):
        throttle.Limit("x", 1, seconds)


ONE = "198.51.100.7"
# the narrow lines of one wide network, and how many of ten attempts each it lets through in all
WIDE = {
    "a /56": ([f"2001:db8:0:{n:x}::/64" for n in range(7)], 20),
    "a /48": ([f"2001:db8:0:{n:x}00::/64" for n in range(20)], 80),
    "a /24": ([f"198.51.100.{n}" for n in range(50)], 160),
}


@pytest.mark.engine
@pytest.mark.parametrize(("lines", "passed"), WIDE.values(), ids=WIDE)
def test_who_owns_many_addresses_is_one_sender(db, lines, passed):
    limit = throttle.SenderLimit("x", 10, 60)

    answers = [limit.hit(line) for line in lines for _ in range(10)]

    assert answers.count(True) == passed
    assert limit.free_at(lines[-1]) > timezone.now()
    for another in "2001:db8:1::/64", "203.0.113.1", "unknown":
        assert limit.hit(another)


def test_what_a_line_asks_beyond_its_own_takes_nothing_from_its_neighbours(db):
    limit = throttle.SenderLimit("x", 2, 60)

    answers = [limit.hit(ONE) for _ in range(100)]

    assert answers.count(True) == 2
    assert limit.hit("198.51.100.8")


def test_attempts_at_the_same_instant_are_all_counted(transactional_db):
    answers = []

    def attempt():
        for _ in range(10):
            answers.append(throttle.Limit("x", 15, 60).hit("a"))
        connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers.count(True) == 15
    assert Throttle.objects.get().count == 40


def test_without_proxies_nobodys_word_is_taken(address):
    assert address("192.0.2.7", forwarded="198.51.100.1") == "192.0.2.7"


def test_behind_proxies_only_what_they_wrote_is_believed(address):
    assert address("10.0.0.1", "6.6.6.6, 192.0.2.7", proxies=1) == "192.0.2.7"
    assert address("10.0.0.1", "6.6.6.6, 192.0.2.7, 10.0.0.2", 2) == "192.0.2.7"


@pytest.mark.parametrize(
    ("forwarded", "counted"),
    [
        ("192.0.2.7:61234", "192.0.2.7"),
        ("6.6.6.6:80, 192.0.2.8:443", "192.0.2.8"),
        ("[2001:db8:1:2::9]:443", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::9]", "2001:db8:1:2::/64"),
        ("[::ffff:192.0.2.7]:80", "192.0.2.7"),
    ],
)
def test_a_proxy_that_writes_the_port_too_counts_each_person_apart(
    address, forwarded, counted
):
    assert address("10.0.0.1", forwarded, proxies=1) == counted


@pytest.mark.parametrize(
    "forwarded", [None, "", "garbage", "192.0.2.7:", "192.0.2.7:80:80", "[192.0.2.7", "[]:80", "2001:db8::1]:80"]
)  # fmt: skip
def test_an_unreadable_header_falls_back_on_the_connection(address, forwarded):
    assert address("10.0.0.1", forwarded, proxies=1) == "10.0.0.1"


def test_a_request_that_skipped_a_proxy_is_counted_by_its_connection(address):
    assert address("10.0.0.1", "6.6.6.6", proxies=2) == "10.0.0.1"


def test_ipv6_is_grouped_by_subscriber_and_mapped_ipv4_is_ipv4(address):
    assert address("2001:db8:1:2:3::4") == "2001:db8:1:2::/64"
    assert address("2001:db8:1:2:ffff::") == "2001:db8:1:2::/64"
    assert address("::ffff:192.0.2.7") == "192.0.2.7"


def test_a_request_from_a_unix_socket_has_one_name(address):
    assert address("") == "unknown"


@pytest.mark.engine
def test_a_window_opened_while_the_clock_was_a_day_ahead_silences_nobody(db):
    limit = throttle.Limit("x", 1, 60)
    with clock_at(NOON) as clock:
        clock.shift(timedelta(days=1))
        assert [limit.hit("a"), limit.hit("a")] == [True, False]
        clock.shift(timedelta(days=-1))

        assert limit.free_at("a") == NOON
        assert [limit.hit("a"), limit.hit("a")] == [True, False]
