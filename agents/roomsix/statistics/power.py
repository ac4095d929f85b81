"""How many runs it takes to see a difference, and how small a difference so many runs show.

All are two-sided. A mean goes by the noncentral t, exact for normal differences; rates go by the
normal approximation.
"""

from math import ceil, sqrt
from statistics import NormalDist


def pairs_needed(
    difference: float,
    sd: float,
    *,
    alpha: float = 0.05,
    power: float = 0.8,
    clusters: int | None = None,
    icc: float = 0.0,
) -> int | None:
    """Return how many pairs show a mean difference, given the spread of differences of pairs.

    Args:
        sd: Of the differences, not of either side.
        clusters: How many there will be; pairs are spread over them evenly, and rounded up so
            that they can be. None takes pairs to be unrelated.
        icc: The share of the variance of differences that lies between clusters.

    Returns:
        None where no number of pairs in so few clusters is enough.
    """
    _check(alpha, power, sd=sd, icc=icc, difference=abs(difference))
    if clusters is None:
        return _unrelated(abs(difference) / sd, alpha, power)
    if clusters < 2:
        return None
    reach = (noncentrality(clusters - 1, alpha=alpha, power=power) * sd) ** 2
    left = difference**2 - reach * icc / clusters
    if left <= 0:
        return None
    return clusters * max(1, ceil(reach * (1 - icc) / left / clusters - 1e-9))


def clusters_needed(
    difference: float,
    sd: float,
    *,
    per_cluster: int,
    icc: float,
    alpha: float = 0.05,
    power: float = 0.8,
) -> int:
    """Return how many clusters of so many pairs show a mean difference."""
    _check(alpha, power, sd=sd, icc=icc, difference=abs(difference))
    effect = design_effect(per_cluster, icc)
    return _unrelated(abs(difference) / (sd * sqrt(effect / per_cluster)), alpha, power)


def detectable(
    n: int,
    sd: float,
    *,
    alpha: float = 0.05,
    power: float = 0.8,
    clusters: int | None = None,
    icc: float = 0.0,
) -> float:
    """Return the least mean difference that n pairs show; arguments as in `pairs_needed`.

    Raises:
        ValueError: for fewer than two pairs or clusters.
    """
    _check(alpha, power, sd=sd, icc=icc)
    if n < 2 or (clusters is not None and clusters < 2):
        raise ValueError(f"{n} pairs in {clusters or n} clusters: expected two of each or more")
    effect = design_effect(n / clusters, icc) if clusters else 1.0
    df = (clusters or n) - 1
    return noncentrality(df, alpha=alpha, power=power) * sd * sqrt(effect / n)


def rates_needed(
    first: float,
    second: float,
    *,
    alpha: float = 0.05,
    power: float = 0.8,
    per_cluster: float = 1,
    icc: float = 0.0,
) -> int:
    """Return how many runs on each side tell two rates apart that are not paired.

    The chi-squared test of two proportions without a correction (Fleiss, Levin & Paik 2003, 4.3).
    """
    _check(alpha, power, icc=icc, difference=abs(first - second))
    null, spread = _spreads(first, second)
    sides = _normal(1 - alpha / 2) * null + _normal(power) * spread
    n = (sides / (first - second)) ** 2 * design_effect(per_cluster, icc)
    return ceil(n - 1e-9)


def detectable_rate(
    n: int, base: float, *, alpha: float = 0.05, power: float = 0.8
) -> tuple[float | None, float | None]:
    """Return the nearest rates below and above that n runs a side tell from `base`.

    None where not even 0 or 1 can be told from it.
    """
    _check(alpha, power)
    below, above = (_farther(n, base, end, alpha, power) for end in (0.0, 1.0))
    return below, above


def paired_rates_needed(
    gained: float, lost: float, *, alpha: float = 0.05, power: float = 0.8
) -> int:
    """Return how many pairs show by McNemar's exact test that more is gained than lost.

    Connor 1987, with one pair set off on each side of the test for its being exact.

    Args:
        gained: The share of pairs in which only the first side has the event.
        lost: The share in which only the second has it.
    """
    difference = gained - lost
    _check(alpha, power, difference=abs(difference))
    split = gained + lost
    sides = _normal(1 - alpha / 2) * sqrt(split) + _normal(power) * sqrt(split - difference**2)
    root = (sides + sqrt(sides**2 + 4 * abs(difference))) / (2 * abs(difference))
    return ceil(root**2 - 1e-9)


def detectable_paired_rate(
    n: int, split: float, *, alpha: float = 0.05, power: float = 0.8
) -> float | None:
    """Return the least difference of two rates that n pairs show.

    Args:
        split: The share of pairs in which only one side has the event.

    Returns:
        None where it would not be seen even if all of them were of one side.
    """
    _check(alpha, power)
    z, w = _normal(1 - alpha / 2), _normal(power)
    under = z**2 * n * split - (n + w**2) * (z**2 - w**2) * split
    found = (z * sqrt(n * split) + sqrt(max(0.0, under))) / (n + w**2) + 1 / n
    return found if split > 0 and found <= split else None


def design_effect(per_cluster: float, icc: float) -> float:
    """Return how many times as many clustered runs it takes as unrelated ones (Kish 1965)."""
    return 1 + (per_cluster - 1) * icc


def noncentrality(df: float, *, alpha: float, power: float) -> float:
    """Return how many standard errors a mean must lie from nought to be told from it so often.

    The chance of the test's pointing the wrong way is left out; at the usual power it is nil.
    """
    from scipy import special

    critical = special.stdtrit(df, 1 - alpha / 2)
    return float(special.nctdtrinc(df, 1 - power, critical))


def _unrelated(effect: float, alpha: float, power: float) -> int:
    n = max(2, ceil(((_normal(1 - alpha / 2) + _normal(power)) / effect) ** 2))
    while noncentrality(n - 1, alpha=alpha, power=power) > effect * sqrt(n):
        n += 1
    return n


def _spreads(first: float, second: float) -> tuple[float, float]:
    middle = (first + second) / 2
    return (
        sqrt(2 * middle * (1 - middle)),
        sqrt(first * (1 - first) + second * (1 - second)),
    )


def _farther(n: int, base: float, end: float, alpha: float, power: float) -> float | None:
    def short(other: float) -> float:
        null, spread = _spreads(base, other)
        return (_normal(1 - alpha / 2) * null + _normal(power) * spread) / sqrt(n) - abs(
            base - other
        )

    if base == end or short(end) > 0:
        return None
    near, far = base, end
    for _ in range(50):
        middle = (near + far) / 2
        near, far = (middle, far) if short(middle) > 0 else (near, middle)
    return far


def _normal(share: float) -> float:
    return NormalDist().inv_cdf(share)


def _check(
    alpha: float,
    power: float,
    *,
    sd: float = 1.0,
    icc: float = 0.0,
    difference: float = 1.0,
) -> None:
    if not (0 < alpha < 1 and alpha < power < 1):
        raise ValueError(f"alpha {alpha}, power {power}: expected 0 < alpha < power < 1")
    if not (sd > 0 and 0 <= icc <= 1 and difference > 0):
        found = f"a difference of {difference}, sd {sd}, icc {icc}"
        raise ValueError(f"{found}: expected both above 0, and icc from 0 to 1")
