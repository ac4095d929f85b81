"""What plays trials: many at once, in whatever order, each into its own folder."""

from collections.abc import Callable, Sequence
from typing import Protocol

from roomsix.evaluation.playing import Kit
from roomsix.evaluation.row import Row
from roomsix.evaluation.trial import Trial


class Engine(Protocol):
    """Plays trials side by side."""

    async def play(self, trials: Sequence[Trial], kit: Kit, done: Callable[[Row], None]) -> None:
        """Play every trial, and tell of each when it has come to its end or cannot go on.

        Raises:
            BudgetSpent: A limit of the whole suite was reached; nothing was passed.
            Halted: The suite was asked to stop.
        """
        ...
