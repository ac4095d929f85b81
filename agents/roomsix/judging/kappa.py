"""Agreement beyond chance of two who label the same things on one scale (Cohen 1960, 1968)."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from statistics import NormalDist

LEVEL = 0.95
"""What share of such intervals hold the value that more labels would come to."""


@dataclass(frozen=True)
class Kappa:
    """Cohen's kappa with linear weights, and its interval.

    Attributes:
        value: 1 for full agreement, 0 for as much as chance gives; None where both used one and
            the same label only, so that there is nothing to tell agreement from.
        n: How many things were labelled by both.
        clusters: How many groups of them vary independently of each other.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    clusters: int


def kappa(
    pairs: Sequence[tuple[int, int]], size: int, clusters: Sequence[Hashable] | None = None
) -> Kappa:
    """Return how far two agree: the labels of each thing as places on a scale of a size.

    A disagreement weighs as much as the labels lie apart (linear weights); with two labels that is
    the unweighted kappa. The interval is Wilson's for the observed agreement, brought to the scale
    of kappa: symmetric ones promise too much where agreement is high. It counts as many things as
    the standard error says the agreement is worth (Fleiss, Cohen & Everitt 1969; with whole
    clusters as what varies, where that is more), never more than there are, and goes by Student's
    t. Where nothing disagrees, a cluster counts as one thing.

    Args:
        clusters: What each thing belongs to, as to a run; None for things of their own.
    """
    n = len(pairs)
    groups = list(clusters) if clusters is not None else list(range(n))
    count = len(set(groups))
    if not n:
        return Kappa(None, None, None, 0, 0)
    rows = [sum(1 for a, _ in pairs if a == at) / n for at in range(size)]
    columns = [sum(1 for _, b in pairs if b == at) / n for at in range(size)]
    # How far each label lies from the labels that the other one gives.
    by_row = [fsum(_weight(a, b, size) * columns[b] for b in range(size)) for a in range(size)]
    by_column = [fsum(_weight(a, b, size) * rows[a] for a in range(size)) for b in range(size)]
    chance = fsum(rows[at] * by_row[at] for at in range(size))
    if chance == 0:
        return Kappa(None, None, None, n, count)
    seen = fsum(_weight(a, b, size) for a, b in pairs) / n
    value = 1 - seen / chance
    if count < 2:
        return Kappa(value, None, None, n, count)
    pulls = [
        seen * (by_row[a] + by_column[b] - 2 * chance) / chance**2
        - (_weight(a, b, size) - seen) / chance
        for a, b in pairs
    ]
    error = max(_error(pulls, groups), _error(pulls, range(n)))
    worth = seen * (1 - seen) / (error * chance) ** 2 if error else float(count)
    low, high = _wilson(1 - seen, min(n, worth), _student(count - 1))
    return Kappa(value, 1 - (1 - low) / chance, 1 - (1 - high) / chance, n, count)


def _error(pulls: Sequence[float], groups: Sequence[Hashable]) -> float:
    """Return the standard error, from how far each thing, or each cluster, pulls at the value."""
    sums: defaultdict[Hashable, float] = defaultdict(float)
    for pull, group in zip(pulls, groups, strict=True):
        sums[group] += pull
    count = len(sums)
    return sqrt(fsum(each**2 for each in sums.values()) * count / (count - 1)) / len(pulls)


def _weight(a: int, b: int, size: int) -> float:
    return abs(a - b) / (size - 1)


def _wilson(share: float, n: float, z: float) -> tuple[float, float]:
    """Return the values that a share may have (Wilson 1927); n may be an effective number."""
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    reach = z * sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return max(0.0, min(share, middle - reach)), min(1.0, max(share, middle + reach))


def _student(freedom: int) -> float:
    """Return the quantile of Student's t, to within 0.3 % from 3 degrees on (Fisher & Cornish)."""
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    if freedom < 3:
        return {1: 12.706, 2: 4.303}[freedom]
    return (
        z
        + (z**3 + z) / (4 * freedom)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
    )
