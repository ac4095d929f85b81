"""A lead's arithmetic: how much to hold out for, what the other side likes, what to offer next.

Aspiration `A(t) = r + (best - r) (1 - t^(1/e))`, offers from `[A, A + 5]` (Faratin, Sierra and
Jennings 1998, time-dependent tactics). The other side's likings are read from its offers by
frequency (hard-headed model: .2 more weight for an issue left as it was, option counts ** .25).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from roomsix import draws
from roomsix.chat.mock import packages
from roomsix.chat.mock.history import Paper
from roomsix.chat.mock.knowledge import Seen
from roomsix.chat.mock.opening import first_offer
from roomsix.chat.mock.packages import Space, Valued
from roomsix.chat.mock.turn import Turn
from roomsix.deal import IssueId, OptionId, Package, PartyId
from roomsix.scenario import Card

if TYPE_CHECKING:
    from roomsix.chat.mock.packages import Mask, Real

E = (1.1, 0.8, 0.6, 0.5, 0.35)
"""The concession exponent by band of assertiveness, from the meekest; below 1 gives way late."""

DAY = 15
"""By how many per cent the exponent may differ from one run to the next: people have their days."""

HASTE = (0.9, 0.95, 1.0, 1.05, 1.1)
"""The power to which progress is raised, by band of patience: the patient feel the time later."""

GREED = (0, 0, 0, 1, 4)
"""How many points more than must be taken home are held out for, by band of assertiveness."""

BAND = 5
"""How far above the aspiration an offer may lie, in points."""

SHORT = 5
"""The most rounds of talks that are too short to be settled before the last."""

NEAR = 0.02
"""How close to the best liking an offer's must be for it to be drawn instead."""

ADVICE = 2
"""How many points more a lead asks of a paper that two advisers speak against."""


@dataclass(frozen=True)
class Bargain:
    """Where a lead stands at one turn of a plenary."""

    turn: Turn

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
    def least(self) -> int:
        """The fewest points that are taken home at the tension there is now.

        Half of what the principal's mood may ask for on top is kept in hand.
        """
        told = self.turn.brief.least
        least = (
            told.get(self.turn.now.tension, told.get("always", 0)) + (self.turn.brief.mood + 1) // 2
        )
        return least if self.turn.table.equality == ">=" else least + 1

    @property
    def hoped(self) -> int:
        """The fewest points that are held out for, however late it is."""
        return self.least + GREED[self.turn.band("assertiveness")]

    @cached_property
    def aspiration(self) -> float:
        """What is held out for now, in points: from what was asked for first down to the least.

        Never more than the last offer asked for, unless something has happened since.
        """
        first = self.worth(self.own[0]) if self.own else self.best
        day = 100 - DAY + draws.below(2 * DAY + 1, self.turn.seed, "day", self.turn.me)
        e = E[self.turn.band("assertiveness")] * day / 100
        progress = _progress(self.turn) ** HASTE[self.turn.band("patience")]
        way = max(0, first - self.hoped) * float(1 - progress ** (1 / e))
        return min(self.hoped + way, max(self.cap, self.least))

    @cached_property
    def best(self) -> int:
        """The most points there are within the limits."""
        kept = self.valued.kept
        return int(self.valued.worth[kept].max()) if kept.any() else self.least

    @cached_property
    def cap(self) -> int:
        """The most points that may be asked for now: nobody takes back what they have offered."""
        marks = [event.kind for event in self.turn.past.here if self._marks(event)]
        bound = bool(self.own) and marks[-1:] != ["happened"]
        return self.worth(self.own[-1]) if bound else self.best

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

    def worth(self, package: Package) -> int:
        """Return a package's points."""
        return packages.points(self.space, self.card, package)

    def keeps(self, package: Package) -> bool:
        """Tell whether a package is within the side's limits."""
        return packages.keeps(self.space, package, self.turn.brief.limits)

    @cached_property
    def offer(self) -> Package:
        """The next offer: the opening first, then what the other side likes best at this price."""
        opening = self.turn.brief.opening
        if not self.own and set(opening) == set(self.space.issues):
            return first_offer(self.valued, self.turn.brief, self.least)
        among = self._candidates()
        liking = self._liking() + among * 10.0 + self.valued.worth * 1e-4
        best = (liking >= liking.max() - NEAR).nonzero()[0].tolist()
        seed, now = self.turn.seed, self.turn.now
        return self.space.package(draws.pick(best, seed, "offer", self.turn.me, now.turn))

    def needed(self, paper: Paper) -> float:
        """Return the fewest points at which this paper is accepted."""
        if self.turn.past.agreed is not None:
            return self.worth(self.turn.past.agreed.package)
        against = {
            event.seat
            for event in self.turn.past.here
            if event.kind == "advise" and event.advice == "reject" and event.number == paper.number
        }
        asked = min(self.aspiration, self.worth(self.offer))
        return max(self.least, asked) + (ADVICE if len(against) > 1 else 0)

    def accepts(self, paper: Paper) -> bool:
        """Tell whether a paper is good enough: limits kept, points as needed, not agreed yet."""
        agreed = self.turn.past.agreed
        return (
            not paper.brackets
            and self.turn.brief.party not in paper.accepted
            and (agreed is None or agreed.package != paper.package)
            and self.keeps(paper.package)
            and self.worth(paper.package) >= self.needed(paper)
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

    def _marks(self, event: Seen) -> bool:
        """Tell whether an event decides what may be asked for: an own offer, or an incident."""
        own = event.kind == "propose" and self.turn.party_of(event.seat) == self.turn.brief.party
        return own or event.kind == "happened"

    def _met(self, among: Mask) -> Mask:
        """Leave out what passes the other side's last offer, or leaves what either came to."""
        theirs = self.turn.past.offers(self.rival) if self.rival else []
        if not theirs or not self.own:
            return among
        firsts = (self.space.place(self.own[0]), self.space.place(theirs[0]))
        now = zip(self.space.place(self.own[-1]), self.space.place(theirs[-1]), strict=True)
        for column, (mine, other) in enumerate(now):
            at = self.space.rows[:, column]
            moved = (firsts[0][column], firsts[1][column]) != (mine, other)
            if mine != other:
                among = among & ((at - other) * (mine - other) >= 0)
            elif moved:
                among = among & (at == mine)
        return among

    def _candidates(self) -> Mask:
        worth, kept = self.valued.worth, self.valued.kept
        kept = kept & (worth <= max(self.cap, self.least))
        aim = self.aspiration
        among = kept & (worth >= aim) & (worth <= aim + BAND)
        if not among.any():
            enough = worth[kept & (worth >= aim)]
            among = kept & (worth == (enough.min() if len(enough) else worth[kept].max(initial=0)))
        for fitting in (~self.space.same(self.own), self._met(among)):
            among = among & fitting if (among & fitting).any() else among
        order = self.turn.brief.order
        if order and _progress(self.turn) < 0.5 and order[0] in self.space.issues:
            column = self.space.issues.index(order[0])
            place = self.space.place(self.turn.brief.opening)[column]
            headline = among & (self.space.rows[:, column] == place)
            among = headline if headline.any() else among
        return among

    def _liking(self) -> Real:
        """Return how well the other side should like each package, from 0 to 1, by its offers."""
        offers = self.turn.past.offers(self.rival) if self.rival else []
        weights = frequency(self.space, offers)
        scores: dict[IssueId, list[float]] = {}
        for issue, options in zip(self.space.issues, self.space.options, strict=True):
            counts = [1 + sum(offer.get(issue) == o for offer in offers) for o in options]
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


def _progress(turn: Turn) -> float:
    """Return how far the joint sessions have come, from 0 in the first round to 1 near the end.

    Longer talks are to be settled a round early, so that what is agreed can still be bettered.
    """
    done = total = 0
    for name, sitting in turn.table.sessions.items():
        if sitting.kind == "plenary" and turn.me in sitting.present:
            if name == turn.now.session:
                done = total + turn.now.round - 1
            total += sitting.rounds
    last = total - 1 if total <= SHORT else total - 2
    return min(1.0, done / last) if last > 0 else 1.0
