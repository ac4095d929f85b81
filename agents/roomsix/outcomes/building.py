"""The frontier built issue by issue: exact where there are far too many packages to enumerate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from roomsix import preferences
from roomsix.deal import Id, OptionId, Package, PartyId
from roomsix.outcomes import counting
from roomsix.outcomes.bargaining import LISTED, Over, Point, Solutions, Vector, solved, vectors
from roomsix.outcomes.enumeration import Space, size
from roomsix.outcomes.frontier import different, pareto
from roomsix.outcomes.parts import parts
from roomsix.scenario import Decision, Equality, Scenario

if TYPE_CHECKING:
    from roomsix.outcomes.enumeration import Mask

MOST_PAIRS = 10_000_000
"""The most sums held at a time while the frontier is built."""


@dataclass(frozen=True)
class Step:
    """What one more part of the issues makes of the frontier.

    Attributes:
        own: The frontier of the part by itself, each vector with the numbers of its choices.
        front: The frontier of all parts so far, each vector with how many packages give it.
    """

    part: Space
    own: Mapping[Vector, Sequence[int]]
    front: Mapping[Vector, int]


@dataclass(frozen=True, eq=False)
class Built:
    """A scenario's Pareto frontier, and counts, without its packages.

    Right because points add up: a choice on some issues that another choice on the same issues
    dominates is part of no package on the frontier.

    Attributes:
        steps: One a part, the largest part first.
    """

    scenario: Scenario
    parties: tuple[PartyId, ...]
    steps: tuple[Step, ...]

    @property
    def parts(self) -> tuple[Space, ...]:
        """The groups of issues that count together."""
        return tuple(step.part for step in self.steps)

    @property
    def front(self) -> Mapping[Vector, int]:
        """The frontier within the lines: each vector with how many packages give it."""
        return self.steps[-1].front

    def packages(self, vector: Vector) -> Iterator[Package]:
        """Yield the packages that give a vector of the frontier."""
        for chosen in self._chosen(len(self.steps) - 1, vector):
            yield {issue: chosen[issue] for issue in self.scenario.issues}

    def _chosen(self, last: int, vector: Vector) -> Iterator[dict[Id, OptionId]]:
        if last < 0:
            yield {}
            return
        step = self.steps[last]
        before = self.steps[last - 1].front if last else {(0,) * len(self.parties): 1}
        for own, numbers in step.own.items():
            rest = tuple(points - added for points, added in zip(vector, own, strict=True))
            if rest in before:
                for chosen in self._chosen(last - 1, rest):
                    for number in numbers:
                        yield chosen | dict(step.part.package(number))

    def among(
        self, level: Id, equality: Equality | None = None, over: Over | Decision = "zone"
    ) -> dict[Vector, int]:
        """Return the part of the frontier that enough parties could live with."""
        if over == "lines":
            return dict(self.front)
        rule = self.scenario.decision if over == "zone" else over
        asked = Decision() if isinstance(rule, str) else rule
        least = self.least(level, equality)
        return {
            vector: often
            for vector, often in self.front.items()
            if asked.met_by(
                [p for p, u, low in zip(self.parties, vector, least, strict=True) if u >= low],
                self.parties,
            )
        }

    def least(self, level: Id, equality: Equality | None = None) -> list[int]:
        """Return the fewest points at which each party could live with a package."""
        rule = equality or self.scenario.decision.equality
        more = 0 if rule == ">=" else 1
        return [least + more for least in preferences.reservations(self.scenario, level).values()]

    def solutions(
        self, level: Id, equality: Equality | None = None, *, over: Over = "zone"
    ) -> Solutions | None:
        """Return the solution points, as `outcomes.solutions` does."""
        found = self.among(level, equality, over)
        if not found:
            return None

        def point(vector: Vector) -> Point:
            return Point(
                utilities=dict(zip(self.parties, vector, strict=True)),
                packages=tuple(islice(self.packages(vector), LISTED)),
                count=found[vector],
            )

        return solved(preferences.reservations(self.scenario, level), tuple(found), point)

    def count(self, asked: counting.Question, among: Sequence[Mask] | None = None) -> int | None:
        """Count the packages agreed to, some choices only or all; None where it is too much."""
        import numpy as np

        masks = among or [np.ones(len(part), dtype=np.bool_) for part in self.parts]
        return counting.count(self.parts, masks, asked)

    def tops(self) -> list[int]:
        """Return the most points each party gets from a package within the lines."""
        each = [part.utilities[:, part.allowed].max(axis=1).tolist() for part in self.parts]
        return [sum(party) for party in zip(*each, strict=True)]

    def spans(self) -> list[int]:
        """Return the difference between the most and the least points, likewise."""
        each = [part.utilities[:, part.allowed].min(axis=1).tolist() for part in self.parts]
        least = [sum(party) for party in zip(*each, strict=True)]
        return [high - low for high, low in zip(self.tops(), least, strict=True)]


def built(scenario: Scenario) -> Built | None:
    """Build a scenario's frontier; None where that cannot be done exactly.

    It cannot where too much counts together, where all agreeing is worth a bonus, or where a
    quorum decides and parties have lines that the others may cross.
    """
    decision, sides = scenario.decision, scenario.parties.values()
    crossed = decision.rule == "quorum" and any(side.red_lines + side.mandate for side in sides)
    groups = None if decision.bonus or crossed else parts(scenario)
    if groups is None:
        return None
    front: Mapping[Vector, int] = {(0,) * len(scenario.parties): 1}
    steps = []
    for part in sorted(groups, key=len, reverse=True):
        own = vectors(part.utilities, pareto(part.utilities, part.allowed))
        if len(own) * len(front) > MOST_PAIRS:
            return None
        front = _joined(front, own, exactly=size(scenario) >= 1 << 62)
        steps.append(Step(part, own, front))
    return Built(scenario, tuple(scenario.parties), tuple(steps))


def _joined(
    front: Mapping[Vector, int], own: Mapping[Vector, Sequence[int]], *, exactly: bool
) -> dict[Vector, int]:
    """Return the frontier of all sums, each vector with how many packages give it."""
    import numpy as np

    if not front or not own:
        return {}
    kind = object if exactly else np.int64
    sums = np.array(list(front))[:, None, :] + np.array(list(own))[None, :, :]
    often = np.multiply.outer(
        np.array(list(front.values()), dtype=kind),
        np.array([len(numbers) for numbers in own.values()], dtype=kind),
    )
    every = sums.reshape(-1, sums.shape[2]).T
    first, place = different(every)
    counts = np.zeros(len(first), dtype=kind)
    np.add.at(counts, place, often.reshape(-1))
    unlike = every[:, first]
    best = pareto(unlike, np.ones(len(first), dtype=np.bool_))
    found = zip(unlike[:, best].T.tolist(), counts[best].tolist(), strict=True)
    return {tuple(vector): count for vector, count in found}
