"""What requests of many runs pass one by one: one purse, and one pace for each endpoint."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Protocol

from roomsix.budget import Amount, Ledger
from roomsix.errors import RoomsixError
from roomsix.pace import Pace, Past, Sent


@dataclass(frozen=True)
class Asking:
    """A request that wants to be sent.

    Attributes:
        endpoint: The name of the one it goes to.
        tokens: What it is thought to take.
        worst: The most that it can cost.
    """

    endpoint: str
    pace: Pace
    tokens: int
    worst: Amount


class Admission(Protocol):
    """Lets requests through, for all who share it, wherever they are.

    Attributes:
        capped: Whether money is limited, so that a model without a price must not be asked.
    """

    capped: bool

    async def admit(self, asking: Asking) -> int:
        """Wait until a request may be sent, and return what it is to be settled by.

        Raises:
            BudgetSpent: It could pass a limit that all share.
        """
        ...

    def settle(self, number: int, cost: Amount | None) -> None:
        """Take down what a request cost; None where that is not known."""

    def hold(self, endpoint: str, seconds: float) -> None:
        """Have nobody ask an endpoint for so long."""

    def close(self, why: Callable[[], RoomsixError]) -> None:
        """Let nobody through any more, those who wait included."""


class Line:
    """Those who want to ask one endpoint, first come, first served."""

    def __init__(self, pace: Pace) -> None:
        self.past = Past(pace)
        self._lock = asyncio.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def lock(self) -> asyncio.Lock:
        """Held by whoever is first; of the event loop that runs now."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop, self._lock = loop, asyncio.Lock()
        return self._lock


class Turnstile:
    """Lets requests through as far as purses and paces go, in the process that owns them.

    Attributes:
        capped: Whether money is limited.
    """

    def __init__(
        self,
        purses: Sequence[Ledger] = (),
        lines: dict[str, Line] | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Make a turnstile.

        Args:
            purses: Every one of them has to have room for a request.
            lines: By endpoint, to be shared with other turnstiles; None for its own.
            clock: In seconds; never goes back.
        """
        self._purses = tuple(purses)
        self._lines = {} if lines is None else lines
        self._clock = clock
        self._sleep = sleep
        self._stirred = asyncio.Event()
        self._numbers = count(1)
        self._under_way: dict[int, tuple[Line, Sent, tuple[int, ...]]] = {}
        self._closed: Callable[[], RoomsixError] | None = None
        self.capped = any(purse.limits.usd is not None for purse in self._purses)

    async def admit(self, asking: Asking) -> int:
        """Wait until a request may be sent, and return what it is to be settled by.

        Raises:
            BudgetSpent: It could pass a limit.
            RoomsixError: What the turnstile was closed with.
        """
        line = self._lines.setdefault(asking.endpoint, Line(asking.pace))
        async with line.lock:
            while True:
                if self._closed is not None:
                    raise self._closed()
                affordable = all([purse.fits(asking.worst) for purse in self._purses])
                seconds = line.past.wait(asking.tokens, self._clock())
                if affordable and seconds == 0:
                    break
                await self._stir(seconds or None)
            number = next(self._numbers)
            sent = line.past.send(asking.tokens, self._clock())
            held = tuple(purse.reserve(asking.worst) for purse in self._purses)
            self._under_way[number] = (line, sent, held)
            return number

    def settle(self, number: int, cost: Amount | None) -> None:
        """Take down what a request cost; None where that is not known: all it could have."""
        line, sent, held = self._under_way.pop(number)
        line.past.answer(sent, None if cost is None else cost.tokens)
        for purse, reserved in zip(self._purses, held, strict=True):
            purse.settle(reserved, cost)
        self._stir_up()

    def hold(self, endpoint: str, seconds: float) -> None:
        """Have nobody ask an endpoint for so long."""
        if endpoint in self._lines:
            self._lines[endpoint].past.hold(self._clock() + seconds)
            self._stir_up()

    def close(self, why: Callable[[], RoomsixError]) -> None:
        """Let nobody through any more, those who wait included."""
        self._closed = why
        self._stir_up()

    def _stir_up(self) -> None:
        stirred, self._stirred = self._stirred, asyncio.Event()
        stirred.set()

    async def _stir(self, seconds: float | None) -> None:
        """Wait until something has changed, or for so long."""
        waiting: list[asyncio.Future[object]] = [asyncio.ensure_future(self._stirred.wait())]
        if seconds is not None:
            waiting.append(asyncio.ensure_future(self._sleep(seconds)))
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waiting:
                each.cancel()
