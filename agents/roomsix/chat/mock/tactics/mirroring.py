"""Tit for tat: gives as much as it was given, both measured in its own points.

`A = best - (max_k u(y_k) - u(y_1)) - kindness m` and never below r, for the other side's offers `y`
and m own offers so far: absolute tit-for-tat (Faratin, Sierra and Jennings 1998), summed, so that
nothing given is taken back. Without some kindness two of them never begin.
"""

from dataclasses import dataclass
from functools import cached_property

from roomsix.chat.mock.stand import Stand
from roomsix.chat.mock.tactics.asking import priced
from roomsix.deal import Package


@dataclass(frozen=True)
class Mirroring(Stand):
    """Gives way as far as the other side does.

    Attributes:
        kindness: The points given with every offer after the first, unasked.
    """

    kindness: float = 5.0

    @cached_property
    def given(self) -> int:
        """How many points better the other side's best offer is than its first."""
        worths = [self.worth(offer) for offer in self.theirs]
        return max(worths) - worths[0] if worths else 0

    @cached_property
    def aspiration(self) -> float:
        """The best there is, less what was given and what is given for nothing."""
        return max(float(self.least), self.best - self.given - self.kindness * len(self.own))

    @cached_property
    def offer(self) -> Package:
        """What the other side should like best at that price."""
        return priced(self, self.aspiration)
