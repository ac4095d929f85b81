"""Trials shared out among others, each of whom plays many at once; whoever dies is replaced."""

import asyncio
from typing import Protocol

from roomsix.errors import UsageError
from roomsix.evaluation import row
from roomsix.evaluation.engines.loop import Loop
from roomsix.evaluation.playing import Kit, halted
from roomsix.evaluation.row import Row
from roomsix.evaluation.trial import Trial

DEATHS = 3
"""How often whoever plays a trial may die before it is given up for now."""


class Lost(Exception):
    """Whoever played a trial is gone; the trial can be gone on with."""


class Hand(Protocol):
    """Plays trials elsewhere."""

    async def play(self, trial: Trial) -> Row:
        """Play a trial.

        Raises:
            Lost: It died.
            BudgetSpent: A limit of the whole suite was reached.
            Halted: The suite was asked to stop.
        """
        ...

    async def close(self) -> None:
        """Let go of it; runs it was playing are stopped where they are."""
        ...


class Crew(Loop):
    """Plays so many trials at once, shared out among so many hands."""

    def __init__(self, jobs: int, size: int) -> None:
        super().__init__(jobs)
        self._hands: dict[int, asyncio.Task[Hand]] = {}
        self._size = min(jobs, size)

    async def close(self) -> None:
        """Let go of every hand."""
        hands, self._hands = list(self._hands.values()), {}
        for hiring in hands:
            hiring.cancel()
        for hand in await asyncio.gather(*hands, return_exceptions=True):
            if not isinstance(hand, BaseException):
                await hand.close()

    async def hire(self, kit: Kit) -> Hand:
        """Return a new hand.

        Raises:
            RoomsixError: None is to be had.
        """
        raise NotImplementedError

    async def _played(self, trial: Trial, kit: Kit, slot: int) -> Row:
        if kit.tapes.asking != "none":
            raise UsageError(
                "a cassette is recorded by one process", hint="--engine asyncio records it"
            )
        place = slot % self._size
        for _ in range(DEATHS):
            kit.halt.check()
            hiring = self._hands.get(place)
            if hiring is None:
                hiring = self._hands[place] = asyncio.create_task(self.hire(kit))
            hand = await asyncio.shield(hiring)
            try:
                return await hand.play(trial)
            except Lost:
                if kit.halt.asked:
                    raise halted() from None
                if self._hands.get(place) is hiring:  # who played beside it may have seen it too
                    del self._hands[place]
        died = f"whoever played it died {DEATHS} times"
        return row.unplayed(trial, "failed", died)
