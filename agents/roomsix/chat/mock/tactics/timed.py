"""Time-dependent tactics: what is held out for falls with the clock, whatever the others do.

`A(t) = r + (best - r) (1 - t^(1/e))`: e = 1 gives way evenly, below 1 late (Boulware, after the man
who made one offer and no other), above 1 early (conceder). Faratin, Sierra and Jennings 1998.
"""

from dataclasses import dataclass
from functools import cached_property

from roomsix.chat.mock.stand import Stand
from roomsix.chat.mock.tactics.asking import priced
from roomsix.deal import Package


@dataclass(frozen=True)
class Timed(Stand):
    """Gives way with time.

    Attributes:
        e: The exponent.
    """

    e: float = 1.0

    @cached_property
    def aspiration(self) -> float:
        """The curve's points now."""
        way = max(0, self.best - self.least)
        return self.least + way * float(1 - self.progress ** (1 / self.e))

    @cached_property
    def offer(self) -> Package:
        """What the other side should like best at that price."""
        return priced(self, self.aspiration)
