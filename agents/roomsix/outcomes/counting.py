"""How many packages enough parties could live with, part by part, without listing them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from roomsix.outcomes.enumeration import Space
from roomsix.outcomes.frontier import different
from roomsix.scenario import Decision

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    from roomsix.outcomes.enumeration import Mask, Whole

MOST_STATES = 10_000_000
"""The most sums of points held at a time; with more, nothing is counted."""

_BROKEN = -(1 << 40)
"""Added to the points of what crosses a party's line: nothing makes up for it."""


@dataclass(frozen=True)
class Question:
    """Which packages are counted.

    Attributes:
        rows: The parties that are asked, by their rows.
        least: The fewest points at which each of them agrees.
        needed: How many of them have to agree.
        vetoes: The places in `rows` of those that must be among them.
    """

    rows: Sequence[int]
    least: Sequence[int]
    needed: int
    vetoes: Sequence[int] = ()


def question(decision: Decision, parties: Sequence[str], least: Sequence[int]) -> Question:
    """Return the question what passes under a decision rule."""
    vetoes = [parties.index(veto) for veto in decision.vetoes]
    return Question(range(len(parties)), least, decision.needed(parties), vetoes)


def count(parts: Sequence[Space], among: Sequence[Mask], asked: Question) -> int | None:
    """Count the packages that enough of the parties asked agree to; None where it is too much.

    Sums of points are carried from part to part, each with its number of packages. A party whose
    agreement is certain, or out of reach, whatever is still to come counts alike whatever its sum.

    Args:
        among: The choices of each part that count.
    """
    import numpy as np

    rows = list(asked.rows)
    small = math.prod(map(len, parts)) < 1 << 62
    steps = []
    for part, mask in _by_size(parts, among):
        kept = part.kept[rows]
        # Where all have to agree, what breaks a line is out at once.
        held = mask & kept.all(axis=0) if asked.needed == len(rows) else mask
        worth: Whole = np.where(kept, part.utilities[rows], _BROKEN)[:, held]
        often = np.ones(worth.shape[1], dtype=np.int64 if small else object)
        steps.append(_gathered(worth, often))
    if any(worth.shape[1] == 0 for worth, _ in steps):
        return 0
    least = np.array(asked.least, dtype=np.int64)[:, None]
    lows = [worth.min(axis=1, keepdims=True) for worth, _ in steps]
    highs = [worth.max(axis=1, keepdims=True) for worth, _ in steps]
    sums: Whole = np.zeros((len(rows), 1), dtype=np.int64)
    counts: NDArray[Any] = np.ones(1, dtype=np.int64 if small else object)
    for at, (worth, often) in enumerate(steps):
        if sums.shape[1] * worth.shape[1] > MOST_STATES:
            return None
        lost = least - sum(highs[at + 1 :], np.zeros_like(least)) - 1
        sure = least - sum(lows[at + 1 :], np.zeros_like(least))
        sums = np.clip((sums[:, :, None] + worth[:, None, :]).reshape(len(rows), -1), lost, sure)
        counts = np.multiply.outer(counts, often).reshape(-1)
        hopeful = sums > lost
        open_ = hopeful.sum(axis=0) >= asked.needed
        for veto in asked.vetoes:
            open_ &= hopeful[veto]
        sums, counts = _gathered(sums[:, open_], counts[open_])
        if not len(counts):
            return 0
    return int(counts.sum())


def _by_size(parts: Sequence[Space], among: Sequence[Mask]) -> list[tuple[Space, Mask]]:
    """Return the parts with the largest first, so that what is out of reach shows early."""
    return sorted(zip(parts, among, strict=True), key=lambda part: -len(part[0]))


def _gathered(sums: Whole, counts: NDArray[Any]) -> tuple[Whole, NDArray[Any]]:
    """Put equal vectors together and add up their counts."""
    import numpy as np

    if not len(counts):
        return sums, counts
    first, place = different(sums)
    total = np.zeros(len(first), dtype=counts.dtype)
    np.add.at(total, place, counts)
    return sums[:, first], total
