"""A process that plays trials for another, in an event loop of its own, until that is gone."""

import asyncio
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from roomsix.budget import Limits
from roomsix.chat.turnstile import Admission
from roomsix.errors import RoomsixError
from roomsix.evaluation import playing
from roomsix.evaluation.engines import wire
from roomsix.evaluation.playing import Kit
from roomsix.evaluation.standing import Appointed
from roomsix.evaluation.trial import Trial
from roomsix.seating.tapes import Tapes
from roomsix.workspace import Workspace


@dataclass(frozen=True)
class Outfit:
    """What of a kit can be carried to another process."""

    workspace: Workspace
    tapes: Tapes
    folder: Path
    scores: tuple[str, ...]
    kept: tuple[str, ...]
    judges: tuple[Appointed, ...]
    limits: Limits
    capped: bool

    def kit(self, turnstile: Admission, notify: Callable[[str], None]) -> Kit:
        """Return the kit again, with what is not carried."""
        return Kit(
            workspace=self.workspace,
            tapes=self.tapes,
            folder=self.folder,
            scores=self.scores,
            kept=self.kept,
            judges=self.judges,
            limits=self.limits,
            turnstile=turnstile,
            notify=notify,
        )


def outfit(kit: Kit) -> Outfit:
    """Return what of a kit is carried elsewhere; paths count from the root of the file system."""
    return Outfit(
        kit.workspace,
        kit.tapes,
        kit.folder.absolute(),
        tuple(kit.scores),
        tuple(kit.kept),
        kit.judges,
        kit.limits,
        kit.turnstile.capped,
    )


async def work(connection: socket.socket) -> None:
    """Play what is sent, until the other end is gone; what is under way is then given up."""
    reader, writer = await asyncio.open_connection(sock=connection)
    send = wire.sender(writer)
    first = await wire.received(reader)
    if first is None:
        return
    given: Outfit = first[1]
    send("ready")
    asked = wire.Asked(send, capped=given.capped)
    kit = given.kit(asked, lambda line: send("notify", line))
    playing_now: set[asyncio.Task[None]] = set()
    with kit.halt.heard(lambda: asked.close(playing.halted)):
        while (frame := await wire.received(reader)) is not None:
            kind, *rest = frame
            if kind == "play":
                number, trial = rest
                task = asyncio.create_task(_play(number, trial, kit, send))
                playing_now.add(task)
                task.add_done_callback(playing_now.discard)
            elif kind == "answered":
                asked.answered(*rest)
            elif kind == "halt":
                kit.halt.ask()
        for task in list(playing_now):
            task.cancel()
        await asyncio.gather(*playing_now, return_exceptions=True)
    writer.close()


async def _play(number: int, trial: Trial, kit: Kit, send: wire.Send) -> None:
    """Play one trial, and send what came of it: a row, what stopped it, or what is a mistake."""
    try:
        try:
            send("played", number, await playing.play(trial, kit))
        except RoomsixError as error:
            send("stopped", number, error)
    except Exception:
        send("broken", number, traceback.format_exc())


def main() -> None:
    """Work at the socket whose number was given."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)  # whoever sent for this is told, and tells this
    asyncio.run(work(socket.socket(fileno=int(sys.argv[1]))))


if __name__ == "__main__":
    main()
