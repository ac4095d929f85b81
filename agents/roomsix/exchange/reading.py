"""How games are read, and issues as they were stated, with what their options stand for."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal

from roomsix.exchange.account import Account
from roomsix.exchange.game import Topic
from roomsix.exchange.numbers import decimal
from roomsix.exchange.source import wrong

Evaluations = Literal["genius", "raw"]
"""`raw` takes Genius's numbers as NegMAS does: as they are written, undivided, without bounds."""

MOST = 200
"""The most options that a range of whole numbers becomes by itself."""


@dataclass(frozen=True)
class Reading:
    """How files are read.

    Attributes:
        steps: Into how many options a continuous issue is cut; None where it is not to be.
    """

    account: Account
    steps: int | None = None
    evaluations: Evaluations = "genius"


@dataclass(frozen=True)
class Issue:
    """An issue as it was stated.

    Attributes:
        number: What it is counted by there.
        values: What its options stand for where they are numbers; empty for words.
    """

    number: int
    topic: Topic
    values: tuple[Fraction, ...] = ()


@dataclass(frozen=True)
class Range:
    """An issue that is stated by its ends.

    Attributes:
        whole: Whether only whole numbers are meant.
    """

    number: int
    name: str
    low: Fraction
    high: Fraction
    whole: bool
    file: Path
    line: int

    def cut(self, how: Reading) -> Issue:
        """Return it as options, both ends among them.

        Whole numbers become an option each, where there are not too many; a continuous range, or
        one of too many, is cut into the steps asked for, evenly.

        Raises:
            DefinitionError: It leaves no choice, or was not to be cut.
        """
        if self.high <= self.low:
            ends = f"{shown(self.low)} to {shown(self.high)}"
            raise wrong(self.file, self.line, f"issue {self.name!r} runs from {ends}: no choice")
        count = int(self.high) - int(self.low) + 1
        if self.whole and count <= min(MOST, how.steps or MOST):
            return self._of([Fraction(n) for n in range(int(self.low), int(self.high) + 1)])
        if how.steps is None:
            kind = f"has {count:,} whole numbers" if self.whole else "is continuous"
            message = f"issue {self.name!r} {kind}, and talks are over options"
            raise wrong(self.file, self.line, message, "--steps N cuts it")
        width = (self.high - self.low) / (how.steps - 1)
        made = [self.low + width * step for step in range(how.steps)]
        if self.whole:
            made = list(dict.fromkeys(Fraction(round(value)) for value in made))
        how.account.changed(
            f"issue {self.name!r} from {shown(self.low)} to {shown(self.high)}: {len(made)} options"
            " of it (--steps); nothing between them can be agreed",
            f"{self.file.name}:{self.line}",
        )
        return self._of(made)

    def _of(self, values: list[Fraction]) -> Issue:
        return Issue(self.number, Topic(self.name, tuple(map(shown, values))), tuple(values))


def shown(value: Fraction) -> str:
    """Return a number as an option is called."""
    return str(int(value)) if value.denominator == 1 else decimal(value)
