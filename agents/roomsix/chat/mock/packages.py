"""Packages in bulk: what each is worth on a card or by an estimate, one row a package.

Up to 200,000 packages are all listed; of more, as many are listed, spread evenly over the space by
multiples of the square roots of primes (a Kronecker sequence), which needs no chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import prod
from typing import TYPE_CHECKING, Any

from roomsix.chat.mock.knowledge import Head, Table
from roomsix.deal import Box, Id, IssueId, OptionId, Package
from roomsix.scenario import Card, Limit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.intp]
    Whole = NDArray[np.int64]
    Real = NDArray[np.float64]
    Mask = NDArray[np.bool_]

MOST = 200_000
"""The most packages that are looked at."""


@dataclass(frozen=True, eq=False)
class Space:
    """The packages a seat considers.

    Attributes:
        issues: The columns.
        options: The options of each column; a row holds their places.
    """

    table: Table
    issues: tuple[IssueId, ...]
    options: tuple[tuple[OptionId, ...], ...]
    _deters: dict[Id, Mask] = field(default_factory=dict)

    @property
    def rows(self) -> Rows:
        """Every package considered; the same array for every scenario of this shape."""
        return _rows(tuple(map(len, self.options)))

    def package(self, row: int) -> dict[IssueId, OptionId]:
        """Return the package in a row."""
        places = zip(self.issues, self.options, self.rows[row].tolist(), strict=True)
        return {issue: options[place] for issue, options, place in places}

    def place(self, package: Package) -> tuple[int, ...]:
        """Return a package as places of options; an option unheard of stands first."""
        return tuple(
            options.index(package[issue]) if package.get(issue) in options else 0
            for issue, options in zip(self.issues, self.options, strict=True)
        )

    def same(self, packages: Iterable[Package]) -> Mask:
        """Mark the rows that hold one of these packages."""
        import numpy as np

        found = np.zeros(len(self.rows), dtype=np.bool_)
        for package in packages:
            row = self.row(package)
            if row is not None:
                found[row] = True
        return found

    def row(self, package: Package) -> int | None:
        """Return the row of a package; None for one that is not listed."""
        import numpy as np

        shape, place = tuple(map(len, self.options)), self.place(package)
        if prod(shape) <= MOST:
            return int(np.ravel_multi_index(place, shape))
        same = (self.rows == np.array(place)).all(axis=1)
        return int(same.argmax()) if same.any() else None

    def deterred(self, name: Id, package: Package) -> bool:
        """Tell whether keeping a promise pays under one package."""
        import numpy as np

        return bool(deters(self, np.array([self.place(package)]), name)[0])

    def deters(self, name: Id) -> Mask:
        """Mark where keeping a promise pays: `100 G <= p (G + L)` (Avenhaus et al. 2002)."""
        if name not in self._deters:
            self._deters[name] = deters(self, self.rows, name)
        return self._deters[name]


@dataclass(frozen=True, eq=False)
class Valued:
    """The packages, as one seat values them.

    Attributes:
        worth: The points of each on the seat's own card; zeros for a seat that has none.
        kept: Whether it keeps within the limits of the seat's side.
    """

    space: Space
    worth: Whole
    kept: Mask


@lru_cache(maxsize=64)
def valued(head: Head) -> Valued:
    """Return the packages of a head's scenario with their worth to its seat."""
    options = head.table.options
    found = Space(head.table, tuple(options), tuple(map(tuple, options.values())))
    worth = worth_of(found, head.brief.card or Card(points={}), found.rows)
    fine = kept(found, found.rows, head.brief.limits)
    for array in (worth, fine):
        array.setflags(write=False)
    return Valued(found, worth, fine)


@lru_cache(maxsize=32)
def _rows(shape: tuple[int, ...]) -> Rows:
    import numpy as np

    if prod(shape) <= MOST:
        rows = np.indices(shape, dtype=np.intp).reshape(len(shape), -1).T.copy()
    else:
        steps = np.arange(1, MOST + 1, dtype=np.float64)[:, None]
        spread = np.sqrt(np.array(_primes(len(shape)), dtype=np.float64))
        rows = ((steps * spread) % 1.0 * np.array(shape)).astype(np.intp)
    rows.setflags(write=False)
    return rows


def clear() -> None:
    """Forget every package listed so far; only the memory they take depends on it."""
    valued.cache_clear()
    _rows.cache_clear()


def points(found: Space, card: Card, package: Package) -> int:
    """Return what one package is worth on a card."""
    import numpy as np

    return int(worth_of(found, card, np.array([found.place(package)]))[0])


def worth_of(found: Space, card: Card, rows: Rows) -> Whole:
    """Return the points of these rows, bonuses included."""
    import numpy as np

    total = np.zeros(len(rows), dtype=np.int64)
    for column, (issue, options) in enumerate(zip(found.issues, found.options, strict=True)):
        each = card.points.get(issue, {})
        total += np.array([each.get(option, 0) for option in options])[rows[:, column]]
    for bonus in card.bonuses:
        earned = inside(found, rows, bonus.when)
        if bonus.deterred is not None:
            earned = earned & deters(found, rows, bonus.deterred)
        total += bonus.points * earned
    return total


def kept(found: Space, rows: Rows, limits: Sequence[Limit]) -> Mask:
    """Mark the rows that cross none of the limits."""
    import numpy as np

    fine = np.ones(len(rows), dtype=np.bool_)
    for limit in limits:
        fine &= ~inside(found, rows, limit.never)
    return fine


def keeps(found: Space, package: Package, limits: Sequence[Limit]) -> bool:
    """Tell whether a package crosses none of the limits."""
    import numpy as np

    return bool(kept(found, np.array([found.place(package)]), limits)[0])


def inside(found: Space, rows: Rows, box: Box) -> Mask:
    """Mark the rows that lie in a box."""
    import numpy as np

    marked = np.ones(len(rows), dtype=np.bool_)
    for issue, options in box.items():
        column = found.issues.index(issue)
        held = np.array([option in options for option in found.options[column]])
        marked &= held[rows[:, column]]
    return marked


def scored(found: Space, scores: Mapping[IssueId, Sequence[float]]) -> Real:
    """Return, for every row, the sum of what each of its options scores."""
    import numpy as np

    each = [np.array(scores[issue]) for issue in found.issues]
    if prod(map(len, each)) <= MOST:  # all are listed, the last issue turning fastest
        total = np.zeros(1)
        for column in each:
            total = np.add.outer(total, column).ravel()
        return total
    total = np.zeros(len(found.rows))
    for at, column in enumerate(each):
        total += column[found.rows[:, at]]
    return total


def deters(found: Space, rows: Rows, name: Id) -> Mask:
    """Mark the rows under which keeping a promise pays."""
    import numpy as np

    promise = found.table.obligations[name]

    def dial(issue: IssueId, by: Mapping[OptionId, int]) -> Any:
        column = found.issues.index(issue)
        # Gains and losses have no upper bound, so these few products are Python's own integers.
        values = np.array([by[option] for option in found.options[column]], dtype=object)
        return values[rows[:, column]]

    seen = dial(promise.detection.issue, promise.detection.by)
    lost = dial(promise.loss.issue, promise.loss.by)
    marked: Mask = (100 * promise.gain <= seen * (promise.gain + lost)).astype(bool)
    return marked


def _primes(count: int) -> list[int]:
    primes: list[int] = []
    number = 2
    while len(primes) < count:
        if all(number % prime for prime in primes):
            primes.append(number)
        number += 1
    return primes
