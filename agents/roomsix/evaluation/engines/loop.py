"""Trials in one process: so many at once, in one event loop."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from roomsix.errors import RoomsixError
from roomsix.evaluation import playing
from roomsix.evaluation.playing import Kit
from roomsix.evaluation.row import Row
from roomsix.evaluation.trial import Trial


@dataclass(frozen=True)
class Loop:
    """Plays so many trials at once; more help only where models are waited for."""

    jobs: int

    async def play(self, trials: Sequence[Trial], kit: Kit, done: Callable[[Row], None]) -> None:
        """Play every trial; once one may not go on, the others stop at their next turn.

        Raises:
            BudgetSpent: A limit of the whole suite was reached; nothing was passed.
            Halted: The suite was asked to stop.
        """
        left = iter(trials)
        stopped: list[RoomsixError] = []

        async def worker() -> None:
            for trial in _while(left, stopped):
                try:
                    done(await playing.play(trial, kit))
                except RoomsixError as error:
                    stopped.append(error)
                    kit.halt.asked = True

        async with asyncio.TaskGroup() as group:
            for _ in range(min(self.jobs, len(trials))):
                group.create_task(worker())
        if stopped:
            # The first is the reason; the others stopped because of it.
            raise stopped[0]


def _while(left: Iterator[Trial], stopped: list[RoomsixError]) -> Iterator[Trial]:
    for trial in left:
        if stopped:
            return
        yield trial
