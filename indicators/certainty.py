"""How sure we are that two counts differ, in words. No database, no Django."""

from math import exp, lgamma, log

MINIMUM = 10  # under ten reports in the two periods together no split says anything
RARE = 0.01  # four places are compared at once: at 0.05 one page in five would cry wolf

TOO_FEW = "troppo poche per confrontare"
CHANCE = "può essere dovuto al caso"
UNLIKELY = "difficile che sia solo caso"


def certainty(now, before):
    """Say in words whether two counts (>= 0) of periods as long may differ by chance alone."""
    if now + before < MINIMUM:
        return TOO_FEW
    probability = rate_test(now, before)
    return UNLIKELY if probability < RARE else CHANCE


def rate_test(now, before):
    """Return the two-sided p-value of equal rates of two Poisson counts, exact.

    Given n = now + before, in two periods as long, ``now`` is binomial(n, 1/2); the p-value
    is twice the smaller tail, at most 1 (J. Przyborowski and H. Wilenski, "Homogeneity of
    results in testing samples from Poisson series", Biometrika 31, 1940). It supposes
    independent reports: many about one night make a change look surer than it is, hence the
    strict ``RARE``.
    """
    return min(1.0, 2 * _upper_tail(max(now, before), now + before))


def _upper_tail(count, total):
    """P(X >= count) for X binomial(total, 1/2), count at or above the mean."""
    term = exp(
        lgamma(total + 1)
        - lgamma(count + 1)
        - lgamma(total - count + 1)
        - total * log(2)
    )
    tail = 0.0
    # terms shrink from the mean on: stop when they no longer change the sum
    while term > tail * 1e-16:
        tail += term
        term *= (total - count) / (count + 1)
        count += 1
    return tail
