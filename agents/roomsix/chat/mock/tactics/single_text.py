"""The mediated single text: change a clause, ask both sides, and let the mediator do the annealing.

Klein, Faratin, Sayama and Bar-Yam 2003: sides that only accept what betters them get stuck, and a
side that anneals is exploited, so the mediator keeps a text at times although it was voted down
harder than the one before. A vote counts 1 for an acceptance, -1/4 for a wish to see a clause
changed, -1 for a refusal. A text worse by D than the one kept is kept instead with the chance
`exp(-D / T)`, `T = T0 (1 - t)`, which falls to nothing towards the end. Nobody's likings are
estimated.
"""

from collections.abc import Iterator
from math import exp

from roomsix import draws
from roomsix.chat.mock.drafting import Drafted
from roomsix.chat.mock.history import Paper
from roomsix.chat.mock.turn import Turn
from roomsix.deal import IssueId, OptionId, Package

WEAK = -0.25
"""What a wish to see a clause changed counts for, beside 1 for acceptance and -1 for refusal."""

UNIT = 1 << 20
"""How finely chances are drawn."""


def text(turn: Turn, *, t0: float) -> Drafted | None:
    """Return the next revision: the text kept so far with one clause changed.

    The first one lies half-way between the sides' offers.
    """
    tried = [paper.package for paper in turn.past.papers.values()]
    held = kept(turn, t0=t0)
    if held is None:
        package = _middle(turn)
        return Drafted(package, tuple(package)) if package not in tried else None
    untried = [(i, o) for i, o in _changes(turn, held) if {**held.package, i: o} not in tried]
    wished = [change for change in untried if change in {(i, o) for _, i, o in held.amended}]
    if not untried:
        return None
    issue, option = draws.pick(wished or untried, turn.seed, "clause", turn.me, turn.now.turn)
    return Drafted({**held.package, issue: option}, (issue,))


def kept(turn: Turn, *, t0: float) -> Paper | None:
    """Return the paper that is being worked on: what is agreed, or what annealing has kept."""
    if turn.past.agreed is not None:
        return turn.past.agreed
    held: Paper | None = None
    for paper in turn.past.texts():
        time = min(1.0, max(0, paper.turn - 1) / max(1, turn.now.rounds - 1))
        worse = 0.0 if held is None else votes(turn, held) - votes(turn, paper)
        drawn = draws.below(UNIT, turn.seed, "anneal", turn.me, paper.number) / UNIT
        if drawn < chance(worse, time, t0=t0):
            held = paper
    return held


def chance(worse: float, time: float, *, t0: float) -> float:
    """Return the chance of keeping a text that is worse by so many votes at a time from 0 to 1."""
    if worse <= 0:
        return 1.0
    heat = t0 * (1 - time)
    return exp(-worse / heat) if heat > 0 else 0.0


def votes(turn: Turn, paper: Paper) -> float:
    """Return what a text's votes add up to; no answer counts for nothing."""
    wished = {party for party, _, _ in paper.amended}
    return sum(
        1.0 if party in paper.accepted else -1.0 if party in paper.refused else WEAK
        for party in turn.table.parties
        if party in paper.accepted or party in paper.refused or party in wished
    )


def _middle(turn: Turn) -> Package:
    """Return what lies half-way between the sides' last offers, or between the ends."""
    offers = [made[-1] for party in turn.table.parties if (made := turn.past.offers(party))]
    middle: dict[IssueId, OptionId] = {}
    for issue, named in turn.table.options.items():
        options = list(named)
        places = [options.index(offer[issue]) for offer in offers if offer.get(issue) in options]
        places = places or [0, len(options) - 1]
        middle[issue] = options[(min(places) + max(places)) // 2]
    return middle


def _changes(turn: Turn, paper: Paper) -> Iterator[tuple[IssueId, OptionId]]:
    for issue, options in turn.table.options.items():
        yield from ((issue, option) for option in options if option != paper.package.get(issue))
