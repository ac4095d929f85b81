"""A suite: which talks are to be played, who plays them, and what has to come of it."""

from roomsix.suite.definition import (
    DEFAULT,
    JUDGED,
    Drawn,
    Judging,
    Stop,
    Suite,
    Treatment,
    whom,
)
from roomsix.suite.gate import Gate, Term, Value

__all__ = [
    "DEFAULT",
    "JUDGED",
    "Drawn",
    "Gate",
    "Judging",
    "Stop",
    "Suite",
    "Term",
    "Treatment",
    "Value",
    "whom",
]
