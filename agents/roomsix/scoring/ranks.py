"""Rank correlations, with ties."""

import math
from collections.abc import Sequence
from itertools import combinations


def spearman(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Return Spearman's rho, the correlation of mean ranks (Spearman 1904; ties as Kendall 1945).

    Without ties it is `1 - 6 * sum(d * d) / (n * (n * n - 1))`. None when one of the two has no
    order at all, all its values being equal.
    """
    # Mean ranks doubled are whole numbers, so nothing is rounded before the last division.
    first, second = _doubled_ranks(one), _doubled_ranks(other)
    middle = len(first) + 1
    across = sum((a - middle) * (b - middle) for a, b in zip(first, second, strict=True))
    spread = sum((a - middle) ** 2 for a in first) * sum((b - middle) ** 2 for b in second)
    return across / math.sqrt(spread) if spread else None


def kendall(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Return Kendall's tau-b (Kendall 1945); None when one of the two has no order at all."""
    score = first = second = 0
    for (a, x), (b, y) in combinations(zip(one, other, strict=True), 2):
        up, along = _sign(a - b), _sign(x - y)
        score += up * along
        first += up * up
        second += along * along
    return score / math.sqrt(first * second) if first and second else None


def _doubled_ranks(values: Sequence[float]) -> list[int]:
    return [
        2 * sum(other < value for other in values) + sum(other == value for other in values) + 1
        for value in values
    ]


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)
