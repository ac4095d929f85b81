"""One ending beside its scenario, and what the measures have in common."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from roomsix import outcomes, preferences, rules
from roomsix.deal import Package, PartyId
from roomsix.errors import UsageError
from roomsix.events import Record
from roomsix.outcomes import Solutions, Space
from roomsix.outcomes.bargaining import Vector
from roomsix.scenario import Equality, Scenario, Stakes
from roomsix.scoring import board, sweep
from roomsix.scoring.board import Row
from roomsix.scoring.process.bids import Bid, bids
from roomsix.scoring.sweep import Swept
from roomsix.scoring.truth import Truth, truth
from roomsix.scoring.values import Ending

if TYPE_CHECKING:
    from roomsix.outcomes import Built
    from roomsix.outcomes.enumeration import Mask


@dataclass(frozen=True)
class Case:
    """What measures are taken of; whatever is costly is worked out once, when first asked for.

    Attributes:
        given: The scenario's outcome space, where somebody has it already.
        record: How it came to that; None where only the ending is at hand.
    """

    scenario: Scenario
    ending: Ending
    given: Space | None = None
    record: Record | None = None

    @cached_property
    def in_force(self) -> Package | None:
        """The package agreed, once as many principals have ratified it as have to."""
        return self.ending.package if self.scenario.carries(self.behind) else None

    @cached_property
    def behind(self) -> frozenset[PartyId]:
        """The parties whose principals have ratified."""
        return frozenset(party for party, good in self.ending.ratified.items() if good)

    @cached_property
    def stakes(self) -> dict[PartyId, Stakes]:
        """What no deal means at the level of tension in the end."""
        level = self.ending.level
        return {p: preferences.stakes(self.scenario, p, level) for p in self.scenario.parties}

    def worth(self, package: Package) -> dict[PartyId, int]:
        """Return the points of a package for every party, with the bonus if all stand behind it."""
        together = self.behind >= self.scenario.parties.keys()
        bonus = self.scenario.decision.bonus if together else {}
        return {
            party: preferences.points(self.scenario, side.card, package) + bonus.get(party, 0)
            for party, side in self.scenario.parties.items()
        }

    def gains(self, package: Package) -> dict[PartyId, int]:
        """Return the points above the reservation, which may be below zero."""
        return {p: points - self.stakes[p].reservation for p, points in self.worth(package).items()}

    def hindrances(self, equality: Equality | None = None) -> tuple[str, ...]:
        """Return all that stands in the way of calling this a deal; nothing when it is one."""
        package = self.ending.package
        if package is None:
            return (f"no package was agreed on: {self.ending.reason}",)
        rule, gains = equality or self.scenario.decision.equality, self.gains(package)
        suited = {
            party
            for party, side in self.scenario.parties.items()
            if preferences.suffices(gains[party], 0, rule)
            and not preferences.breached(side.red_lines + side.mandate, package)
        }
        if self.scenario.carries(self.behind & suited):
            return ()
        refused = [f"not ratified by {p}" for p in self.scenario.parties if p not in self.behind]
        unacceptable = [f"not acceptable to {p}" for p in self.scenario.parties if p not in suited]
        asked = self.ending.ratified
        return (*(refused if asked else ["never put to the principals"]), *unacceptable)

    @cached_property
    def deal(self) -> Package | None:
        """The package in force, where it is a deal by the scenario's own rule."""
        return None if self.hindrances() else self.in_force

    @cached_property
    def space(self) -> Space:
        """Every package there is."""
        return self.given or outcomes.space(self.scenario)

    @cached_property
    def frame(self) -> Built | None:
        """The frontier built issue by issue, for what is too large to enumerate."""
        return outcomes.built(self.scenario) if self.large else None

    @property
    def large(self) -> bool:
        """Whether there are too many packages to enumerate."""
        return self.given is None and outcomes.size(self.scenario) > outcomes.MOST

    @cached_property
    def frontier(self) -> Collection[Vector]:
        """The points on the Pareto frontier of the packages within the lines."""
        if self.frame is not None:
            return self.frame.front
        return outcomes.vectors(self.space.valued(self.ending.level), self._best)

    @cached_property
    def _best(self) -> Mask:
        return outcomes.pareto(self.space.valued(self.ending.level), self.space.allowed)

    @cached_property
    def spans(self) -> list[int]:
        """The difference between most and least points within the lines, for every party."""
        return self.frame.spans() if self.frame is not None else outcomes.spans(self.space)

    @cached_property
    def solutions(self) -> Solutions | None:
        """The solution points; None when nothing is acceptable to as many as have to agree."""
        if self.frame is not None:
            return self.frame.solutions(self.ending.level)
        return outcomes.solutions(self.space, self._best, self.ending.level)

    @cached_property
    def halfway(self) -> float:
        """The mean of what splitting every difference is worth to all parties together."""
        parts = (self.space,) if self.frame is None else self.frame.parts
        found = (part.utilities[:, part.box(outcomes.middle(part.scenario))] for part in parts)
        return sum((int(worth.sum()) / int(worth.shape[1]) for worth in found), 0.0)

    def within_lines(self, package: Package) -> bool:
        """Tell whether enough parties' lines are kept for a deal."""
        sides = self.scenario.parties.items()
        return self.scenario.carries(
            [p for p, s in sides if not preferences.breached(s.red_lines + s.mandate, package)]
        )

    @cached_property
    def board(self) -> tuple[Row, ...]:
        """The rows of the board, measured; none without a record."""
        return () if self.record is None else board.rows(self.scenario, self.record)

    @cached_property
    def truths(self) -> dict[PartyId, Truth | None]:
        """What is so of each party at the end; None where too much hangs together to be told."""
        level = self.ending.level
        return {party: truth(self.scenario, party, level) for party in self.scenario.parties}

    def room(self, party: PartyId) -> int | None:
        """Return the points between a party's reservation and its best; None for not known.

        Below zero where even its best does not reach what it insists on.
        """
        so = self.truths[party]
        if so is None or so.best is None:
            return None
        return so.best - self.stakes[party].reservation

    @cached_property
    def bids(self) -> dict[PartyId, tuple[Bid, ...]]:
        """What each side offered, in order; nothing without a record."""
        return {} if self.record is None else bids(self.scenario, self.record)

    @cached_property
    def agreed_at(self) -> int | None:
        """The event that completed the agreement; None without one or without a record."""
        return None if self.record is None else rules.agreed_at(self.scenario, self.record)

    @cached_property
    def swept(self) -> Swept | None:
        """What was given away; None without a record."""
        return None if self.record is None else sweep.sweep(self.scenario, self.record)

    def check(self) -> None:
        """Make sure that the ending speaks of this scenario.

        Raises:
            UsageError: It names a package, level or party that the scenario does not have.
        """
        if self.ending.package is not None:
            outcomes.check(self.scenario, self.ending.package)
        if strangers := sorted(self.ending.ratified.keys() - self.scenario.parties.keys()):
            known = ", ".join(self.scenario.parties)
            raise UsageError(f"no party is called {strangers[0]!r}; there are {known}")
        for party in self.scenario.parties:
            preferences.stakes(self.scenario, party, self.ending.level)
