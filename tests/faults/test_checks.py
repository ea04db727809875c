"""The checks of ``make fault-test`` can fail: each thing that may be lost is seen when it is."""

import pytest

from faults import checks
from faults.ledger import Ledger, is_our_503

ANNA, BRUNO = "anna@example.org", "bruno@example.org"


def test_a_report_that_was_accepted_and_is_not_stored_is_lost():
    assert checks.records("reports", ["a", "b"], ["a", "b", "c"]) == []
    assert checks.records("reports", ["a", "b"], ["a"]) == [
        "1 reports accepted and lost: b"
    ]


def test_a_report_that_is_stored_twice_is_seen():
    assert checks.records("reports", ["a"], ["a", "a"]) == ["1 reports doubled: a"]


def test_an_outing_that_went_back_to_an_older_count_is_seen():
    assert checks.values("outings", {"a": 5}, {"a": 5}) == []
    assert checks.values("outings", {"a": 5}, {"a": 4})
    assert checks.values("outings", {"a": 5}, {})


def test_a_report_that_lost_its_photo_is_seen():
    assert checks.photos({"a": 1, "b": 0}, {"a": 2}) == []
    assert checks.photos({"a": 1}, {"a": 0})


def test_a_mail_lost_and_a_mail_written_twice_are_seen():
    sent = [(ANNA, "<1>"), (BRUNO, "<2>")]

    assert checks.mails([ANNA, BRUNO], sent, repeats=0) == []
    assert checks.mails([ANNA, BRUNO], sent[:1], repeats=9) == [
        f"1 mails lost: {BRUNO}"
    ]
    twice = [*sent, (ANNA, "<3>")]
    assert checks.mails([ANNA, BRUNO], twice, repeats=9) == [
        f"1 mails written twice: {ANNA}"
    ]


def test_a_mail_is_delivered_again_no_more_often_than_something_was_killed():
    again = [(ANNA, "<1>"), (ANNA, "<1>")]

    assert checks.mails([ANNA], again, repeats=1) == []
    assert checks.mails([ANNA], again, repeats=0)


def test_a_file_without_a_row_and_a_row_without_a_file_are_seen():
    assert checks.files({"a.jpg"}, {"a.jpg"}, cut=0) == []
    assert checks.files({"a.jpg", "b.jpg"}, {"a.jpg"}, cut=0) == [
        "1 orphan files: b.jpg"
    ]
    assert checks.files({"a.jpg", "b.jpg"}, {"a.jpg"}, cut=1) == []
    assert checks.files(set(), {"a.jpg"}, cut=9) == ["1 rows whose file is gone: a.jpg"]


def test_figures_that_differ_from_a_recount_are_seen():
    assert checks.figures(0, counted=7, rows=7) == []
    assert checks.figures(1, counted=7, rows=7)
    assert checks.figures(0, counted=6, rows=7)


@pytest.mark.parametrize(
    ("status", "retry", "page", "raw"),
    [
        (200, "", "", False),
        (503, "60", '<html lang="it">', False),
        (503, "60", '{"error": "Riprova tra poco."}', False),
        (503, "", '<html lang="it">', True),
        (503, "60", "Bad Gateway", True),
        (500, "60", '<html lang="it">', True),
        (502, "", "", True),
        (400, "", '<html lang="it">', True),
    ],
)
def test_an_error_is_a_503_that_says_so_or_it_is_seen(status, retry, page, raw):
    ledger = Ledger()
    headers = {"Retry-After": retry} if retry else {}

    ledger.answered("GET /", status, headers, page)

    assert bool(checks.answers(ledger.raw_errors)) is raw
    assert is_our_503(status, headers, page) is (status == 503 and not raw)
