"""Where a lead stands in a plenary, whatever it bargains by: worths, limits, what was offered.

The other side's likings are read from its offers by frequency (hard-headed model: .2 more weight
for an issue left as it was, option counts ** .25).
"""

from __future__ import annotations

import itertools
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from roomsix.chat.mock import packages
from roomsix.chat.mock.history import Paper
from roomsix.chat.mock.packages import Space, Valued
from roomsix.chat.mock.turn import Turn
from roomsix.deal import IssueId, OptionId, Package, PartyId
from roomsix.scenario import Card

if TYPE_CHECKING:
    from roomsix.chat.mock.packages import Real

SHORT = 5
"""The most rounds of talks that are too short to be settled before the last."""


@dataclass(frozen=True)
class Stand(ABC):
    """Where a lead stands at one turn of a plenary; a way of bargaining says what follows."""

    turn: Turn

    @property
    @abstractmethod
    def aspiration(self) -> float:
        """What is held out for now, in points."""

    @property
    @abstractmethod
    def offer(self) -> Package:
        """The next offer; made only if it is `fair`."""

    @property
    def better(self) -> Package | None:
        """What to offer in place of what is agreed; None to leave it."""
        return None

    @cached_property
    def valued(self) -> Valued:
        """Every package with its worth to this side."""
        return packages.valued(self.turn.reading.head)

    @property
    def space(self) -> Space:
        """The packages."""
        return self.valued.space

    @property
    def card(self) -> Card:
        """The side's own card."""
        return self.turn.brief.card or Card(points={})

    @cached_property
    def reserved(self) -> int:
        """The fewest points that beat no deal, at the tension there is now, in a mild mood."""
        told = self.turn.brief.least
        least = told.get(self.turn.now.tension, told.get("always", 0))
        return least if self.turn.table.equality == ">=" else least + 1

    @cached_property
    def least(self) -> int:
        """The fewest points that are taken home at the tension there is now.

        Half of what the principal's mood may ask for on top is kept in hand.
        """
        return self.reserved + (self.turn.brief.mood + 1) // 2

    @property
    def safe(self) -> int:
        """The fewest points that the principal ratifies in any mood."""
        return self.reserved + self.turn.brief.mood

    @cached_property
    def best(self) -> int:
        """The most points there are within the limits."""
        kept = self.valued.kept
        return int(self.valued.worth[kept].max()) if kept.any() else self.least

    @cached_property
    def rival(self) -> PartyId | None:
        """The other side, or the first of several to have offered something."""
        others = [party for party in self.turn.table.parties if party != self.turn.brief.party]
        return next((p for p in others if self.turn.past.offers(p)), others[0] if others else None)

    @cached_property
    def own(self) -> list[Package]:
        """This side's offers so far."""
        party = self.turn.brief.party
        return self.turn.past.offers(party) if party else []

    @cached_property
    def theirs(self) -> list[Package]:
        """The rival's offers so far."""
        return self.turn.past.offers(self.rival) if self.rival else []

    @cached_property
    def progress(self) -> float:
        """How far the joint sessions have come, from 0 in the first round to 1 near the end.

        Longer talks are to be settled a round early, so that what is agreed can still be bettered.
        """
        done = total = 0
        for name, sitting in self.turn.table.sessions.items():
            if sitting.kind == "plenary" and self.turn.me in sitting.present:
                if name == self.turn.now.session:
                    done = total + self.turn.now.round - 1
                total += sitting.rounds
        last = total - self.spare(total)
        return min(1.0, done / last) if last > 0 else 1.0

    def spare(self, total: int) -> int:
        """Return how many rounds are left, of so many, when no more than the least is asked."""
        return 1 if total <= SHORT else 2

    def worth(self, package: Package) -> int:
        """Return a package's points."""
        return packages.points(self.space, self.card, package)

    def keeps(self, package: Package) -> bool:
        """Tell whether a package is within the side's limits."""
        return packages.keeps(self.space, package, self.turn.brief.limits)

    def fair(self, package: Package) -> bool:
        """Tell whether a package may be offered: within the limits, and enough to take home."""
        return self.keeps(package) and self.worth(package) >= self.least

    def needed(self, paper: Paper) -> float:
        """Return the fewest points at which this paper is accepted.

        What is agreed; to join what a quorum agreed on, what must be taken home; before that the
        aspiration, or the next offer where that is worth less (`AC_next`, Baarslag, Hindriks and
        Jonker 2013), and never less than must be taken home.
        """
        agreed = self.turn.past.agreed
        if agreed is not None:
            joining = agreed.number == paper.number
            return self.least if joining else self.worth(agreed.package)
        return max(self.least, min(self.aspiration, self.worth(self.offer)))

    def accepts(self, paper: Paper) -> bool:
        """Tell whether a paper is good enough: limits kept, points as needed, not agreed yet."""
        return self.open(paper) and self.worth(paper.package) >= self.needed(paper)

    def open(self, paper: Paper) -> bool:
        """Tell whether a paper is this side's to accept: whole, within the limits, and new."""
        agreed, party = self.turn.past.agreed, self.turn.brief.party
        return (
            not paper.brackets
            and party not in paper.accepted
            and (agreed is None or agreed.package != paper.package or party not in agreed.accepted)
            and self.keeps(paper.package)
        )

    def changes(self, package: Package) -> list[tuple[int, IssueId, OptionId]]:
        """Return every change of one clause that stays within the limits, dearest loss last.

        Each with the points it would bring.
        """
        here = self.worth(package)
        found = [
            (self.worth(other) - here, issue, option)
            for issue, options in zip(self.space.issues, self.space.options, strict=True)
            for option in options
            if option != package.get(issue) and self.keeps(other := {**package, issue: option})
        ]
        return sorted(found, reverse=True)

    def liking(self) -> Real:
        """Return how well the other side should like each package, from 0 to 1, by its offers."""
        weights = frequency(self.space, self.theirs)
        scores: dict[IssueId, list[float]] = {}
        for issue, options in zip(self.space.issues, self.space.options, strict=True):
            counts = [1 + sum(offer.get(issue) == o for offer in self.theirs) for o in options]
            top = max(counts)
            scores[issue] = [weights[issue] * (count / top) ** 0.25 for count in counts]
        return packages.scored(self.space, scores)


def frequency(space: Space, offers: list[Package]) -> dict[IssueId, float]:
    """Return how much each issue seems to matter to a side, adding up to 1, by its offers."""
    weights = dict.fromkeys(space.issues, 1 / len(space.issues))
    for before, after in itertools.pairwise(offers):
        for issue in space.issues:
            if before.get(issue) == after.get(issue):
                weights[issue] += 0.2
    total = sum(weights.values())
    return {issue: weight / total for issue, weight in weights.items()}


def swings(space: Space, card: Card) -> dict[IssueId, dict[OptionId, int]]:
    """Return what each option is worth on a card at its best, with every bonus it can earn."""
    return {
        issue: {
            option: card.points.get(issue, {}).get(option, 0)
            + sum(b.points for b in card.bonuses if option in b.when.get(issue, ()))
            for option in options
        }
        for issue, options in zip(space.issues, space.options, strict=True)
    }
