"""Bounds that a comparison is held against: `capture < -0.02`, and what it takes to fail."""

import re
from dataclasses import dataclass
from typing import Literal, cast

from roomsix.deal import Frozen
from roomsix.errors import UsageError
from roomsix.evaluation import columns
from roomsix.evaluation.contrasting import Line

_BOUND = re.compile(
    r"([a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*)?)\s*([<>])\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?)"
)


@dataclass(frozen=True)
class Bound:
    """What A less B may not be.

    Attributes:
        metric: The score, or SCORE.WHO.
        sign: Whether it is too little below the number, or too much above it.
    """

    metric: str
    sign: Literal["<", ">"]
    number: float

    def __str__(self) -> str:
        return f"{self.metric} {self.sign} {self.number:g}"

    def beyond(self, value: float) -> bool:
        """Tell whether a difference is on the wrong side."""
        return value < self.number if self.sign == "<" else value > self.number


class Held(Frozen):
    """A bound held against what was found.

    Attributes:
        failed: None where there is not enough data to hold it against, which is no pass.
        why: What decided it.
    """

    bound: str
    failed: bool | None
    why: str

    @property
    def word(self) -> str:
        """The verdict in a word or three."""
        return {True: "failed", False: "passed", None: "not enough data"}[self.failed]


def bound(text: str) -> Bound:
    """Read a bound.

    Raises:
        UsageError: It is none, or there is no such figure.
    """
    found = _BOUND.fullmatch(text.strip())
    if found is None:
        raise UsageError(
            f"--fail-if {text!r} is no bound", hint="METRIC < NUMBER or METRIC > NUMBER"
        )
    columns.known(found[1].partition(".")[0])
    return Bound(found[1], cast('Literal["<", ">"]', found[2]), float(found[3]))


def held(asked: Bound, line: Line, *, unless_shown: bool) -> Held:
    """Hold a bound against a line.

    It fails where all of the interval is beyond it: the loss is shown. With `unless_shown` it fails
    where any of the interval is beyond it: that there is no such loss is not shown. Where there is
    not enough data to tell any difference from none, neither is said, whatever is asked. Where all
    differences are equal, and there are enough of them for that to tell, they are the interval.
    """
    found = line.difference
    if found is None:
        return Held(bound=str(asked), failed=None, why="nothing to hold it against")
    if found.verdict == "not enough data":
        return Held(bound=str(asked), failed=None, why="too few runs to show any difference")
    ends = [found.value if end is None else end for end in (found.low, found.high)]
    if unless_shown:
        failed = any(map(asked.beyond, ends))
        why = "the interval reaches beyond it" if failed else "none of the interval is beyond it"
    else:
        failed = all(map(asked.beyond, ends))
        why = "all of the interval is beyond it" if failed else "not all of the interval is beyond"
    return Held(bound=str(asked), failed=failed, why=why)
