"""The talks on a terminal as they happen: the transcript, and below it where things stand."""

import contextlib
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from rich import live
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.rule import Rule
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from roomsix import acts, rules
from roomsix.cli.watching import STOPPING, Printed
from roomsix.deal import SeatId, SessionId
from roomsix.events import Event, Record
from roomsix.report.deeds import told
from roomsix.report.papers import Papers
from roomsix.report.scene import QUIET, Scene
from roomsix.report.text import one_line

if TYPE_CHECKING:
    from roomsix.session import Talks

BAR = 16
"""How long the clock is, in columns."""


class Live(Printed):
    """Prints the transcript above a status line that keeps moving while a seat thinks."""

    def __init__(self, talks: "Talks", *, pace: float = 0, again: bool = False) -> None:
        super().__init__(talks, pace=pace, again=again)
        self._status = Status(self.scene)
        self._live = live.Live(
            self._status, console=self.page.console, transient=True, refresh_per_second=8
        )

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._live.stop()

    def greet(self, name: str) -> None:
        pass  # the status line shows it

    def asking(self, seat: SeatId, session: SessionId, round_: int) -> None:
        self.stop.check()
        self._status.ask(seat, session, round_)

    def arriving(self, seat: SeatId, characters: int) -> None:
        self._status.arrive(seat, characters)

    def shown(self, new: Sequence[Event]) -> None:
        self._status.take(new)
        self.page.show(*self._transcript.draw(new))

    def recalled(self, new: Sequence[Event]) -> None:
        super().recalled(new)
        self._status.take(new)

    def stopping(self) -> None:
        self._status.note = STOPPING


class Status:
    """Where the talks stand: session, round, clock, tension, latest offers, and who is thinking.

    Attributes:
        note: What else is to be known, or empty.
    """

    def __init__(self, scene: Scene) -> None:
        self.note = ""
        self._scene = scene
        self._record = Record()
        self._papers = Papers()
        self._offers: dict[SessionId, dict[SeatId, Text]] = {}
        self._session: SessionId | None = None
        self._round = 0
        self._seat: SeatId | None = None
        self._since = time.monotonic()
        self._arrived = 0
        self._spinner = Spinner("dots")

    def ask(self, seat: SeatId, session: SessionId, round_: int) -> None:
        """Note who has the floor from now on."""
        self._seat, self._session, self._round = seat, session, round_
        self._since = time.monotonic()
        self._arrived = 0

    def arrive(self, seat: SeatId, characters: int) -> None:
        """Note how much has come of the answer of whoever has the floor."""
        if seat == self._seat:
            self._arrived = characters

    def take(self, new: Sequence[Event]) -> None:
        """Take in what happened."""
        self._seat = None
        for event in new:
            self._record.append(event)
            self._papers.turn_to(event.session)
            if isinstance(event.what, acts.Propose | acts.Draft) and event.seat is not None:
                offers = self._offers.setdefault(event.session, {})
                offers[event.seat] = self._offer(event, event.seat)
            self._papers.add(event)
            self._session, self._round = event.session, event.round

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if self._session is None:
            return
        rule = Rule(style=QUIET, characters="─")
        parts: list[RenderableType] = [
            self._where(self._session),
            *self._offers.get(self._session, {}).values(),
            self._who(),
        ]
        yield Group("", rule, *parts, *([Text(self.note, "bold")] if self.note else ()))

    def _offer(self, event: Event, seat: SeatId) -> Text:
        """Return a seat's latest paper in one line: its number and what moved."""
        line = self._scene.seated[seat].mark().append(" ")
        line.append_text(told(self._scene, self._papers, event)[2:])
        line.no_wrap, line.overflow = True, "ellipsis"
        return line

    def _where(self, session: SessionId) -> Table:
        scenario = self._scene.scenario
        sitting = rules.sitting(scenario, self._record, session)
        grid = Table.grid(padding=(0, 3, 0, 0))
        where = Text.assemble((one_line(sitting.title), "bold"))
        where.append(f" · round {max(self._round, 1)} of {sitting.rounds}")
        cells = [where]
        if sitting.minutes is not None:
            used = rules.clock(scenario, self._record, session) / 60_000
            cells.append(_clock(used, sitting.minutes))
        if scenario.tension is not None:
            cells.append(self._scene.tension(rules.level(scenario, self._record)))
        grid.add_row(*cells)
        return grid

    def _who(self) -> Table:
        grid = Table.grid(padding=(0, 1, 0, 0))
        if self._seat is None:
            grid.add_row("")
            return grid
        seconds = time.monotonic() - self._since
        thinking = f"is thinking, {seconds:.0f} s" if seconds >= 1 else "is thinking"
        if self._arrived:
            thinking += f" · {self._arrived:,} characters so far"
        mark = self._scene.seated[self._seat].mark(bold=True)
        grid.add_row(self._spinner, mark, Text(thinking, QUIET))
        return grid


def _clock(used: float, minutes: int) -> Text:
    filled = min(BAR, round(used / minutes * BAR))
    style = "#f0746a" if used >= 0.85 * minutes else "#5fb8f0"
    return Text.assemble(
        ("━" * filled, style),
        ("─" * (BAR - filled), QUIET),
        f" {min(used, minutes):.0f}/{minutes} min",
    )
