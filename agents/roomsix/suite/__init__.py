"""A suite: which talks are to be played, who plays them, and what has to come of it."""

from roomsix.suite.definition import DEFAULT, Drawn, Stop, Suite, Treatment, whom
from roomsix.suite.gate import Gate, Term, Value

__all__ = ["DEFAULT", "Drawn", "Gate", "Stop", "Suite", "Term", "Treatment", "Value", "whom"]
