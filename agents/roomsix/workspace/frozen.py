"""The definitions of a run, as they were frozen, so that a fork can change them."""

from collections.abc import Collection
from pathlib import Path

from roomsix.workspace.files import File, Kind
from roomsix.workspace.workspace import Workspace


class Frozen(Workspace):
    """A workspace in which a run's own scenario and personas come first.

    Args:
        definitions: The folder they were frozen in.
        fresh: Personas to be read from the workspace all the same.
    """

    def __init__(self, workspace: Workspace, definitions: Path, fresh: Collection[str]) -> None:
        super().__init__(workspace.root, workspace.bundled)
        self._roots["run"] = definitions
        self._definitions = definitions
        self._fresh = frozenset(fresh)

    def find(self, kind: Kind, name: str) -> File:
        """Return the frozen file, or else the one that the name leads to in the workspace."""
        places = {
            "scenario": self._definitions / "scenario.json",
            "persona": self._definitions / "personas" / f"{name}.json",
        }
        file = places.get(kind)
        if file is not None and name not in self._fresh and file.is_file():
            return File(kind, name, file, "run")
        return super().find(kind, name)
