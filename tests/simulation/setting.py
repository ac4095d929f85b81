"""What everything that a seed plays takes place in, and what is noted of it."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from roomsix import canonical, draws
from simulation.clock import Clock
from simulation.files import Disk


@dataclass
class Told:
    """What came of a seed.

    Attributes:
        trace: Every step, as the world saw it.
        lives: How many processes it took.
        met: What was played and what befell the processes, counted.
    """

    seed: int
    trace: list[str] = field(default_factory=list)
    lives: int = 0
    met: Counter[str] = field(default_factory=Counter)

    @property
    def digest(self) -> str:
        """A digest of every step: equal wherever the seed is run."""
        return canonical.digest("\n".join(self.trace))


class World:
    """What everything that a seed plays takes place in."""

    def __init__(self, seed: int, runs: Path, told: Told) -> None:
        runs.mkdir()
        self.seed = seed
        self.runs = runs
        self.told = told
        self.disk = Disk(runs, told.trace.append)
        self.clock = Clock(seed)
        self._throws = 0

    def below(self, bound: int) -> int:
        """Throw a number below `bound`."""
        self._throws += 1
        return draws.below(bound, self.seed, "world", self._throws)
