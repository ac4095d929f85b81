"""The caller's end of a process that plays: whatever goes wrong there, nobody waits for ever."""

import asyncio
import pickle
import socket
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import pytest

from evaluation.conftest import Prepare
from roomsix.chat.turnstile import Asking, Turnstile
from roomsix.evaluation.engines import processes, wire
from roomsix.evaluation.playing import Kit
from roomsix.evaluation.trial import Trial


class Faulty(Turnstile):
    async def admit(self, asking: Asking) -> int:
        raise ValueError("a mistake")


def wrong_frame(writer: asyncio.StreamWriter) -> None:
    wire.sender(writer)("hold")


def no_frame(writer: asyncio.StreamWriter) -> None:
    writer.write(wire.HEAD.pack(3) + b"abc")


def a_request(writer: asyncio.StreamWriter) -> None:
    wire.sender(writer)("admit", 1, None)


def a_notice(writer: asyncio.StreamWriter) -> None:
    wire.sender(writer)("notify", "a line")


async def waited(trial: Trial, kit: Kit, sent: Callable[[asyncio.StreamWriter], None]) -> None:
    """Wait for a run of a process that sends something, and for another one after that."""
    ours, theirs = socket.socketpair()
    reader, writer = await asyncio.open_connection(sock=ours)
    _, there = await asyncio.open_connection(sock=theirs)
    hand = processes._Process(cast(Any, None), reader, writer, kit)
    playing = asyncio.create_task(hand.play(trial))
    await asyncio.sleep(0)
    sent(there)
    try:
        with pytest.raises(Exception) as first:
            await asyncio.wait_for(playing, 30)
        with pytest.raises(type(first.value)):
            await asyncio.wait_for(hand.play(trial), 30)
        raise first.value
    finally:
        there.close()


@pytest.mark.parametrize(
    ("sent", "mistake"),
    [
        (wrong_frame, TypeError),
        (no_frame, pickle.UnpicklingError),
        (a_request, ValueError),
        (a_notice, ValueError),
    ],
)
def test_a_mistake_in_what_is_taken_in_is_raised_where_a_run_is_waited_for(
    made: Prepare, sent: Callable[[asyncio.StreamWriter], None], mistake: type[Exception]
) -> None:
    def notify(line: str) -> None:
        raise ValueError(line)

    ready = made("scenarios: [theatre]\n")
    kit = replace(ready.kit, turnstile=Faulty(), notify=notify)

    with pytest.raises(mistake):
        asyncio.run(waited(ready.trials[0], kit, sent))
