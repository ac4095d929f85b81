"""The account of an import or export: everything that was not carried as it stood."""

from dataclasses import asdict, dataclass, field
from typing import Literal

How = Literal["dropped", "changed", "assumed"]

MEANINGS: dict[How, str] = {
    "dropped": "not carried",
    "changed": "carried otherwise",
    "assumed": "not said there, so taken to be",
}


@dataclass(frozen=True)
class Item:
    """One thing that was not carried as it stood.

    Attributes:
        how: `dropped`: nothing of it is left; `changed`: something else stands for it; `assumed`:
            the source does not say it, and something had to stand there.
        what: What it is and what became of it.
        where: The file, with its line where it has one; empty for the whole.
    """

    how: How
    what: str
    where: str = ""

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{MEANINGS[self.how]}: {self.what}"


@dataclass
class Account:
    """What is said of an import or export; it only grows, and says nothing twice."""

    items: list[Item] = field(default_factory=list)

    def dropped(self, what: str, where: str = "") -> None:
        """Tell of something of which nothing is left."""
        self._add(Item("dropped", what, where))

    def changed(self, what: str, where: str = "") -> None:
        """Tell of something that something else stands for."""
        self._add(Item("changed", what, where))

    def assumed(self, what: str, where: str = "") -> None:
        """Tell of something that the source does not say."""
        self._add(Item("assumed", what, where))

    def data(self) -> list[dict[str, str]]:
        """Return the same for a program."""
        return [asdict(item) for item in self.items]

    def _add(self, item: Item) -> None:
        if item not in self.items:
            self.items.append(item)
