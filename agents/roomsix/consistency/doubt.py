"""What can still be said of a definition that could not be read in full."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from roomsix.errors import Problem

Path = tuple[str | int, ...]

REST = ""
"""As the last step of a path: whatever else might stand there."""


@dataclass(frozen=True)
class Derived:
    """A problem that follows from more than what stands at its own path.

    Attributes:
        needs: Where the rest stands. A path to a name that is not there asks that it is not; one
            that ends with REST, that nothing else is.
    """

    problem: Problem
    needs: tuple[Path, ...]


Found = Iterator[Problem | Derived]


@dataclass(frozen=True)
class Doubt:
    """The parts of a definition that could not be read, and hold stand-ins instead.

    Attributes:
        unsure: Their paths; one that ends with REST is a map that has too little in it.
        renamed: The keys that are ids only here; what they are meant to be is anybody's guess.
    """

    unsure: frozenset[Path] = frozenset()
    renamed: frozenset[Path] = frozenset()

    def holds(self, path: Path) -> bool:
        """Tell whether a path is one of the parts, or lies in one."""
        return any(path[:end] in self.unsure for end in range(len(path) + 1))

    def touches(self, path: Path) -> bool:
        """Tell whether anything that stands at a path, or could, is in doubt."""
        return (
            self.holds(path)
            or (*path[:-1], REST) in self.unsure
            or any(part[: len(path)] == path for part in self.unsure)
            or self._misnamed(path)
        )

    def _misnamed(self, path: Path) -> bool:
        """Tell whether the last name of a path may be that of a renamed key."""
        beside = [str(each[-1]) for each in self.renamed if each[:-1] == path[:-1]]
        return bool(beside and nearest(str(path[-1]), beside))

    def certain(self, found: Iterable[Problem | Derived]) -> Iterator[Problem]:
        """Yield the problems that are there whatever the doubtful parts turn out to be."""
        for each in found:
            problem = each.problem if isinstance(each, Derived) else each
            needs = each.needs if isinstance(each, Derived) else ()
            at = problem.path[:-1] if problem.of_key else problem.path
            guess = problem.of_key and problem.path in self.renamed
            if not (guess or self.holds(at) or any(map(self.touches, needs))):
                yield problem


NO_DOUBT = Doubt()


def nearest(word: str, names: Iterable[str]) -> str:
    """Return the name that a word is likely to be a slip for, or an empty text."""
    # Imported here because only mistakes need it.
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, list(names), n=1)), "")
