"""How far a suite has come: a bar on a terminal, a line now and then elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from roomsix.cli import terminal

if TYPE_CHECKING:
    from roomsix.evaluation.evaluating import Evaluation
    from roomsix.evaluation.row import Row

BEAT = 10.0
"""How often plain output says how far a suite has come, in seconds."""

LOOK = 1.0
"""How often the figure of the first gate is worked out anew, in seconds."""


class Progress(Protocol):
    """Shows how far a suite has come."""

    def came(self, row: "Row") -> None:
        """Take note of a row."""


class _Silent:
    def came(self, row: "Row") -> None:
        """Take note of nothing."""


class Running:
    """Works out, now and then, what is worth showing.

    Attributes:
        failed: How many runs could not be played.
        usd: What was spent.
    """

    def __init__(self, evaluation: "Evaluation") -> None:
        self._evaluation = evaluation
        self._began = time.monotonic()
        self._looked = 0.0
        self._figure = ""
        self.done = 0
        self.failed = 0
        self.usd = 0.0

    def came(self, row: "Row") -> None:
        """Take note of a row."""
        self.done += 1
        self.failed += row.state == "failed"
        self.usd += row.counts.get("usd", 0) + sum(each.usd for each in row.judged.values())

    @property
    def figure(self) -> str:
        """The figure of the first gate that has an interval, as it stands."""
        from roomsix.evaluation import gating
        from roomsix.report.evaluation import told
        from roomsix.suite import gate

        now = time.monotonic()
        if now - self._looked < LOOK:
            return self._figure
        self._looked = now
        for text in self._evaluation.suite.gates:
            asked = gate.gate(text)
            if asked.value.first.how in ("rate", "mean"):
                found = gating.figure(asked.value, self._evaluation.done)
                self._figure = f"{asked.value} {told(found)}"
                break
        return self._figure

    @property
    def left(self) -> str:
        """How long it will take yet, as it has gone so far."""
        total = len(self._evaluation.trials)
        if not self.done:
            return ""
        seconds = (time.monotonic() - self._began) / self.done * (total - self.done)
        return f"{seconds:.0f} s left" if seconds < 120 else f"{seconds / 60:.0f} min left"

    def line(self) -> str:
        """Return all of it in a line."""
        total = len(self._evaluation.trials)
        parts = [
            f"{self._evaluation.suite.id}: {self.done} of {total} runs",
            f"{self.failed} failed" if self.failed else "",
            self.figure,
            f"${self.usd:.2f}" if self.usd else "",
            self.left,
        ]
        return ", ".join(part for part in parts if part)


class _Lines:
    def __init__(self, running: Running) -> None:
        self._running = running
        self._last = time.monotonic()

    def came(self, row: "Row") -> None:
        """Take note of a row, and say how far it has come if that is long ago."""
        self._running.came(row)
        if row.state == "failed":
            terminal.say(f"{row.run}: {row.error}")
        if time.monotonic() - self._last >= BEAT:
            self._last = time.monotonic()
            terminal.say(self._running.line())


@contextmanager
def shown(evaluation: "Evaluation", *, quiet: bool) -> Iterator[Progress]:
    """Show how far a suite has come meanwhile, on stderr."""
    if quiet:
        yield _Silent()
    elif not terminal.can_move(sys.stderr):
        yield _Lines(Running(evaluation))
    else:
        with _bar(evaluation) as bar:
            yield bar


@contextmanager
def _bar(evaluation: "Evaluation") -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar
    from rich.table import Column

    running = Running(evaluation)
    columns = (
        TextColumn("{task.description}", markup=False, table_column=Column(no_wrap=True)),
        BarColumn(bar_width=16),
        MofNCompleteColumn(table_column=Column(no_wrap=True)),
        # What does not fit is cut from the figure: how far it has come is what has to be seen.
        TextColumn(
            "{task.fields[told]}",
            markup=False,
            style="dim",
            table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis"),
        ),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True, expand=True) as bar:
        task = bar.add_task(evaluation.suite.id, total=len(evaluation.trials), told="")

        class Drawn:
            def came(self, row: "Row") -> None:
                running.came(row)
                told = (
                    f"{running.failed} failed" if running.failed else "",
                    running.left,
                    f"${running.usd:.2f}" if running.usd else "",
                    running.figure,
                )
                bar.update(task, advance=1, told=" · ".join(part for part in told if part))
                if row.state == "failed":
                    bar.console.print(f"{row.run}: {row.error}", markup=False, highlight=False)

        yield Drawn()
