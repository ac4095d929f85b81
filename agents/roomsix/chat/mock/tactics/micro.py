"""MiCRO: every package in falling order of worth, a new one only for a new one (de Jonge 2022).

With m different offers made and n received, the next best is offered if `m <= n`, else one of those
made is repeated. A paper is accepted that is worth the lowest offer made or about to be made. It
goes down a package at a time, so that of thousands it sees few in a handful of rounds; `steps` cuts
the list to that many even steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from roomsix import draws
from roomsix.chat.mock.stand import Stand
from roomsix.deal import Package


@dataclass(frozen=True)
class Micro(Stand):
    """Concedes only to who has conceded.

    Attributes:
        steps: In how many steps the list is gone through; 0 for a package at a time.
    """

    steps: int = 0

    @cached_property
    def gives(self) -> bool:
        """Whether the next best is offered: nobody else has made fewer different offers."""
        others = [p for p in self.turn.table.parties if p != self.turn.brief.party]
        received = (_different(self.turn.past.offers(party)) for party in others)
        return self._next is not None and _different(self.own) <= min(received, default=0)

    @cached_property
    def aspiration(self) -> float:
        """The worth of the lowest package made or about to be made an offer."""
        made = [self.worth(offer) for offer in self.own]
        if self.gives and self._next is not None:
            made.append(self.worth(self._next))
        return float(min(made, default=self.best))

    @cached_property
    def offer(self) -> Package:
        """The next best, or one made before, drawn; of those still enough, if there is any."""
        if self.gives and self._next is not None:
            return self._next
        again = [offer for offer in self.own if self.fair(offer)] or self.own
        if not again:
            return self.space.package(0)
        return draws.pick(again, self.turn.seed, "again", self.turn.me, self.turn.now.turn)

    @cached_property
    def _next(self) -> Package | None:
        """The best package of the list that has not been offered; None when all have been."""
        import numpy as np

        worth = self.valued.worth
        rows = (self.valued.kept & (worth >= self.least)).nonzero()[0]
        rows = rows[np.argsort(-worth[rows], kind="stable")]
        if self.steps and len(rows):
            at = np.linspace(0, len(rows) - 1, self.steps + 1).round().astype(np.intp)
            rows = rows[np.unique(at)]
        left = rows[~self.space.same(self.own)[rows]]
        return self.space.package(int(left[0])) if len(left) else None


def _different(offers: list[Package]) -> int:
    return len({tuple(sorted(offer.items())) for offer in offers})
