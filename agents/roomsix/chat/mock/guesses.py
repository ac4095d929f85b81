"""Many guesses at what a side wants, each worth as much as it explains what the side did.

Every guess has a weight for each issue, the option liked best there, how fast liking falls from it,
and how much the side needs of what it could get at best. A guess is believed the more, the more
the side's offers look like those of someone who gives way with time, and its answers like those of
someone who takes what is worth that much (Hindriks and Tykhonov 2008, by importance sampling).
"""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from roomsix.chat.mock.packages import Real, Rows

GUESSES = 700
"""How many guesses are compared."""

LIKELIEST = 120
"""How many of them are looked at closely, when a package is to be chosen."""

SPREAD = 0.9
"""How far weights lie from the prior, as the deviation of their logarithms (weights are uneven)."""

BENDS = (0.5, 2.4)
"""How an option's score falls, `1 - distance ** bend`: from early to late."""

NEEDS = (0.35, 0.85)
"""What a side may need, of what it could get at best."""

EXPONENT = 0.6
"""How the sides are taken to give way: `1 - t ** (1 / EXPONENT)` of the way is left at time t."""

LOGISTIC = 3**0.5 / 3.141592653589793
"""What makes a logistic deviate as wide as a normal one."""

NOISE = 0.1
"""How far an offer may be worth more or less than expected, as a deviation."""

SURE = NOISE / 4
"""The same between two packages by one guess: whatever is wrong with it is wrong with both."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something a side did about a package.

    Attributes:
        kind: `offer`, `accept` or `refuse`.
        late: When, from 0 at the start of the joint talks to 1 near their end.
        places: The place of the package's option on each issue.
        counts: How much each counts for the side: 1, less where a promise would not be kept.
        against: Places and counts of what was agreed by then; None for nothing.
    """

    kind: str
    late: float
    places: tuple[int, ...]
    counts: tuple[float, ...]
    against: tuple[tuple[int, ...], tuple[float, ...]] | None = None


@dataclass(frozen=True, eq=False)
class Guesses:
    """What is thought possible of a side, and how likely.

    Attributes:
        scores: For each issue, an array of guesses by options: weight times score.
        needs: What each guess takes the side to need, of its best.
        chances: How likely each is; they add up to 1.
    """

    scores: tuple[Real, ...]
    needs: Real
    chances: Real

    def mean(self) -> list[list[float]]:
        """Return the expected score of every option of every issue."""
        return [(self.chances @ each).tolist() for each in self.scores]

    def likeliest(self) -> Guesses:
        """Return the few guesses that are likeliest, as if there were no others."""
        import numpy as np

        best = np.argsort(-self.chances, kind="stable")[:LIKELIEST]
        chances = self.chances[best] / self.chances[best].sum()
        return Guesses(tuple(each[best] for each in self.scores), self.needs[best], chances)

    def aim(self, late: float) -> Real:
        """Return what each guess takes the side to hold out for at a time."""
        aim: Real = self.needs + (1 - self.needs) * (1 - late ** (1 / EXPONENT))
        return aim

    def each(self, rows: Rows, counts: Real) -> Real:
        """Return what each package is worth by each guess: guesses by packages."""
        found: Real = reduce(
            operator.add,
            (each[:, rows[:, at]] * counts[:, at] for at, each in enumerate(self.scores)),
        )
        return found

    def worth(self, places: Sequence[int], counts: Sequence[float]) -> Real:
        """Return what one package is worth by each guess."""
        found: Real = reduce(
            operator.add,
            (c * each[:, at] for each, at, c in zip(self.scores, places, counts, strict=True)),
        )
        return found


def weighed(
    weights: Sequence[float], peaks: Sequence[Mapping[int, float]], deeds: Sequence[Deed]
) -> Guesses:
    """Return guesses around a prior, weighed by what a side did.

    Args:
        weights: How much each issue should matter, by what was said.
        peaks: For each issue, how likely each place holds the option liked best, up to a factor;
            every place is named.
    """
    import numpy as np

    count = len(weights)
    even = _even(3 * count + 1)
    spread = np.exp(SPREAD * LOGISTIC * np.log(even[:, :count] / (1 - even[:, :count])))
    guessed = np.array(weights) * spread
    guessed = guessed / guessed.sum(axis=1, keepdims=True)
    low, high = BENDS
    bends = low * (high / low) ** even[:, count : 2 * count]
    scores = []
    for issue, chances in enumerate(peaks):
        options = len(chances)
        steps = np.cumsum([chances[at] for at in range(options)])
        peak = np.searchsorted(steps / steps[-1], even[:, 2 * count + issue]).clip(0, options - 1)
        reach = np.maximum(np.maximum(peak, options - 1 - peak), 1)
        distance = np.abs(np.arange(options)[None, :] - peak[:, None]) / reach[:, None]
        scores.append(guessed[:, issue, None] * (1 - distance ** bends[:, issue, None]))
    least, most = NEEDS
    needs = least + (most - least) * even[:, -1]
    found = Guesses(tuple(scores), needs, np.full(len(needs), 1 / len(needs)))
    belief = np.zeros(len(needs))
    for deed in deeds:
        aim = found.worth(*deed.against) if deed.against else found.aim(deed.late)
        ahead = found.worth(deed.places, deed.counts) - aim
        if deed.kind == "offer" and deed.against is None:
            belief -= (ahead / NOISE) ** 2 / 2
        else:
            ahead = ahead / (NOISE / 2)
            belief -= np.logaddexp(0, ahead if deed.kind == "refuse" else -ahead)
    share = np.exp(belief - belief.max())
    return Guesses(found.scores, needs, share / share.sum())


@lru_cache(maxsize=16)
def _even(columns: int) -> Real:
    """Return numbers spread evenly between 0 and 1, always the same (a Kronecker sequence)."""
    import numpy as np

    # The generalised golden ratio: x ** (columns + 1) = x + 1 (Roberts 2018).
    root = 1.5
    for _ in range(64):
        root = (1 + root) ** (1 / (columns + 1))
    steps = np.arange(1, GUESSES + 1)[:, None]
    return np.clip((0.5 + steps * root ** -np.arange(1.0, columns + 1)) % 1.0, 1e-3, 1 - 1e-3)
