"""Solution points: where theories of bargaining say that two or more parties should end up."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from roomsix import preferences
from roomsix.deal import Frozen, Id, Package, PartyId
from roomsix.outcomes.enumeration import Space
from roomsix.scenario import Equality

if TYPE_CHECKING:
    from roomsix.outcomes.enumeration import Mask, Whole

Vector = tuple[int, ...]
"""Points, one number a party, in the scenario's order."""


class Point(Frozen):
    """What every party gets, and every package that gives them just that."""

    utilities: Mapping[PartyId, int]
    packages: tuple[Package, ...]


class Solution(Frozen):
    """Where something is greatest; several points when it is a tie.

    Attributes:
        value: The greatest product, smallest share, smallest gain or sum of gains.
        points: Only such as nobody can better without somebody losing.
    """

    value: int | float
    points: tuple[Point, ...]


class Solutions(Frozen):
    """The solution points of one zone of agreement.

    Attributes:
        reservation: Points from which gains are counted, for every party.
        ideal: The most a party gets from any acceptable package.
        nash: Largest product of gains (Nash 1950).
        kalai_smorodinsky: Largest smallest share of the way from reservation to ideal
            (Kalai and Smorodinsky 1975). A party that can gain nothing has no say.
        egalitarian: Largest smallest gain (Kalai 1977).
        utilitarian: Largest sum of gains, the best joint gain there is.
    """

    reservation: Mapping[PartyId, int]
    ideal: Mapping[PartyId, int]
    nash: Solution
    kalai_smorodinsky: Solution
    egalitarian: Solution
    utilitarian: Solution


def solutions(
    space: Space, frontier: Mask, level: Id, equality: Equality | None = None
) -> Solutions | None:
    """Return the solution points at a level of tension; None when nothing suits everyone.

    Exact: only integers are compared.

    Args:
        frontier: What `pareto` marks among the packages allowed. An acceptable package is only
            ever dominated by acceptable ones, so this is the zone's own frontier as well.
        equality: None for the scenario's own rule.
    """
    zone = space.zone(level, equality)
    if not zone.any():
        return None
    least = [preferences.reservation(space.scenario, party, level) for party in space.parties]
    ideal: list[int] = space.utilities[:, zone].max(axis=1).tolist()
    room = [top - low for top, low in zip(ideal, least, strict=True)]
    unit = math.lcm(*filter(None, room))
    found = vectors(space.utilities, zone & frontier)

    def gains(vector: Vector) -> list[int]:
        return [points - low for points, low in zip(vector, least, strict=True)]

    def smallest_share(vector: Vector) -> int:
        shares = (unit // r * gain for gain, r in zip(gains(vector), room, strict=True) if r)
        return min(shares, default=unit)

    def best(merit: Callable[[Vector], int]) -> Solution:
        top = max(map(merit, found))
        points = (_point(space, v, numbers) for v, numbers in found.items() if merit(v) == top)
        return Solution(value=top, points=tuple(points))

    fairest = best(smallest_share)

    return Solutions(
        reservation=dict(zip(space.parties, least, strict=True)),
        ideal=dict(zip(space.parties, ideal, strict=True)),
        nash=best(lambda vector: math.prod(gains(vector))),
        kalai_smorodinsky=Solution(value=fairest.value / unit, points=fairest.points),
        egalitarian=best(lambda vector: min(gains(vector))),
        utilitarian=best(lambda vector: sum(gains(vector))),
    )


def vectors(utilities: Whole, among: Mask) -> dict[Vector, list[int]]:
    """Return the different utility vectors of the packages marked, each with their numbers."""
    found: dict[Vector, list[int]] = {}
    for number, vector in zip(
        among.nonzero()[0].tolist(), utilities[:, among].T.tolist(), strict=True
    ):
        found.setdefault(tuple(vector), []).append(number)
    return found


def distance(start: Sequence[int], targets: Iterable[Sequence[int]], spans: Sequence[int]) -> float:
    """Return how far the nearest of some utility vectors is (Euclid), each party's span being 1.

    Exact up to the final square root. A party whose span is 0 plays no part.
    """
    unit = math.lcm(*filter(None, spans))
    weights = [unit // span if span else 0 for span in spans]
    nearest = min(
        sum(((a - b) * w) ** 2 for a, b, w in zip(start, target, weights, strict=True))
        for target in targets
    )
    return math.sqrt(nearest / unit**2)


def tops(space: Space) -> list[int]:
    """Return the most points each party gets from a package within everyone's lines."""
    most: list[int] = space.utilities[:, space.allowed].max(axis=1).tolist()
    return most


def spans(space: Space) -> list[int]:
    """Return the difference between the most and the least points, likewise."""
    least: list[int] = space.utilities[:, space.allowed].min(axis=1).tolist()
    return [high - low for high, low in zip(tops(space), least, strict=True)]


def _point(space: Space, vector: Vector, numbers: list[int]) -> Point:
    return Point(
        utilities=dict(zip(space.parties, vector, strict=True)),
        packages=tuple(map(space.package, numbers)),
    )
