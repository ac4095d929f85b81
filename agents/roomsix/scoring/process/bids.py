"""What the sides offered one another, offer by offer, and how they moved."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from roomsix import acts, preferences
from roomsix.deal import Package, PartyId
from roomsix.events import Record
from roomsix.scenario import Scenario

Step = Literal["fortunate", "nice", "concession", "silent", "selfish", "unfortunate"]


@dataclass(frozen=True)
class Bid:
    """A package that a side proposed.

    Attributes:
        worth: Its points for every party, whatever the level of tension.
    """

    seq: int
    party: PartyId
    package: Package
    worth: Mapping[PartyId, int]


@dataclass(frozen=True)
class Move:
    """What changed from a side's offer to its next one.

    Attributes:
        seq: The later offer.
        before: The earlier one.
        own: Points it gained for the side itself; below zero for a concession.
        others: Points it gained for all the other sides together.
    """

    seq: int
    before: int
    own: int
    others: int

    @property
    def step(self) -> Step:
        """What kind of step it is (Hindriks, Jonker and Tykhonov 2007)."""
        if self.own > 0:
            return "fortunate" if self.others > 0 else "selfish"
        if self.others < 0:
            return "unfortunate"
        if self.own < 0:
            return "concession"
        return "nice" if self.others > 0 else "silent"


def bids(scenario: Scenario, record: Record) -> dict[PartyId, tuple[Bid, ...]]:
    """Return every side's offers in the order they were made; sides without one have none."""
    found: dict[PartyId, list[Bid]] = {party: [] for party in scenario.parties}
    for event in record.of("propose"):
        party = scenario.seats[event.seat].party if event.seat else None
        if party is None or not isinstance(event.what, acts.Propose):
            continue
        package = event.what.package
        worth = {
            each: preferences.points(scenario, side.card, package)
            for each, side in scenario.parties.items()
        }
        found[party].append(Bid(event.seq, party, package, worth))
    return {party: tuple(made) for party, made in found.items()}


def moves(made: Sequence[Bid]) -> Iterator[Move]:
    """Yield what changed from each offer of a side to its next."""
    for before, now in itertools.pairwise(made):
        gained = {party: points - before.worth[party] for party, points in now.worth.items()}
        own = gained.pop(now.party)
        yield Move(now.seq, before.seq, own, sum(gained.values()))
