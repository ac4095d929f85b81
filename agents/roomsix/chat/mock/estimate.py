"""What a mediator takes a side to want, from what it has said, offered, accepted and refused.

A prior from what was said: rank-order centroids `w_(i) = 1/n sum_{k=i}^n 1/k` of the order in which
issues were named (Barron and Barrett 1996). Then many guesses at the weights around it, each worth
as much as it makes the offers and answers look like those of someone who gives way with time
(Hindriks and Tykhonov 2008). An option's score falls from the one a side seems to like best; a
promise that would not be kept counts for little to the side it is made to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from roomsix import draws
from roomsix.chat.mock import packages
from roomsix.chat.mock.history import Paper
from roomsix.chat.mock.packages import Space
from roomsix.chat.mock.turn import Turn
from roomsix.deal import IssueId, Package, PartyId

if TYPE_CHECKING:
    from roomsix.chat.mock.packages import Real

UNCHECKED = 0.4
"""What a promise counts for, to the side it is made to, where breaking it would pay."""

SAID = 0.5
"""How far the prior follows what was said; the rest is spread evenly."""

FIRM = 1.15
"""The factor on the weight of an issue that was called firm."""

NAMED = 0.3
"""By how much the weight of an issue grows for standing in the way of a text, in the last round."""

BEND = 1.5
"""How an option's score falls: `1 - distance ** BEND`; above 1, small steps are cheap."""

GUESSES = 300
"""How many guesses at the weights are compared."""

SPREAD = 0.6
"""How far the guesses lie from the prior, as the deviation of the weights' logarithms."""

NEED = 0.58
"""What a side is taken to need, of what it could get at best, when its offers are read."""

EXPONENT = 0.6
"""How the sides are taken to give way: `1 - t ** (1 / EXPONENT)` of the way is left at time t."""

NOISE = 0.2
"""How far an offer may be worth more or less than expected, as a deviation."""


@dataclass(frozen=True)
class Estimate:
    """One side as the mediator sees it.

    Attributes:
        scores: For every issue, the weight times the score of each of its options.
    """

    party: PartyId
    scores: dict[IssueId, list[float]]

    def worth(self, space: Space) -> Real:
        """Return what every package should be worth to the side, about 1 at best."""
        total = packages.scored(space, self.scores)
        for name, promise in space.table.obligations.items():
            if promise.debtor == self.party:
                continue
            held = {
                issue: scores if issue in promise.restrains else [0.0] * len(scores)
                for issue, scores in self.scores.items()
            }
            kept = space.deters(name)
            total = total - ~kept * (1 - UNCHECKED) * packages.scored(space, held)
        return total


def estimate(turn: Turn, space: Space, party: PartyId) -> Estimate:
    """Return a side as this seat has come to see it."""
    liked = {
        issue: _scores(turn, party, issue, options)
        for issue, options in zip(space.issues, space.options, strict=True)
    }
    prior = _prior(turn, space, party)
    weights = _posterior(turn, space, party, liked, prior)
    scores = {i: [weights[i] * score for score in liked[i]] for i in space.issues}
    return Estimate(party, scores)


def _prior(turn: Turn, space: Space, party: PartyId) -> dict[IssueId, float]:
    """Return the weights that a side's words suggest."""
    lead = turn.table.lead(party)
    positions = turn.past.positions(lead) if lead else []
    # What was named off the record says most; what was named without being asked for, more than
    # what was asked for first.
    free = [p.issue for p in positions if not p.asked]
    firm = [p.issue for p in positions if p.asked and p.firm]
    apart = [p.issue for p in positions if p.apart]
    named = dict.fromkeys(
        [*apart, *free[:1], *firm, *free, *(p.issue for p in positions), *space.issues]
    )
    count = len(named)
    weights = {
        issue: SAID * sum(1 / k for k in range(at, count + 1)) / count + (1 - SAID) / count
        for at, issue in enumerate(named, start=1)
    }
    for issue in dict.fromkeys(p.issue for p in positions if p.firm):
        weights[issue] *= FIRM
    for text in turn.past.texts():
        wished = [issue for by, issue, _ in text.amended if by == party]
        for trouble in [text.refused.get(party), *wished]:
            if trouble is not None:
                weights[trouble] *= 1 + NAMED * _late(turn, text)
    total = sum(weights.values())
    return {issue: weight / total for issue, weight in weights.items()}


def _posterior(
    turn: Turn,
    space: Space,
    party: PartyId,
    liked: dict[IssueId, list[float]],
    prior: dict[IssueId, float],
) -> dict[IssueId, float]:
    """Return the mean of the guesses, each counted by how well it explains what the side did."""
    import numpy as np

    guesses = np.array([prior[i] for i in space.issues]) * np.array(_spread(len(space.issues)))
    guesses = guesses / guesses.sum(axis=1, keepdims=True)
    belief = np.zeros(len(guesses))
    offers = [paper for paper in turn.past.papers.values() if paper.party == party]
    for paper in turn.past.papers.values():
        aim = NEED + (1 - NEED) * (1 - _late(turn, paper) ** (1 / EXPONENT))
        worth = guesses @ np.array(_felt(space, party, liked, paper.package))
        if paper in offers[1:]:
            belief -= (worth - aim) ** 2 / (2 * NOISE**2)
        elif paper.party != party and party in paper.refused:
            belief -= np.logaddexp(0, (worth - aim) / (NOISE / 2))
        elif paper.party != party and party in paper.accepted:
            belief -= np.logaddexp(0, (aim - worth) / (NOISE / 2))
    share = np.exp(belief - belief.max())
    mean = (share[:, None] * guesses).sum(axis=0) / share.sum()
    return dict(zip(space.issues, mean.tolist(), strict=True))


def _felt(
    space: Space, party: PartyId, liked: dict[IssueId, list[float]], package: Package
) -> list[float]:
    """Return how much of each issue a package gives a side, from 0 to 1."""
    places = dict(zip(space.issues, space.place(package), strict=True))
    felt = {issue: liked[issue][place] for issue, place in places.items()}
    for name, promise in space.table.obligations.items():
        if promise.debtor != party and not space.deterred(name, package):
            for issue in promise.restrains:
                felt[issue] *= UNCHECKED
    return list(felt.values())


def _scores(turn: Turn, party: PartyId, issue: IssueId, options: Sequence[str]) -> list[float]:
    """Return how well a side should like each option: in a line from what it likes best."""
    place = options.index(_favourite(turn, party, issue, options))
    reach = max(place, len(options) - 1 - place)
    scores = [1 - (abs(at - place) / reach) ** BEND for at in range(len(options))]
    for text in turn.past.texts():
        for by, wished, instead in text.amended:
            if by == party and wished == issue and instead in options:
                scores[options.index(instead)] = max(0.9, scores[options.index(instead)])
    return scores


def _late(turn: Turn, paper: Paper) -> float:
    """Return when a paper was put forward, from 0 in the first round to 1 in the last.

    An early refusal says little: everyone asks for more than they need at first.
    """
    return min(1.0, max(0, paper.turn - 1) / max(1, turn.now.rounds - 1))


def _favourite(turn: Turn, party: PartyId, issue: IssueId, options: Sequence[str]) -> str:
    """Return the option a side likes best: what it offers most, else what it says, else the middle.

    What it says off the record comes before either. An opening is a position; the first offer after
    it is dearer to the heart than later ones, unless it only gives way to what the other side asked
    for first.
    """
    lead = turn.table.lead(party)
    positions = [p for p in (turn.past.positions(lead) if lead else []) if p.issue == issue]
    apart = [p.option for p in positions if p.apart and p.option in options]
    if apart:
        return apart[-1]
    offered = [offer[issue] for offer in turn.past.offers(party) if offer.get(issue) in options]
    if len(offered) > 2:
        return max(offered[1:], key=offered[1:].count)
    if len(offered) == 2:
        others = [p for p in turn.table.parties if p != party and turn.past.offers(p)]
        theirs = [options.index(turn.past.offers(p)[0][issue]) for p in others[:1]]
        first, second = (options.index(option) for option in offered)
        gave = any(abs(second - place) < abs(first - place) for place in theirs)
        return offered[0] if gave else offered[1]
    stated = [position.option for position in positions]
    return next(iter(stated or offered), options[len(options) // 2])


@lru_cache(maxsize=32)
def _spread(issues: int) -> tuple[tuple[float, ...], ...]:
    """Return factors around 1 for every guess and issue; always the same ones."""
    unit = 1 << 20

    def factor(guess: int, issue: int) -> float:
        # Twelve even draws, less their mean, are as good as normal here.
        even = sum(draws.below(unit, 0, "guess", guess, issue, k) for k in range(12)) / unit
        return float(2.718281828459045 ** (SPREAD * (even - 6)))

    return tuple(tuple(factor(g, i) for i in range(issues)) for g in range(GUESSES))
