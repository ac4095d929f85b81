"""Chance: offers drawn among all that is within the limits, and papers accepted by a throw.

A floor for every other figure. Its red lines and its mandate hold, for those bind whoever sits
there; what a deal is worth it does not look at, so that its principal may well refuse it.
"""

from dataclasses import dataclass
from functools import cached_property

from roomsix import draws
from roomsix.chat.mock.history import Paper
from roomsix.chat.mock.stand import Stand
from roomsix.deal import Package


@dataclass(frozen=True)
class Chance(Stand):
    """Throws dice.

    Attributes:
        accepts_percent: The chance that a paper is accepted when it is looked at, in per cent.
    """

    accepts_percent: int = 20

    @property
    def aspiration(self) -> float:
        """What the next offer happens to be worth."""
        return float(self.worth(self.offer))

    @cached_property
    def offer(self) -> Package:
        """Any package within the limits."""
        kept = self.valued.kept.nonzero()[0].tolist() or [0]
        turn = self.turn
        return self.space.package(draws.pick(kept, turn.seed, "random", turn.me, turn.now.turn))

    def fair(self, package: Package) -> bool:
        """Tell whether a package may be offered: anything within the limits."""
        return self.keeps(package)

    def accepts(self, paper: Paper) -> bool:
        """Throw for a paper that is this side's to accept."""
        turn = self.turn
        key = ("accepts", turn.me, turn.now.turn, paper.number)
        return self.open(paper) and draws.happens(self.accepts_percent, turn.seed, *key)
