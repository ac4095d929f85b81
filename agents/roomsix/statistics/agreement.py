"""How far two raters agree beyond chance, such as a model that judges and a hand that labels."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from math import fsum, sqrt
from typing import Literal

from roomsix.statistics import margin, score
from roomsix.statistics.estimate import Estimate

Weights = Literal["linear", "quadratic"]
"""How much agreement is left to labels apart: by their distance, or by its square."""

ALONE = "both raters gave everything one and the same label: chance alone would agree as well"
ONE_ITEM = "one item: no interval"

_Table = Mapping[tuple[int, int], float]
_Credit = Callable[[int, int], float]


def kappa(
    first: Sequence[Hashable],
    second: Sequence[Hashable],
    *,
    labels: Sequence[Hashable] | None = None,
    weights: Weights | None = None,
    level: float = 0.95,
) -> Estimate:
    """Return Cohen's kappa (1960; weighted, 1968) of the labels two raters gave the same items.

    `se` is that of Fleiss, Cohen & Everitt (1969). The interval is Wilson's for the observed
    agreement, brought to the scale of kappa: symmetric ones by `se` fall short for few items and
    for high agreement, and have no width for perfect agreement. It counts as many items as `se`
    says the agreement is worth, never more than there are. Items are taken to be unrelated.

    Args:
        labels: All there are, in their order, which weights need.

    Raises:
        ValueError: for no items, raters of different numbers, labels that are not listed, weights
            without labels, or a level outside [0.5, 0.999].
    """
    margin.checked(level)
    n = len(first)
    if not n or len(second) != n:
        raise ValueError(f"{n} items against {len(second)}: expected one or more, in both the same")
    if weights and labels is None:
        raise ValueError(f"{weights} weights need the labels in their order")
    table = _shares(first, second, labels)
    credit = _credit(weights, len(labels) if labels is not None else 0)
    observed, chance, se = _agreement(table, credit, n)
    if chance >= 1 - 1e-12:
        return _estimate(1.0, None, None, n, None, level, ALONE)
    value = (observed - chance) / (1 - chance)
    if n < 2:
        return _estimate(value, None, None, n, None, level, ONE_ITEM)
    worth = observed * (1 - observed) / (se * (1 - chance)) ** 2 if se > 0 else n
    low, high = score.wilson(observed, min(n, worth or n), score.normal_quantile(level))
    low, high = (low - chance) / (1 - chance), (high - chance) / (1 - chance)
    return _estimate(value, low, high, n, se, level)


def _shares(
    first: Sequence[Hashable], second: Sequence[Hashable], labels: Sequence[Hashable] | None
) -> _Table:
    known = list(dict.fromkeys(labels if labels is not None else [*first, *second]))
    place = {label: index for index, label in enumerate(known)}
    unknown = [label for label in (*first, *second) if label not in place]
    if unknown:
        raise ValueError(f"no label {unknown[0]!r}; there are {', '.join(map(repr, known))}")
    counts = Counter((place[one], place[two]) for one, two in zip(first, second, strict=True))
    return {cell: counts[cell] / len(first) for cell in sorted(counts)}


def _credit(weights: Weights | None, count: int) -> _Credit:
    farthest = max(1, count - 1)
    match weights:
        case None:
            return lambda one, two: float(one == two)
        case "linear":
            return lambda one, two: 1 - abs(one - two) / farthest
        case "quadratic":
            return lambda one, two: 1 - ((one - two) / farthest) ** 2


def _agreement(table: _Table, credit: _Credit, n: int) -> tuple[float, float, float]:
    rows, columns = _margin(table, 0), _margin(table, 1)
    observed = fsum(share * credit(*cell) for cell, share in table.items())
    # What a label is credited with on the average, against the other rater's habits.
    of_row = {i: fsum(share * credit(i, j) for j, share in columns.items()) for i in rows}
    of_column = {j: fsum(share * credit(i, j) for i, share in rows.items()) for j in columns}
    chance = fsum(share * of_row[i] for i, share in rows.items())
    if chance >= 1 - 1e-12:
        return observed, chance, 0.0
    left = (1 - observed) / (1 - chance)
    squares = fsum(
        share * (credit(i, j) - (of_row[i] + of_column[j]) * left) ** 2
        for (i, j), share in table.items()
    )
    variance = squares - ((observed - chance) / (1 - chance) - chance * left) ** 2
    # Perfect agreement leaves a rounding.
    se = sqrt(variance / n) / (1 - chance) if variance > 1e-12 else 0.0
    return observed, chance, se


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
    *notes: str,
) -> Estimate:
    return Estimate(
        value=value,
        low=low,
        high=high,
        n=n,
        clusters=0,
        method="none" if low is None else "wilson on agreement",
        level=level,
        se=se,
        notes=notes,
    )
