"""How far two raters agree beyond chance, such as a model that judges and a hand that labels."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from math import fsum, sqrt
from typing import Literal

from roomsix.statistics import margin, score
from roomsix.statistics.estimate import Estimate
from roomsix.statistics.units import FEW, FEW_CLUSTERS, ONE_CLUSTER

Weights = Literal["linear", "quadratic"]
"""How much agreement is left to labels apart: by their distance, or by its square."""

ALONE = "both raters gave everything one and the same label: chance alone would agree as well"
ONE_ITEM = "one item: no interval"

_Cell = tuple[int, int]
_Table = Mapping[_Cell, float]
_Credit = Callable[[int, int], float]


def kappa(
    first: Sequence[Hashable],
    second: Sequence[Hashable],
    *,
    labels: Sequence[Hashable] | None = None,
    weights: Weights | None = None,
    clusters: Sequence[Hashable] | None = None,
    level: float = 0.95,
) -> Estimate:
    """Return Cohen's kappa (1960; weighted, 1968) of the labels two raters gave the same items.

    `se` is that of Fleiss, Cohen & Everitt (1969). The interval is Wilson's for the observed
    agreement, brought to the scale of kappa: symmetric ones by `se` fall short for few items and
    for high agreement, and have no width for perfect agreement. It counts as many items as `se`
    says the agreement is worth, never more than there are. With more than one cluster, the cluster
    is what varies (Liang & Zeger 1986), `se` is never less than that of as many unrelated items,
    and the interval goes by Student's t; in perfect agreement a cluster counts as one item.

    Args:
        clusters: What each item belongs to, as to a run; None for items that are unrelated.
        labels: All there are, in their order, which weights need.

    Raises:
        ValueError: for no items, raters or clusters of different numbers, labels that are not
            listed, weights without labels, or a level outside [0.5, 0.999].
    """
    margin.checked(level)
    n = len(first)
    if not n or len(second) != n:
        raise ValueError(f"{n} items against {len(second)}: expected one or more, in both the same")
    if clusters is not None and len(clusters) != n:
        raise ValueError(f"{n} items, but {len(clusters)} clusters")
    if weights and labels is None:
        raise ValueError(f"{weights} weights need the labels in their order")
    cells = _cells(first, second, labels)
    counts = Counter(cells)
    table = {cell: counts[cell] / n for cell in sorted(counts)}
    credit = _credit(weights, len(labels) if labels is not None else 0)
    observed, chance, pulls = _agreement(table, credit)
    groups = clusters if clusters is not None else ()
    named = len(set(groups))
    if chance >= 1 - 1e-12:
        return _estimate(1.0, None, None, n, None, level, named, ALONE)
    value = (observed - chance) / (1 - chance)
    if n < 2:
        return _estimate(value, None, None, n, None, level, named, ONE_ITEM)
    se = _error([pulls[cell] for cell in cells], groups if named > 1 else ())
    most = n if se > 0 or named < 2 else named
    worth = observed * (1 - observed) / (se * (1 - chance)) ** 2 if se > 0 else most
    quantile = margin.t_quantile(named - 1, level) if named > 1 else score.normal_quantile(level)
    low, high = score.wilson(observed, min(most, worth or most), quantile)
    low, high = (low - chance) / (1 - chance), (high - chance) / (1 - chance)
    notes = (ONE_CLUSTER,) if named == 1 else (FEW_CLUSTERS,) if 1 < named < FEW else ()
    return _estimate(value, low, high, n, se, level, named, *notes)


def _cells(
    first: Sequence[Hashable], second: Sequence[Hashable], labels: Sequence[Hashable] | None
) -> list[_Cell]:
    """Return the places of both labels of each item."""
    known = list(dict.fromkeys(labels if labels is not None else [*first, *second]))
    place = {label: index for index, label in enumerate(known)}
    unknown = [label for label in (*first, *second) if label not in place]
    if unknown:
        raise ValueError(f"no label {unknown[0]!r}; there are {', '.join(map(repr, known))}")
    return [(place[one], place[two]) for one, two in zip(first, second, strict=True)]


def _credit(weights: Weights | None, count: int) -> _Credit:
    farthest = max(1, count - 1)
    match weights:
        case None:
            return lambda one, two: float(one == two)
        case "linear":
            return lambda one, two: 1 - abs(one - two) / farthest
        case "quadratic":
            return lambda one, two: 1 - ((one - two) / farthest) ** 2


def _agreement(table: _Table, credit: _Credit) -> tuple[float, float, _Table]:
    """Return agreement, that by chance, and how far an item of each cell pulls at kappa."""
    rows, columns = _margin(table, 0), _margin(table, 1)
    observed = fsum(share * credit(*cell) for cell, share in table.items())
    # What a label is credited with on the average, against the other rater's habits.
    of_row = {i: fsum(share * credit(i, j) for j, share in columns.items()) for i in rows}
    of_column = {j: fsum(share * credit(i, j) for i, share in rows.items()) for j in columns}
    chance = fsum(share * of_row[i] for i, share in rows.items())
    if chance >= 1 - 1e-12:
        return observed, chance, {}
    left = (1 - observed) / (1 - chance)
    middle = (observed - chance) / (1 - chance) - chance * left
    pulls = {
        (i, j): (credit(i, j) - (of_row[i] + of_column[j]) * left - middle) / (1 - chance)
        for i, j in table
    }
    return observed, chance, pulls


def _error(pulls: Sequence[float], clusters: Sequence[Hashable]) -> float:
    """Return the standard error, with whole clusters as what varies if there are any."""
    n = len(pulls)
    variance = fsum(sorted(pull**2 for pull in pulls)) / n
    if variance <= 1e-12:  # perfect agreement leaves a rounding
        return 0.0
    alone = sqrt(variance / n)
    if not clusters:
        return alone
    sums: dict[Hashable, float] = {}
    for pull, cluster in zip(pulls, clusters, strict=True):
        sums[cluster] = sums.get(cluster, 0.0) + pull
    count = len(sums)
    squares = fsum(sorted(each**2 for each in sums.values()))
    return max(alone, sqrt(squares * count / (count - 1)) / n)


def _margin(table: _Table, axis: int) -> dict[int, float]:
    shares: dict[int, float] = {}
    for cell, share in table.items():
        shares[cell[axis]] = shares.get(cell[axis], 0.0) + share
    return shares


def _estimate(
    value: float,
    low: float | None,
    high: float | None,
    n: int,
    se: float | None,
    level: float,
    clusters: int,
    *notes: str,
) -> Estimate:
    made = "clustered wilson on agreement" if clusters > 1 else "wilson on agreement"
    return Estimate(
        value=value,
        low=low,
        high=high,
        n=n,
        clusters=clusters,
        method="none" if low is None else made,
        level=level,
        se=se,
        notes=notes,
    )
