"""The observer that reckons: the exact posterior of facts and claims, under a model stated here.

Every fact has the prior that the seat's brief gives it. A speaker knows whether a fact is so, and
claims the contrary with chance q (`lies`; half of that for a fact told in confidence or off the
record, which costs something to tell). In a turn with claims a sign shows with chance `stirred` if
one of them is false, and otherwise with `fear stirred + (1 - fear) calm`: the engine's own cue
likelihoods, which no message states, so that they are parameters and the engine's defaults unless
said otherwise. A turn without a sign tells something as well. Facts that one turn's claims tie
together are gone through together, every combination of them.

    P(facts | claims, signs) ~ P(facts) prod_turns P(sign | any false) prod_claims P(claim | fact)

Sides are read as the mediator reads them, by the posterior of weights (Hindriks and Tykhonov 2008).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from roomsix.chat.mock import beliefs, board
from roomsix.chat.mock.beliefs import Heard
from roomsix.chat.mock.turn import Turn
from roomsix.deal import FactId

MOST = 12
"""The most facts that are gone through together; of more, each is taken by itself."""

Uttered = Sequence[Heard]
"""What one seat claimed in one turn."""


@dataclass(frozen=True)
class Model:
    """How speakers are taken to speak; every number a chance, in per cent.

    Attributes:
        calm: Of a sign with nothing behind it.
        stirred: Of a sign from someone who claims what is not so, or is afraid.
        lies: Of claiming the contrary of what is so.
        fear: Of being afraid in any one turn.
    """

    calm: float
    stirred: float
    lies: float
    fear: float

    def likelihood(self, uttered: Uttered, so: Mapping[FactId, bool]) -> float:
        """Return how likely a turn's claims and its sign are where these facts are so."""
        false = [claim.holds != so[claim.fact] for claim in uttered]
        said = prod(self._said(c, wrong) for c, wrong in zip(uttered, false, strict=True))
        afraid = self.fear / 100
        shows = self.stirred if any(false) else afraid * self.stirred + (1 - afraid) * self.calm
        return said * (shows if uttered[0].shaken else 100 - shows) / 100

    def _said(self, claim: Heard, wrong: bool) -> float:
        lies = self.lies / (200 if claim.told else 100)
        return lies if wrong else 1 - lies


def row(turn: Turn, *, model: Model) -> str:
    """Return the posterior, by the fields of an assessment."""
    held = posterior(turn, model)
    sides = (board.estimated(turn, p) for p in turn.table.parties if board.was_heard(turn, p))
    false = {c.n: 1 - held[c.fact] if c.holds else held[c.fact] for c in beliefs.heard(turn)}
    return board.written(
        dict.fromkeys(sides, ""),
        doubts={n: _percent(chance) for n, chance in false.items()},
        facts={fact: _percent(held[fact]) for fact in beliefs.known(turn)},
    )


def posterior(turn: Turn, model: Model) -> dict[FactId, float]:
    """Return how likely each fact known of or claimed is so, from 0 to 1."""
    spoken = [*_turns(beliefs.heard(turn)), *_told(turn)]
    named = dict.fromkeys([*beliefs.known(turn), *(c.fact for said in spoken for c in said)])
    before = {fact: min(99, max(1, beliefs.prior(turn, fact))) / 100 for fact in named}
    found: dict[FactId, float] = {}
    for group in _tied(named, spoken):
        within = [s for said in spoken if (s := [c for c in said if c.fact in group])]
        weights = {
            so: prod(
                before[f] if holds else 1 - before[f] for f, holds in zip(group, so, strict=True)
            )
            * prod(model.likelihood(s, dict(zip(group, so, strict=True))) for s in within)
            for so in product((True, False), repeat=len(group))
        }
        total = sum(weights.values())
        for place, fact in enumerate(group):
            found[fact] = sum(w for so, w in weights.items() if so[place]) / total
    return found


def _turns(claims: Sequence[Heard]) -> list[list[Heard]]:
    """Return claims by the turn they were made in; those of one turn stand on lines in a row."""
    found: list[list[Heard]] = []
    for claim in claims:
        last = found[-1][-1] if found else None
        if last is not None and (last.seat, last.n + 1) == (claim.seat, claim.n):
            found[-1].append(claim)
        else:
            found.append([claim])
    return found


def _told(turn: Turn) -> Iterator[list[Heard]]:
    """Yield what was told without a claim that this seat could hear; no sign is tied to it."""
    spoken = {(claim.seat, claim.fact) for claim in beliefs.heard(turn)}
    for seat, fact in sorted(turn.past.told):
        if seat != turn.me and (seat, fact) not in spoken:
            yield [Heard(0, seat, fact, True, False, True)]


def _tied(facts: Mapping[FactId, None], spoken: Sequence[Uttered]) -> list[tuple[FactId, ...]]:
    """Return the facts in groups that no turn's claims tie together."""
    groups: list[set[FactId]] = [{fact} for fact in facts]
    for said in spoken:
        named = {claim.fact for claim in said}
        joined = [group for group in groups if group & named]
        if sum(map(len, joined)) <= MOST:
            groups = [*(g for g in groups if not g & named), set().union(*joined)]
    return [tuple(fact for fact in facts if fact in group) for group in groups]


def _percent(chance: float) -> int:
    return min(99, max(1, int(100 * chance + 0.5)))
