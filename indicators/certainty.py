"""How sure we are that two counts differ, in words. No database, no Django."""

from math import exp, lgamma, log, log1p

MINIMUM = 10  # under ten reports in the two periods together no split says anything
RARE = 0.01  # four places are compared at once: at 0.05 one page in five would cry wolf

TOO_FEW = "troppo poche per confrontare"
CHANCE = "non distinguibile dal caso"
CHANCE_OF_FEW = "non distinguibile dal caso con numeri così piccoli"
FEW = 200  # over so many in the two periods, the numbers are not to blame
UNLIKELY = "difficile che sia solo caso"


def certainty(now, before):
    """Say in words whether two counts (>= 0) of periods as long may differ by chance alone."""
    if now + before < MINIMUM:
        return TOO_FEW
    if rate_test(now, before) < RARE:
        return UNLIKELY
    return CHANCE_OF_FEW if now + before < FEW else CHANCE


def change_range(now, before):
    """Return the (lowest, highest) relative change that two counts allow: −0.1 is ten in a hundred fewer.

    ``before`` is over 0. It is the exact interval of the same test (C. J. Clopper and E. S.
    Pearson, Biometrika 26, 1934): it holds no change exactly when the words say chance.
    """
    total = now + before
    lowest = 0.0 if now == 0 else _share(lambda p: _tail(now, total, p))
    highest = 1 - _share(lambda p: _tail(before, total, p))
    return _change(lowest), _change(highest)


def _share(tail):
    """Return the share of the total where ``tail``, which grows with it, is half of ``RARE``."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if tail(middle) < RARE / 2 else (low, middle)
    return (low + high) / 2


def _change(share):
    return share / (1 - share) - 1


def rate_test(now, before):
    """Return the two-sided p-value of equal rates of two Poisson counts, exact.

    Given n = now + before, in two periods as long, ``now`` is binomial(n, 1/2); the p-value
    is twice the smaller tail, at most 1 (J. Przyborowski and H. Wilenski, "Homogeneity of
    results in testing samples from Poisson series", Biometrika 31, 1940). It supposes
    independent reports: many about one night make a change look surer than it is, hence the
    strict ``RARE``.
    """
    return min(1.0, 2 * _tail(max(now, before), now + before, 0.5))


def _tail(count, total, share):
    """P(X >= count) for X binomial(total, share)."""
    if count <= total * share:
        return 1 - _upper_tail(total - count + 1, total, 1 - share)
    return _upper_tail(count, total, share)


def _upper_tail(count, total, share):
    """The same, count above the mean or next to it."""
    if count > total:
        return 0.0
    term = exp(
        lgamma(total + 1)
        - lgamma(count + 1)
        - lgamma(total - count + 1)
        + count * log(share)
        + (total - count) * log1p(-share)
    )
    tail = 0.0
    # terms shrink from the mean on: stop when they no longer change the sum
    while term > tail * 1e-16:
        tail += term
        term *= (total - count) / (count + 1) * share / (1 - share)
        count += 1
    return tail
