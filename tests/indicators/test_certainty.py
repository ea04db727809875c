from math import comb

import pytest

from indicators.certainty import (
    CHANCE,
    CHANCE_OF_FEW,
    TOO_FEW,
    UNLIKELY,
    certainty,
    change_range,
    rate_test,
)


def test_the_rate_test_of_two_against_eight_is_what_a_hand_computes():
    # twice P(X <= 2) with X binomial(10, 1/2): 2 * (1 + 10 + 45) / 1024
    assert rate_test(2, 8) == pytest.approx(2 * 56 / 1024)


def test_the_rate_test_of_zero_against_ten_is_what_a_hand_computes():
    assert rate_test(0, 10) == pytest.approx(2 / 1024)
    assert rate_test(10, 0) == pytest.approx(2 / 1024)


@pytest.mark.parametrize(("now", "before"), [(12, 19), (40, 41), (3, 300), (150, 90)])
def test_the_rate_test_equals_the_sum_of_the_exact_binomial(now, before):
    total = now + before
    tail = sum(comb(total, k) for k in range(min(now, before) + 1)) / 2**total

    assert rate_test(now, before) == pytest.approx(min(1, 2 * tail), rel=1e-9)


def test_the_rate_test_of_equal_counts_is_one():
    assert rate_test(7, 7) == 1
    assert rate_test(0, 0) == 1


def test_the_rate_test_bears_a_million_reports():
    assert rate_test(500_000, 500_000) == 1
    assert rate_test(500_000, 505_000) < 1e-5


def test_certainty_speaks_in_words():
    assert certainty(12, 19) == CHANCE_OF_FEW
    assert certainty(1_000, 1_050) == CHANCE
    assert certainty(36, 91) == UNLIKELY
    assert certainty(20, 5) == UNLIKELY


@pytest.mark.parametrize(("now", "before"), [(0, 0), (0, 9), (4, 5)])
def test_certainty_does_not_compare_too_few(now, before):
    assert certainty(now, before) == TOO_FEW


def test_certainty_takes_zero_against_many():
    assert certainty(0, 10) == UNLIKELY


def test_the_range_is_what_the_tables_of_clopper_and_pearson_give():
    # 5 of 10 at 99 %: shares from 0.1283 to 0.8717
    lowest, highest = change_range(5, 5)

    assert lowest == pytest.approx(0.1283 / 0.8717 - 1, abs=2e-4)
    assert highest == pytest.approx(0.8717 / 0.1283 - 1, abs=1e-2)


def test_the_range_and_the_words_never_disagree():
    for now in range(60):
        for before in range(1, 60):
            lowest, highest = change_range(now, before)
            holds_no_change = lowest <= 1e-9 and highest >= -1e-9
            if now + before >= 10:
                words = certainty(now, before)
                assert holds_no_change == (words != UNLIKELY), (now, before)
            assert lowest <= now / before - 1 <= highest


def test_the_range_bears_a_million_reports_and_none_now():
    assert change_range(500_000, 500_000) == pytest.approx((0, 0), abs=0.01)
    assert change_range(0, 20)[0] == -1
