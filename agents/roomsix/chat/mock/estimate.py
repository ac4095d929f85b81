"""What a seat takes another side to want, from what it has said, offered, accepted and refused.

A prior from what was said: rank-order centroids `w_(i) = 1/n sum_{k=i}^n 1/k` of the order in which
issues were named (Barron and Barrett 1996), the headline second: what is said first is as often
said for effect. Then many guesses around it, weighed by what the side did (`guesses`). A promise
that would not be kept counts for little to the side it is made to.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from roomsix.chat.mock import guesses, packages
from roomsix.chat.mock.guesses import Guesses
from roomsix.chat.mock.history import Paper
from roomsix.chat.mock.packages import Space
from roomsix.chat.mock.turn import Turn
from roomsix.deal import IssueId, Package, PartyId
from roomsix.scenario import Bonus

if TYPE_CHECKING:
    from roomsix.chat.mock.packages import Real, Rows

UNCHECKED = 0.4
"""What a promise counts for, to the side it is made to, where breaking it would pay."""

SAID = 0.5
"""How far the prior follows what was said; the rest is spread evenly."""

FIRM = 1.15
"""The factor on the weight of an issue that was called firm."""

NAMED = 0.3
"""By how much the weight of an issue grows for standing in the way of a text, in the last round."""

ANY = 0.1
"""How likely any option is the one liked best, before anything is known, up to a factor."""

STATED, APART, OPENED, MOVED = 0.5, 6.0, 1.5, 1.0
"""What is added to that for an option stated, one named off the record, one asked for in the first
offer, and one moved to later without giving way by it. What costs something to say counts most."""

LINES = (0.0, 0.4, 0.85)
"""How likely an option crosses a side's red line that was never named in refusing a text, that was
named once, or more often."""

FAR = 0.0
"""The same for the option furthest from what a side likes best, if it was never named."""

TOGETHER = 0.007
"""What a point that options bring this seat's side together should bring another, of its best.

What belongs together does so for everyone, if not to the same degree.
"""

NEED = 0.58
"""What a side is taken to insist on, of what it could get at best, as long as it took nothing."""

CLOSELY = 300
"""How many packages are looked at closely, guess by guess, when one is to be chosen."""

CAUTION = 3
"""The power of a chance that what is agreed is changed: estimates flatter what they choose."""


@dataclass(frozen=True, eq=False)
class Estimate:
    """One side as another seat sees it.

    Attributes:
        scores: For every issue, the weight times the score of each of its options, as expected.
        guesses: What that is the mean of.
        lines: For every issue, how likely each of its options is not to cross a red line.
        shared: What options bring the seat's own side together.
    """

    party: PartyId
    scores: dict[IssueId, list[float]]
    guesses: Guesses
    lines: dict[IssueId, list[float]]
    shared: tuple[Bonus, ...] = ()

    def chance(self, space: Space, rows: Rows, *, agreed: Package | None) -> Real:
        """Return how likely the side takes each of these packages in the end, from 0 to 1.

        Args:
            agreed: What it has in hand already, and would not go below.
        """
        import numpy as np

        likely = self.guesses.likeliest()
        counts = np.ones((len(rows), len(space.issues)))
        for name, promise in space.table.obligations.items():
            if promise.debtor != self.party:
                broken = ~packages.deters(space, rows, name)
                for issue in promise.restrains:
                    counts[broken, space.issues.index(issue)] *= UNCHECKED
        worth = likely.each(rows, counts) + self._together(space, rows)
        if agreed is not None:
            bar = likely.worth(*_felt(space, self.party, agreed))
            bar = bar + self._together(space, np.array([space.place(agreed)]))
            ahead = (worth - bar[:, None]) / guesses.SURE
        else:
            ahead = (worth - likely.needs[:, None]) / (guesses.NOISE / 2)
        chance: Real = likely.chances @ (1 / (1 + np.exp(-ahead.clip(-40, 40))))
        return chance * self._within(space, rows)

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
        total = total + self._together(space, space.rows)
        return total * self._within(space, space.rows)

    def _within(self, space: Space, rows: Rows) -> Real:
        """Return how likely each package crosses none of its red lines."""
        import numpy as np

        chance = np.ones(len(rows))
        for column, issue in enumerate(space.issues):
            chance *= np.array(self.lines[issue])[rows[:, column]]
        return chance

    def _together(self, space: Space, rows: Rows) -> Real:
        """Return what options should bring it together, as they do this seat's own side."""
        import numpy as np

        total = np.zeros(len(rows))
        for bonus in self.shared:
            total += TOGETHER * bonus.points * packages.inside(space, rows, bonus.when)
        return total


def estimate(turn: Turn, space: Space, party: PartyId) -> Estimate:
    """Return a side as this seat has come to see it."""
    prior = _prior(turn, space, party)
    peaks = [
        _peaks(turn, party, issue, options)
        for issue, options in zip(space.issues, space.options, strict=True)
    ]
    found = guesses.weighed(list(prior.values()), peaks, _deeds(turn, space, party))
    card = turn.brief.card
    shared = tuple(b for b in card.bonuses if b.deterred is None) if card else ()
    lines = {
        issue: _lines(turn, party, issue, options, peak)
        for issue, options, peak in zip(space.issues, space.options, peaks, strict=True)
    }
    scores = dict(zip(space.issues, found.mean(), strict=True))
    return Estimate(party, scores, found, lines, shared)


def _lines(
    turn: Turn, party: PartyId, issue: IssueId, options: Sequence[str], peak: dict[int, float]
) -> list[float]:
    """Return how likely each option is one that the side could sign.

    It could sign what it has offered or taken. What it names in refusing a text may be beyond it,
    and what lies further out then is as well.
    """
    best = max(peak, key=lambda at: peak[at])
    away = [abs(at - best) for at in range(len(options))]
    mine = [p for p in turn.past.papers.values() if party in p.accepted or p.party == party]
    signed = {options.index(p.package[issue]) for p in mine if p.package.get(issue) in options}
    named = [
        options.index(text.package[issue])
        for text in turn.past.texts()
        if text.refused.get(party) == issue and text.package.get(issue) in options
    ]
    found = []
    for at, far in enumerate(away):
        times = sum(far >= away[one] and (at - best) * (one - best) > 0 for one in named)
        risk = LINES[min(times, len(LINES) - 1)] or (FAR if far == max(away) else 0.0)
        found.append(1.0 if at in signed else 1 - risk)
    return found


def _peaks(turn: Turn, party: PartyId, issue: IssueId, options: Sequence[str]) -> dict[int, float]:
    """Return how likely each option is the one a side likes best, up to a factor."""
    lead = turn.table.lead(party)
    likely = dict.fromkeys(range(len(options)), ANY)
    for position in turn.past.positions(lead) if lead else []:
        if position.issue == issue and position.option in options:
            likely[options.index(position.option)] += APART if position.apart else STATED
    offers = [options.index(o[issue]) for o in turn.past.offers(party) if o.get(issue) in options]
    if offers:
        likely[offers[0]] += OPENED
        others = [p for p in turn.table.parties if p != party and turn.past.offers(p)]
        theirs = [options.index(turn.past.offers(p)[0][issue]) for p in others]
        for before, after in itertools.pairwise(offers):
            gave = any(abs(after - place) < abs(before - place) for place in theirs)
            if after != before and not gave and theirs:
                likely[after] += MOVED
    return likely


def _deeds(turn: Turn, space: Space, party: PartyId) -> list[guesses.Deed]:
    """Return what a side did about papers: offers but for the opening, answers, and silence.

    Whoever offers something of its own in reply has refused what lay on the table.
    """
    deeds = []
    papers = list(turn.past.papers.values())
    own = [paper for paper in papers if paper.party == party]
    settled: Paper | None = None
    for paper in papers:
        felt = _felt(space, party, paper.package)
        against = _felt(space, party, settled.package) if settled else None
        deed = guesses.Deed("offer", _late(turn, paper), *felt, against)
        if paper.party == party:
            deeds.append(deed)
        elif party in paper.accepted:
            deeds.append(replace(deed, kind="accept"))
        elif party in paper.refused or any(
            paper.number < mine.number and mine.turn <= paper.turn + 1 for mine in own
        ):
            deeds.append(replace(deed, kind="refuse"))
        if turn.table.carries(paper.accepted):
            settled = paper
    return deeds


def _prior(turn: Turn, space: Space, party: PartyId) -> dict[IssueId, float]:
    """Return the weights that a side's words suggest."""
    lead = turn.table.lead(party)
    positions = turn.past.positions(lead) if lead else []
    # What was named off the record says most; what was named without being asked for, more than
    # what was asked for first. The very first is a headline as often as a need.
    free = [p.issue for p in positions if not p.asked]
    apart = [p.issue for p in positions if p.apart]
    firm = [p.issue for p in positions if p.asked and p.firm]
    if not apart:
        free = [*free[1:2], *free[:1], *free[2:]]
    named = list(dict.fromkeys([*apart, *free, *firm]))
    count = len(space.issues)
    centroid = [sum(1 / k for k in range(at, count + 1)) / count for at in range(1, count + 1)]
    rest = centroid[len(named) :]
    weights = dict.fromkeys(space.issues, sum(rest) / len(rest) if rest else 0.0)
    weights |= dict(zip(named, centroid, strict=False))
    weights = {issue: SAID * w + (1 - SAID) / count for issue, w in weights.items()}
    for issue in dict.fromkeys(p.issue for p in positions if p.firm):
        weights[issue] *= FIRM
    for text in turn.past.texts():
        wished = [issue for by, issue, _ in text.amended if by == party]
        for trouble in [text.refused.get(party), *wished]:
            if trouble is not None:
                weights[trouble] *= 1 + NAMED * _late(turn, text)
    total = sum(weights.values())
    return {issue: weight / total for issue, weight in weights.items()}


def _felt(
    space: Space, party: PartyId, package: Package
) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Return the places of a package's options, and how much each counts for a side."""
    counts = dict.fromkeys(space.issues, 1.0)
    for name, promise in space.table.obligations.items():
        if promise.debtor != party and not space.deterred(name, package):
            for issue in promise.restrains:
                counts[issue] *= UNCHECKED
    return space.place(package), tuple(counts.values())


def _late(turn: Turn, paper: Paper) -> float:
    """Return when a paper was put forward, from 0 in the first round to 1 in the last.

    An early refusal says little: everyone asks for more than they need at first.
    """
    return min(1.0, max(0, paper.turn - 1) / max(1, turn.now.rounds - 2))
