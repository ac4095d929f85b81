"""Claims that were made in words and not declared: an estimate, and what it is worth.

The rules of the sweep tell whether words speak of a fact, whichever way. How many of the claims
that were declared they find in their own words is their recall, measured in the same run.
"""

from __future__ import annotations

from roomsix import acts
from roomsix.deal import FactId, Frozen, SeatId
from roomsix.events import Claimed, Record, Said, What
from roomsix.scenario import Scenario
from roomsix.scoring.sweep import telling
from roomsix.scoring.sweep.lore import Lore


class Estimate(Frozen):
    """What the rules found.

    Attributes:
        undeclared: Turns and facts spoken of in words without a claim, disclosure or exhibit.
        declared: Claims with words, on facts that the rules can look for.
        recalled: How many of these the rules find.
    """

    undeclared: int
    declared: int
    recalled: int

    @property
    def recall(self) -> float | None:
        return self.recalled / self.declared if self.declared else None

    @property
    def likely(self) -> float | None:
        """How many there are likely to be, those the rules miss included; None for no recall."""
        return self.undeclared / self.recall if self.recall else None


def estimate(scenario: Scenario, record: Record, known: Lore) -> Estimate:
    """Return an estimate for a record."""
    facts = {
        name: (secret, secret.model_copy(update={"so": not secret.so}))
        for name in scenario.facts
        if (secret := known.secrets.get(f"fact:{name}")) is not None
    }
    open_: dict[tuple[int | None, SeatId], set[FactId]] = {}
    for event in record.of("claimed", "disclose", "inform", "present"):
        fact = _spoken_of(event.what)
        if event.seat and fact in scenario.facts:
            open_.setdefault((event.turn, event.seat), set()).update(scenario.answers(fact))
    declared = {
        (event.turn, event.seat, event.what.fact)
        for event in record.of("claimed")
        if isinstance(event.what, Claimed) and event.what.fact in facts
    }
    undeclared, met, recalled = 0, 0, 0
    for event in record.of("said"):
        if not (isinstance(event.what, Said) and event.seat and event.what.text):
            continue
        for name, each in facts.items():
            claimed = (event.turn, event.seat, name) in declared
            if not claimed and name in open_.get((event.turn, event.seat), ()):
                continue
            found = any(telling.told(known, one, event.what.text, event.seat) for one in each)
            met += claimed
            recalled += claimed and found
            undeclared += found and not claimed
    return Estimate(undeclared=undeclared, declared=met, recalled=recalled)


def _spoken_of(what: What) -> FactId:
    match what:
        case Claimed(fact=fact) | acts.Disclose(fact=fact) | acts.Inform(fact=fact):
            return fact
        case acts.Present(exhibit=fact):
            return fact
        case _:
            return ""
