"""Keyed draws for one attempt at a game: whole numbers only, the same on every machine."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from roomsix import draws

T = TypeVar("T")
Key = str | int


@dataclass(frozen=True)
class Dice:
    """Draws that depend on the seed, the attempt and what they are for, never on their order."""

    seed: int
    attempt: int

    def below(self, bound: int, *key: Key) -> int:
        """Return a whole number from 0 to `bound - 1`."""
        return draws.below(bound, self.seed, "generator", self.attempt, *key)

    def between(self, least: int, most: int, *key: Key) -> int:
        """Return a whole number from `least` to `most`."""
        return least + self.below(most - least + 1, *key)

    def happens(self, percent: int, *key: Key) -> bool:
        """Tell whether something with this chance comes about."""
        return self.below(100, *key) < percent

    def pick(self, items: Sequence[T], *key: Key) -> T:
        """Return one of the items."""
        return items[self.below(len(items), *key)]

    def shuffled(self, items: Sequence[T], *key: Key) -> list[T]:
        """Return the items in a drawn order."""
        places = range(len(items))
        drawn = sorted(
            places,
            key=lambda place: draws.bits(self.seed, "generator", self.attempt, *key, place),
        )
        return [items[place] for place in drawn]

    def some(self, count: int, items: Sequence[T], *key: Key) -> list[T]:
        """Return this many of the items, in their own order."""
        chosen = set(self.shuffled(range(len(items)), *key)[:count])
        return [item for place, item in enumerate(items) if place in chosen]
