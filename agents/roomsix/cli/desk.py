"""What the options before the verb decide: the folder worked in, and whether answers are JSON."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from roomsix.cli import terminal
from roomsix.errors import RecordError, RoomsixError, UsageError

if TYPE_CHECKING:
    from roomsix.store import Run
    from roomsix.workspace import Workspace


@dataclass(frozen=True)
class Desk:
    """Where a command works.

    Attributes:
        root: The folder that holds personas/, scenarios/, evals/ and runs/.
        json: Whether data is to be JSON, for verbs that can.
    """

    root: Path = Path()
    json: bool = False

    def workspace(self) -> "Workspace":
        """Return the definitions here, with the bundled ones behind them."""
        from roomsix.workspace import Workspace

        return Workspace(self.root)

    def runs(self, folder: Path | None) -> Path:
        """Return where runs are kept; a folder given counts from the root.

        Raises:
            UsageError: Something else is there.
        """
        path = Path(self.root, folder or "runs")
        if path.exists() and not path.is_dir():
            raise UsageError(f"{path} is not a folder, so no runs are kept there")
        return path

    def run(self, name: str, folder: Path | None) -> "Run":
        """Return a run by what it may be called by; what is damaged is told of."""
        from roomsix import store

        return store.find(self.runs(folder), name, passed_over)

    def each(
        self, names: list[str] | None, folder: Path | None, take: "Callable[[Run], None]"
    ) -> int:
        """Do something with every run named, the latest if none is; what fails holds up no other.

        The folder of a suite stands for all its runs.

        Returns the worst status of what failed; 0 for nothing.
        """
        worst = 0
        for name in self.named(names or ["@last"]):
            try:
                take(self.run(name, folder))
            except RoomsixError as error:
                terminal.say(f"{name}: {error}")
                worst = max(worst, error.code)
        return worst

    def named(self, names: list[str]) -> list[str]:
        """Return names of runs, the runs of a suite in the place of its folder."""
        found: list[str] = []
        for name in names:
            within = sorted(Path(self.root, name).glob("*/run.json")) if "/" in name else []
            found += [str(each.parent) for each in within] or [name]
        return found


def passed_over(error: RecordError) -> None:
    """Say which folder is passed over, and why."""
    terminal.say(f"passed over: {error}")
