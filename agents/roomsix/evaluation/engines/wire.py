"""What a process and those who work for it tell each other, frame by frame, over a socket."""

import asyncio
import pickle
import struct
from collections.abc import Callable
from itertools import count
from typing import Any

from roomsix.budget import Amount
from roomsix.chat.turnstile import Asking
from roomsix.errors import RoomsixError

HEAD = struct.Struct("!Q")

Send = Callable[..., None]
"""Sends a frame: what it is, and what belongs to it."""


def sender(writer: asyncio.StreamWriter) -> Send:
    """Return what sends frames; once nobody listens any more they are lost."""

    def send(*frame: object) -> None:
        if not writer.is_closing():
            data = pickle.dumps(frame)
            writer.write(HEAD.pack(len(data)) + data)

    return send


async def received(reader: asyncio.StreamReader) -> tuple[Any, ...] | None:
    """Return the next frame; None once the other end is gone."""
    try:
        (size,) = HEAD.unpack(await reader.readexactly(HEAD.size))
        frame: tuple[Any, ...] = pickle.loads(await reader.readexactly(size))
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    return frame


class Asked:
    """The turnstile of another process, asked over a wire.

    Attributes:
        capped: Whether money is limited.
    """

    def __init__(self, send: Send, *, capped: bool) -> None:
        self.capped = capped
        self._send = send
        self._numbers = count(1)
        self._waiting: dict[int, asyncio.Future[int]] = {}

    async def admit(self, asking: Asking) -> int:
        """Wait until a request may be sent, and return what it is to be settled by.

        Raises:
            BudgetSpent: It could pass a limit that all share.
            RoomsixError: What this was closed with.
        """
        number = next(self._numbers)
        waiting: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._waiting[number] = waiting
        self._send("admit", number, asking)
        try:
            return await waiting
        finally:
            self._waiting.pop(number, None)

    def answered(self, number: int, found: int | RoomsixError) -> None:
        """Take in what became of a request: its number over there, or why it may not be sent."""
        waiting = self._waiting.get(number)
        if waiting is None or waiting.done():
            if isinstance(found, int):
                self._send("settle", found, Amount())  # whoever wanted it has gone
        elif isinstance(found, int):
            waiting.set_result(found)
        else:
            waiting.set_exception(found)

    def settle(self, number: int, cost: Amount | None) -> None:
        """Take down what a request cost; None where that is not known."""
        self._send("settle", number, cost)

    def hold(self, endpoint: str, seconds: float) -> None:
        """Have nobody ask an endpoint for so long."""
        self._send("hold", endpoint, seconds)

    def close(self, why: Callable[[], RoomsixError]) -> None:
        """Let nobody through any more who waits here; over there it is closed as well."""
        for waiting in list(self._waiting.values()):
            if not waiting.done():
                waiting.set_exception(why())
