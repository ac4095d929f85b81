"""The Pareto frontier: packages that nobody can better without somebody losing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from roomsix.outcomes.enumeration import Mask, Whole

FEW = 1_000
"""The most vectors that are held against one another here; with more, loading moocore pays."""


def pareto(utilities: Whole, among: Mask) -> Mask:
    """Mark the packages that no other one dominates (Pareto 1906).

    One dominates another when it is worth no less to anybody and more to somebody. Packages worth
    the same to everyone stand or fall together. Exact: integers are compared, never fractions.

    Args:
        utilities: Points, parties by packages.
        among: The packages that count; the rest neither dominate nor are marked.
    """
    import numpy as np

    marked = np.zeros_like(among)
    if among.any():
        best = _sweep if len(utilities) == 2 else _filter
        marked[among] = best(utilities[:, among])
    return marked


def dominates(one: Sequence[int], other: Sequence[int]) -> bool:
    """Tell whether some points are no less for anybody than others, and more for somebody."""
    return tuple(one) != tuple(other) and all(a >= b for a, b in zip(one, other, strict=True))


def dominating(utilities: Whole, among: Mask, points: Sequence[int]) -> Mask:
    """Mark the packages that dominate one worth so many points to each party."""
    import numpy as np

    worth = np.array(points)[:, None]
    found: Mask = among & np.all(utilities >= worth, axis=0) & np.any(utilities > worth, axis=0)
    return found


def _sweep(utilities: Whole) -> Mask:
    """Mark the frontier of two parties in one pass, from the first party's best downwards."""
    import numpy as np

    first, second = utilities
    level, place = np.unique(-first, return_inverse=True)
    top = np.full(len(level), second.min())
    np.maximum.at(top, place, second)
    ahead = np.concatenate(([second.min() - 1], np.maximum.accumulate(top)[:-1]))
    return np.asarray((top > ahead)[place] & (second == top[place]))


def _filter(utilities: Whole) -> Mask:
    """Mark the frontier of any number of parties: of different vectors, then of all."""
    import numpy as np

    first, place = different(utilities)
    vectors = utilities[:, first]
    if len(first) <= FEW:
        return np.asarray(~_beaten(vectors, vectors)[place])
    import moocore

    # Points are integers far below 2**53, so nothing is rounded.
    best = moocore.is_nondominated(vectors.T.astype(np.float64, order="C"), maximise=True)
    return np.asarray(best[place])


def different(utilities: Whole) -> tuple[Whole, Whole]:
    """Return where each different vector first stands, and for every package which one it has."""
    import numpy as np

    keys, width = np.zeros(utilities.shape[1], dtype=np.int64), 1
    for row in utilities:
        low, span = int(row.min()), int(np.ptp(row)) + 1
        if width * span >= 1 << 62:
            seen, keys = np.unique(keys, return_inverse=True)
            width = len(seen)
        keys, width = keys * span + (row - low), width * span
    _, first, place = np.unique(keys, return_index=True, return_inverse=True)
    return first, place


def _beaten(these: Whole, by: Whole) -> Mask:
    """Mark which of these vectors one of those dominates."""
    import numpy as np

    no_less = np.ones((these.shape[1], by.shape[1]), dtype=np.bool_)
    for mine, other in zip(these, by, strict=True):
        no_less &= mine[:, None] <= other
    more = these.sum(axis=0)[:, None] < by.sum(axis=0)
    return np.asarray(np.any(no_less & more, axis=1))
