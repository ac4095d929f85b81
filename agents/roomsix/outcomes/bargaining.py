"""Solution points: where theories of bargaining say that two or more parties should end up."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from roomsix import preferences
from roomsix.deal import Frozen, Id, Package, PartyId
from roomsix.outcomes.enumeration import Space
from roomsix.outcomes.frontier import pareto
from roomsix.scenario import Decision, Equality

if TYPE_CHECKING:
    from roomsix.outcomes.enumeration import Mask, Whole

Vector = tuple[int, ...]
"""Points, one number a party, in the scenario's order."""

Over = Literal["zone", "rational", "lines"]

LISTED = 100
"""The most packages listed for a point where not all packages were enumerated."""


class Point(Frozen):
    """What every party gets, and the packages that give them just that.

    Attributes:
        packages: Every one of them, where all packages were enumerated; else the first `LISTED`.
        count: How many there are.
    """

    utilities: Mapping[PartyId, int]
    packages: tuple[Package, ...]
    count: int


class Solution(Frozen):
    """Where something is greatest; several points when it is a tie.

    Attributes:
        value: The greatest product, smallest share, smallest gain or sum of gains.
        points: Only such as nobody can better without somebody losing.
        leximin: Those of them where the next smallest gain or share is largest too, and so on
            upwards; all of them where only a product or a sum counts.
    """

    value: int | float
    points: tuple[Point, ...]
    leximin: tuple[Point, ...]


class Solutions(Frozen):
    """The solution points of a set of packages, such as a zone of agreement.

    Attributes:
        reservation: Points from which gains are counted, for every party.
        ideal: The most a party gets from any of the packages.
        nash: Largest product of gains (Nash 1950), among packages by which nobody loses; 0 and no
            point where there are none, as a quorum may have it.
        kalai_smorodinsky: Largest smallest share of the way from reservation to ideal
            (Kalai and Smorodinsky 1975; ties by leximin, Imai 1983). A party that can gain nothing
            has no say.
        egalitarian: Largest smallest gain (Kalai 1977; ties by leximin, Sen 1970).
        utilitarian: Largest sum of gains, the best joint gain there is.
    """

    reservation: Mapping[PartyId, int]
    ideal: Mapping[PartyId, int]
    nash: Solution
    kalai_smorodinsky: Solution
    egalitarian: Solution
    utilitarian: Solution


def solutions(
    space: Space,
    frontier: Mask,
    level: Id,
    equality: Equality | None = None,
    *,
    over: Over = "zone",
) -> Solutions | None:
    """Return the solution points at a level of tension; None when there is nothing to choose from.

    Exact: only integers are compared.

    Args:
        frontier: What `pareto` marks among the packages allowed.
        equality: None for the scenario's own rule.
        over: What is chosen from: what enough parties could live with, what all could, or
            everything within the lines, whatever it is worth.
    """
    among = space.allowed
    if over != "lines":
        everyone = Decision() if over == "rational" else None
        among = space.zone(level, equality, everyone)
    if not among.any():
        return None
    worth = space.valued(level, equality)
    # What all could live with is only ever dominated by its like; what a quorum could is not.
    whole = space.scenario.decision.rule == "unanimity"
    best = among & frontier if whole else pareto(worth, among)
    found = vectors(worth, best)

    def point(vector: Vector) -> Point:
        packages = tuple(map(space.package, found[vector][: space.listing]))
        utilities = dict(zip(space.parties, vector, strict=True))
        return Point(utilities=utilities, packages=packages, count=len(found[vector]))

    least = preferences.reservations(space.scenario, level)
    return solved(least, tuple(found), point)


def solved(
    reservation: Mapping[PartyId, int],
    frontier: Sequence[Vector],
    point: Callable[[Vector], Point],
) -> Solutions:
    """Return the solution points of a frontier, one vector at least.

    Every party's best package on the frontier is its best of all, so nothing else is needed.
    """
    least = tuple(reservation.values())
    ideal = tuple(map(max, zip(*frontier, strict=True)))
    room = [top - low for top, low in zip(ideal, least, strict=True)]
    unit = math.lcm(*(r for r in room if r > 0))
    weights = [unit // r if r > 0 else 0 for r in room]
    gains = {v: [points - low for points, low in zip(v, least, strict=True)] for v in frontier}
    shares = {
        vector: [gain * w for gain, w in zip(gained, weights, strict=True) if w] or [unit]
        for vector, gained in gains.items()
    }

    def best(merits: Mapping[Vector, int], order: Mapping[Vector, list[int]] | None) -> Solution:
        top = max(merits.values())
        tied = [vector for vector, merit in merits.items() if merit == top]
        points = {vector: point(vector) for vector in tied}
        rising = {vector: sorted(order[vector]) for vector in tied} if order else {}
        first = [v for v in tied if not order or rising[v] == max(rising.values())]
        leximin = tuple(points[vector] for vector in first)
        return Solution(value=top, points=tuple(points.values()), leximin=leximin)

    fairest = best({v: min(each) for v, each in shares.items()}, shares)
    products = {v: math.prod(each) for v, each in gains.items() if min(each) >= 0}
    return Solutions(
        reservation=reservation,
        ideal=dict(zip(reservation, ideal, strict=True)),
        nash=best(products, None) if products else Solution(value=0, points=(), leximin=()),
        kalai_smorodinsky=fairest.model_copy(update={"value": fairest.value / unit}),
        egalitarian=best({v: min(each) for v, each in gains.items()}, gains),
        utilitarian=best({v: sum(each) for v, each in gains.items()}, None),
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
