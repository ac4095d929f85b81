"""Looking on while talks are played: in silence, line by line, or as plain text."""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from roomsix import events
from roomsix.cli import terminal
from roomsix.cli.stopping import Stop
from roomsix.deal import SeatId, SessionId
from roomsix.events import Event
from roomsix.report import board, heading, outcome
from roomsix.report.scene import scene
from roomsix.report.transcript import Transcript

if TYPE_CHECKING:
    from roomsix.session import Result, Talks

BEAT = 10.0
"""How often plain output says on stderr how far the talks have come, in seconds."""


PATIENCE = 5.0
"""After how long plain output says who is being waited for, and how often, in seconds."""

PERSON = "person"
"""The spec that a run's account names a person by."""

STOPPING = "finishing the turn; once more to stop now"


class Watcher:
    """Looks on in silence; the others build on it.

    Attributes:
        tells: Whether it shows more than the outcome.
        veiled: Whether something is kept from whoever looks on until the talks are over.
        again: Whether the run was there before and is only taken up again.
        folder: Where the run is kept; None before it has begun.
        sittings: The scenario's sessions, and those called in the middle of them so far.
        stop: Whether the run is to stop.
    """

    tells = False
    veiled = False

    def __init__(self, talks: "Talks", *, pace: float = 0, again: bool = False) -> None:
        self.talks = talks
        self.again = again
        self.folder: Path | None = None
        self.stop = Stop()
        self.page = terminal.Page()
        self.scene = scene(talks.scenario, talks.cast)
        self.sittings = dict(talks.scenario.sessions)
        self._pace = pace

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leave the terminal as it was found."""

    def began(self, folder: Path) -> None:
        """Note where the run is kept."""
        self.folder = folder

    def asking(self, seat: SeatId, session: SessionId, round_: int) -> None:
        """Take note of who has the floor, unless the run is to stop.

        Raises:
            Interrupted: It is; what was said until here is kept.
        """
        self.stop.check()

    def arriving(self, seat: SeatId, characters: int) -> None:
        """Take note of how much of an answer has come."""

    def noticed(self, what: str) -> None:
        """Say what is worth a line."""
        terminal.say(what)

    def turned(self, new: Sequence[Event]) -> None:
        """Take note of what happened, then leave time to read it."""
        self._convened(new)
        self.shown(new)
        if self._pace and any(event.turn is not None for event in self.perceived(new)):
            self.stop.pause(self._pace)

    def perceived(self, new: Sequence[Event]) -> Sequence[Event]:
        """Return what is shown of new events."""
        return new

    def recalled(self, new: Sequence[Event]) -> None:
        """Take note of what was in the record before, and has been shown before."""
        self._convened(new)

    def stopping(self) -> None:
        """Say that the run is about to stop; called in the midst of anything."""
        terminal.at_once(STOPPING)

    def shown(self, new: Sequence[Event]) -> None:
        """Show what happened."""

    def _convened(self, new: Sequence[Event]) -> None:
        for event in new:
            if isinstance(event.what, events.Opened) and event.what.aside is not None:
                self.sittings[event.session] = event.what.aside

    def conclude(self, result: "Result", name: str) -> None:
        """Show the outcome and, on a terminal, what could be done next with a run of this name."""
        assert result.folder is not None
        styled = self.page.styled
        ended = outcome.outcome(self.scene, result.scores, result.record, framed=styled)
        self.page.show("", ended)
        if self.tells:
            self.page.show(*board.short(self.scene, result.record))
        self.page.show("", heading.kept(self.scene, result.folder, name=name if styled else None))


class Lines(Watcher):
    """Writes every event as a line of JSON, the same that the record holds."""

    def __init__(self, talks: "Talks", *, pace: float = 0, again: bool = False) -> None:
        super().__init__(talks, pace=pace, again=again)
        self._previous = ""

    def began(self, folder: Path) -> None:
        super().began(folder)
        launch = {
            "run": folder.name,
            "folder": str(folder),
            "scenario": self.talks.scenario.id,
            "seed": self.talks.seed,
            "seats": {seat: chat.name for seat, chat in self.talks.chats.items()},
        }
        terminal.line({"launch": launch})

    def shown(self, new: Sequence[Event]) -> None:
        terminal.write("".join(f"{line}\n" for line in self._lines(new)))

    def recalled(self, new: Sequence[Event]) -> None:
        super().recalled(new)
        self._lines(new)

    def _lines(self, new: Sequence[Event]) -> list[str]:
        from roomsix import canonical

        lines = []
        for event in new:
            lines.append(events.encode(event, self._previous))
            self._previous = canonical.digest(lines[-1])
        return lines


class Printed(Watcher):
    """Prints the transcript as it grows, and on stderr now and then how far it has come."""

    tells = True

    def __init__(
        self,
        talks: "Talks",
        *,
        pace: float = 0,
        again: bool = False,
        patience: float = PATIENCE,
    ) -> None:
        super().__init__(talks, pace=pace, again=again)
        self._patience = patience
        self._transcript = Transcript(self.scene)
        self._last = time.monotonic()
        self._waiting: asyncio.TimerHandle | None = None
        self._arrived = 0

    def began(self, folder: Path) -> None:
        super().began(folder)
        chats = {seat: chat.name for seat, chat in self.talks.chats.items()}
        self.page.show(heading.heading(self.scene, seed=self.talks.seed, chats=chats))
        self.greet(folder.name)

    def greet(self, name: str) -> None:
        """Say that a run of this name has begun, or goes on."""
        terminal.say(f"run {name} {'goes on' if self.again else 'has begun'}")

    def close(self) -> None:
        self._answered()

    def asking(self, seat: SeatId, session: SessionId, round_: int) -> None:
        super().asking(seat, session, round_)
        rounds = self.sittings[session].rounds
        floor = f"{session}, round {round_} of {rounds}; {seat} has the floor"
        if time.monotonic() - self._last >= BEAT:
            self._last = time.monotonic()
            terminal.say(floor)
        self._arrived = 0
        self._wait(floor, self._patience)

    def arriving(self, seat: SeatId, characters: int) -> None:
        self._arrived = characters

    def shown(self, new: Sequence[Event]) -> None:
        self._answered()
        self.page.show(*self._transcript.draw(new))
        for event in new:
            if isinstance(event.what, events.Closed):
                terminal.say(f"{event.session} is over: {event.what.why}")

    def recalled(self, new: Sequence[Event]) -> None:
        super().recalled(new)
        for _ in self._transcript.draw(new):
            pass  # it counts papers and turns, which go on from here

    def _wait(self, floor: str, seconds: float) -> None:
        """Say who has the floor, and go on saying so until there is an answer."""

        def late() -> None:
            self._last = time.monotonic()
            so_far = f"; {self._arrived:,} characters so far" if self._arrived else ""
            terminal.say(f"{floor}, for {seconds:.0f} s now{so_far}")
            self._wait(floor, seconds + BEAT)

        after = min(seconds, BEAT)
        self._waiting = asyncio.get_running_loop().call_later(after, late)

    def _answered(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None


def watcher(
    talks: "Talks", *, quiet: bool, as_jsonl: bool, pace: float, again: bool = False
) -> Watcher:
    """Return whoever suits the options and the terminal.

    Raises:
        UsageError: A person at the table would see more than their seat does.
    """
    persons = [seat for seat, chat in talks.chats.items() if chat.name == PERSON]
    if persons:
        from roomsix.cli.seat import eyes

        plain = not (quiet or as_jsonl)
        return eyes.seated(talks, persons, plain=plain, pace=pace, again=again)
    if as_jsonl:
        return Lines(talks, pace=pace, again=again)
    if quiet:
        return Watcher(talks, pace=pace, again=again)
    if terminal.can_move():
        from roomsix.cli.live import Live

        return Live(talks, pace=pace, again=again)
    return Printed(talks, pace=pace, again=again)
