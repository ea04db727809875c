from math import comb

import pytest

from indicators.certainty import CHANCE, TOO_FEW, UNLIKELY, certainty, rate_test


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
    assert certainty(12, 19) == CHANCE
    assert certainty(36, 91) == UNLIKELY
    assert certainty(20, 5) == UNLIKELY


@pytest.mark.parametrize(("now", "before"), [(0, 0), (0, 9), (4, 5)])
def test_certainty_does_not_compare_too_few(now, before):
    assert certainty(now, before) == TOO_FEW


def test_certainty_takes_zero_against_many():
    assert certainty(0, 10) == UNLIKELY
