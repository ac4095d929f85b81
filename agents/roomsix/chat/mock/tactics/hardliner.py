"""The hardliner: names its price and waits (take it or leave it: Baarslag and others 2011)."""

from dataclasses import dataclass
from functools import cached_property

from roomsix.chat.mock.stand import Stand
from roomsix.chat.mock.tactics.asking import opening
from roomsix.deal import Package


@dataclass(frozen=True)
class Hardliner(Stand):
    """Offers its opening again and again."""

    @cached_property
    def aspiration(self) -> float:
        """What the opening is worth."""
        return float(self.worth(self.offer))

    @cached_property
    def offer(self) -> Package:
        """The opening."""
        return opening(self)
