"""How much values vary within clusters and between them, from those there are."""

from collections.abc import Hashable, Sequence
from math import fsum, sqrt

from roomsix.deal import Frozen


class Spread(Frozen):
    """What values say of how much others like them vary.

    Attributes:
        sd: Of single values, all clusters together; 0 where nothing varies.
        within: The same inside a cluster.
        icc: The share of the variance that lies between clusters, 0 to 1; 0 if there is one.
        n: Values.
        clusters: How many different ones.
    """

    sd: float
    within: float
    icc: float
    n: int
    clusters: int


def spread(values: Sequence[float], clusters: Sequence[Hashable]) -> Spread:
    """Return the parts of the variance, by analysis of variance of one way.

    Clusters may be of different sizes (Searle, Casella & McCulloch 1992, 3.6). A share below nought
    is nought.

    Raises:
        ValueError: for fewer than two values, or clusters of another number.
    """
    n = len(values)
    if n < 2 or len(clusters) != n:
        raise ValueError(f"{n} values in {len(clusters)} clusters: expected two values or more")
    grouped: dict[Hashable, list[float]] = {}
    for value, cluster in zip(values, clusters, strict=True):
        grouped.setdefault(cluster, []).append(value)
    middle = fsum(values) / n
    inner = fsum(_squares(group, fsum(group) / len(group)) for group in grouped.values())
    whole = _squares(values, middle)
    count = len(grouped)
    if count == 1 or count == n:
        sd = sqrt(whole / (n - 1))
        return Spread(sd=sd, within=sd, icc=0.0, n=n, clusters=count)
    within = inner / (n - count)
    size = (n - fsum(len(group) ** 2 for group in grouped.values()) / n) / (count - 1)
    between = max(0.0, ((whole - inner) / (count - 1) - within) / size)
    total = within + between
    # With nothing between clusters, all values tell of the spread inside.
    if not between:
        within = total = whole / (n - 1)
    icc = between / total if total > 0 else 0.0
    return Spread(sd=sqrt(total), within=sqrt(within), icc=icc, n=n, clusters=count)


def _squares(values: Sequence[float], middle: float) -> float:
    # Equal numbers may differ from their own mean by a rounding.
    found = fsum((value - middle) ** 2 for value in values)
    return found if found > len(values) * (1e-14 * middle) ** 2 else 0.0
