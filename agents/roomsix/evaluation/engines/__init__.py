"""What plays trials: many at once, in whatever order, each into its own folder."""

import os
from collections.abc import Callable, Sequence
from typing import Literal, Protocol, get_args

from roomsix.evaluation.playing import Kit
from roomsix.evaluation.row import Row
from roomsix.evaluation.trial import Trial

Name = Literal["asyncio", "process", "ray"]
NAMES: tuple[Name, ...] = get_args(Name)


class Engine(Protocol):
    """Plays trials side by side."""

    async def play(self, trials: Sequence[Trial], kit: Kit, done: Callable[[Row], None]) -> None:
        """Play every trial, and tell of each when it has come to its end or cannot go on.

        Raises:
            BudgetSpent: A limit of the whole suite was reached; nothing was passed.
            Halted: The suite was asked to stop.
        """
        ...

    async def close(self) -> None:
        """Let go of everything; nothing it began is left running."""
        ...


def engine(name: Name, *, jobs: int, workers: int | None = None) -> Engine:
    """Return an engine by its name.

    Args:
        jobs: How many trials are played at once, in all.
        workers: Among how many processes they are shared out; None for one a core. `asyncio` has
            but one.

    Raises:
        UsageError: What it needs is not installed.
    """
    workers = workers or os.cpu_count() or 1
    if name == "process":
        from roomsix.evaluation.engines.processes import Processes

        return Processes(jobs, workers)
    if name == "ray":
        from roomsix.evaluation.engines.actors import Actors

        return Actors(jobs, workers)
    from roomsix.evaluation.engines.loop import Loop

    return Loop(jobs)
