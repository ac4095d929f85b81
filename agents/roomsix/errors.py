"""The errors a user can meet, as one tree.

RoomsixError                one clear line, no traceback; `code` is the process's exit status
├── DefinitionError         2  a file people write is wrong: every problem, with its place
├── UsageError              2  a name, option or run id that cannot be used
├── RecordError             3  a run's folder is damaged, and where
├── ChatError               3  whoever answers for a seat cannot go on; the run is paused, not lost
├── BudgetSpent             4  a limit the user set would be passed; the run is paused, not lost
├── JournalMismatch         6  a request differs from the journalled one
└── NothingSelected         5  nothing matched what was asked for
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

Severity = Literal["error", "warning"]


class RoomsixError(Exception):
    """A problem that is the user's to mend: shown as one line, with `hint` on how."""

    code: ClassVar[int] = 3

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message

    def __reduce__(self) -> tuple[Any, ...]:
        # As it stands: not every kind is made from a message, and other processes are told of it.
        return _as_it_was, (type(self), self.args), self.__dict__


def _as_it_was(kind: type[RoomsixError], args: tuple[Any, ...]) -> RoomsixError:
    return kind.__new__(kind, *args)


@dataclass(frozen=True)
class Problem:
    """One mistake in a definition.

    Attributes:
        path: Keys from the top of the file to the mistake; empty for the file itself.
        message: What was found, and what was expected.
        hint: How to mend it, or empty.
        file: The file, as the user would name it; empty until the place is known.
        line: Counted from 1; 0 when the mistake has no place in a file.
        column: Counted from 1, in characters; 0 when unknown.
        severity: A warning leaves the definition usable.
        of_key: The mistake is the last key of `path` itself, not what stands under it.
    """

    path: tuple[str | int, ...]
    message: str
    hint: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    severity: Severity = "error"
    of_key: bool = False

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}: " if self.file else ""
        return f"{place}{self.message}" + (f" ({self.hint})" if self.hint else "")


class DefinitionError(RoomsixError):
    """A definition cannot be used; `problems` names every mistake found."""

    code = 2

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class UsageError(RoomsixError):
    """Something was asked for that does not exist or does not fit."""

    code = 2


class RecordError(RoomsixError):
    """A run's files are damaged or cannot be written."""


class ChatError(RoomsixError):
    """Whoever answers for a seat is out of reach; what is journalled stays usable."""


class BudgetSpent(RoomsixError):
    """The next step would pass a limit that the user set; nothing was passed."""

    code = 4


class JournalMismatch(RoomsixError):
    """A request is not the one the journal holds an answer to."""

    code = 6


class NothingSelected(RoomsixError):
    """Nothing matched what was asked for."""

    code = 5


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the nearest known word, or empty when none is near."""
    # Imported here because only mistakes need it.
    from difflib import get_close_matches

    near = get_close_matches(word, list(known), n=1)
    return f"did you mean {near[0]!r}?" if near else ""
