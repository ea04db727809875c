"""How sure we are that two counts differ, in words. No database, no Django."""

from math import exp, lgamma, log

MINIMUM = 10  # under ten reports in the two periods together no split says anything
RARE = 0.01  # four places are compared at once: at 0.05 one page in five would cry wolf

TOO_FEW = "troppo poche per confrontare"
CHANCE = "può essere dovuto al caso"
UNLIKELY = "difficile che sia solo caso"


def certainty(now, before, *, days_now=1, days_before=1):
    """Say in words whether the rates of two counts may differ by chance alone.

    Arguments are counts (>= 0) and the lengths of their periods in the same unit (> 0).
    """
    if now + before < MINIMUM:
        return TOO_FEW
    probability = rate_test(now, before, days_now=days_now, days_before=days_before)
    return UNLIKELY if probability < RARE else CHANCE


def rate_test(now, before, *, days_now=1, days_before=1):
    """Return the two-sided p-value of equal rates of two Poisson counts, exact.

    Given n = now + before, ``now`` is binomial(n, p) with p = days_now / (days_now +
    days_before); the p-value is twice the smaller tail, at most 1 (J. Przyborowski and
    H. Wilenski, "Homogeneity of results in testing samples from Poisson series",
    Biometrika 31, 1940). It supposes independent reports: many about one night make a
    change look surer than it is, hence the strict ``RARE``.
    """
    total, share = now + before, days_now / (days_now + days_before)
    if total == 0:
        return 1.0
    if now < total * share:  # by symmetry look only at upper tails
        now, share = total - now, 1 - share
    return min(1.0, 2 * _upper_tail(now, total, share))


def _upper_tail(count, total, share):
    """P(X >= count) for X binomial(total, share), count at or above the mean."""
    term = exp(
        lgamma(total + 1)
        - lgamma(count + 1)
        - lgamma(total - count + 1)
        + count * log(share)
        + (total - count) * log(1 - share)
    )
    odds, tail = share / (1 - share), 0.0
    # terms shrink from the mean on: stop when they no longer change the sum
    while term > tail * 1e-16:
        tail += term
        term *= (total - count) / (count + 1) * odds
        count += 1
    return tail
