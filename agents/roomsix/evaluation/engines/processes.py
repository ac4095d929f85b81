"""Trials shared out among processes of this machine; purse and pace stay in the first."""

import asyncio
import socket
import sys
from asyncio import subprocess
from contextlib import suppress
from itertools import count
from typing import Any

from roomsix.budget import Amount
from roomsix.chat.turnstile import Asking
from roomsix.errors import RoomsixError
from roomsix.evaluation.engines import wire, worker
from roomsix.evaluation.engines.crew import Crew, Hand, Lost
from roomsix.evaluation.playing import Kit
from roomsix.evaluation.row import Row
from roomsix.evaluation.trial import Trial

PATIENCE = 5.0
"""How long a process may take to give up what it was doing, in seconds."""


class Broken(Exception):
    """A mistake of the program in another process, with its traceback."""


class Processes(Crew):
    """Plays trials in processes of their own, each with an event loop.

    They are started afresh, not forked, and are told what to do over a socket: nothing of the
    caller's own program is run again in them, and once it is gone, so are they.
    """

    async def hire(self, kit: Kit) -> Hand:
        """Return a new process."""
        ours, theirs = socket.socketpair()
        with theirs:
            command = (sys.executable, "-P", "-m", worker.__name__, str(theirs.fileno()))
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        reader, writer = await asyncio.open_connection(sock=ours)
        return _Process(process, reader, writer, kit)


class _Process:
    def __init__(
        self,
        process: subprocess.Process,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        kit: Kit,
    ) -> None:
        self._process = process
        self._reader = reader
        self._writer = writer
        self._kit = kit
        self._send = wire.sender(writer)
        self._numbers = count(1)
        self._playing: dict[int, asyncio.Future[Row]] = {}
        self._admitting: set[asyncio.Task[None]] = set()
        self._tickets: set[int] = set()
        self._ready = False
        self._gone = False
        self._fault: Exception | None = None
        self._send("outfit", worker.outfit(kit))
        self._attending = asyncio.create_task(self._attend())

    async def play(self, trial: Trial) -> Row:
        """Play a trial there.

        Raises:
            RoomsixError: The process ended before it could begin; so would any other.
        """
        if self._gone:
            raise self._lost()
        number = next(self._numbers)
        playing: asyncio.Future[Row] = asyncio.get_running_loop().create_future()
        self._playing[number] = playing
        try:
            self._send("play", number, trial)
            return await playing
        finally:
            self._playing.pop(number, None)

    async def close(self) -> None:
        """Let it give up what it is doing, and wait until it is gone."""
        self._writer.close()
        try:
            async with asyncio.timeout(PATIENCE):
                await self._process.wait()
        except TimeoutError:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()
        await self._attending

    async def _attend(self) -> None:
        """Take in what the process tells, until it is gone, or until that cannot be done."""
        try:
            with self._kit.halt.heard(lambda: self._send("halt")):
                while (frame := await wire.received(self._reader)) is not None:
                    self._take(*frame)
            for number in self._tickets:
                # Whether it was sent, and what it cost, nobody knows any more.
                self._kit.turnstile.settle(number, None)
        except Exception as error:
            self._give_up(error)
        finally:
            self._gone = True
            for admitting in self._admitting:
                admitting.cancel()
            for playing in self._playing.values():
                if not playing.done():
                    playing.set_exception(self._lost())

    def _give_up(self, error: Exception) -> None:
        """Have whoever waits for a run be told of a mistake here, and the process end."""
        self._fault = self._fault or error
        self._writer.close()

    def _lost(self) -> Exception:
        if self._fault is not None:
            return self._fault
        if self._ready or self._kit.halt.asked:
            return Lost()
        return RoomsixError(
            "a process that was to play runs ended before it began",
            hint="what it said is above; --engine asyncio needs no other process",
        )

    def _take(self, kind: str, *rest: Any) -> None:
        turnstile = self._kit.turnstile
        if kind == "admit":
            task = asyncio.create_task(self._admit(*rest))
            self._admitting.add(task)
            task.add_done_callback(self._admitting.discard)
        elif kind == "settle":
            number, cost = rest
            self._tickets.discard(number)
            turnstile.settle(number, cost)
        elif kind == "hold":
            turnstile.hold(*rest)
        elif kind == "ready":
            self._ready = True
        elif kind == "notify":
            self._kit.notify(*rest)
        else:
            self._came(kind, *rest)

    def _came(self, kind: str, number: int, what: Any) -> None:
        playing = self._playing.get(number)
        if playing is None or playing.done():
            return
        if kind == "played":
            playing.set_result(what)
        else:
            playing.set_exception(what if kind == "stopped" else Broken(what))

    async def _admit(self, number: int, asking: Asking) -> None:
        try:
            await self._answer(number, asking)
        except Exception as error:
            self._give_up(error)

    async def _answer(self, number: int, asking: Asking) -> None:
        try:
            ticket = await self._kit.turnstile.admit(asking)
        except RoomsixError as error:
            self._send("answered", number, error)
            return
        if self._gone:
            self._kit.turnstile.settle(ticket, Amount())
            return
        self._tickets.add(ticket)
        self._send("answered", number, ticket)
