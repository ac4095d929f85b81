"""Trials in one process: so many at once, in one event loop."""

import asyncio
from collections.abc import Callable, Iterator, Sequence

from roomsix.evaluation import playing
from roomsix.evaluation.playing import Kit
from roomsix.evaluation.row import Row
from roomsix.evaluation.trial import Trial


class Loop:
    """Plays so many trials at once; more help only where models are waited for."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs

    async def play(self, trials: Sequence[Trial], kit: Kit, done: Callable[[Row], None]) -> None:
        """Play every trial; once one may not go on, the others stop at their next turn.

        Raises:
            BudgetSpent: A limit of the whole suite was reached; nothing was passed.
            Halted: The suite was asked to stop.
        """
        left = iter(trials)
        stopped: list[Exception] = []

        async def slot(number: int) -> None:
            for trial in _while(left, stopped):
                try:
                    done(await self._played(trial, kit, number))
                except Exception as error:
                    stopped.append(error)
                    kit.halt.ask()

        async with asyncio.TaskGroup() as group:
            for number in range(min(self._jobs, len(trials))):
                group.create_task(slot(number))
        if stopped:
            # The first is the reason, told by itself; the others stopped because of it.
            raise stopped[0]

    async def close(self) -> None:
        """Let go of nothing: there is but this process."""

    async def _played(self, trial: Trial, kit: Kit, slot: int) -> Row:
        """Play a trial.

        Args:
            slot: Which of those that are played at once it is, counted from 0.
        """
        return await playing.play(trial, kit)


def _while(left: Iterator[Trial], stopped: list[Exception]) -> Iterator[Trial]:
    for trial in left:
        if stopped:
            return
        yield trial
