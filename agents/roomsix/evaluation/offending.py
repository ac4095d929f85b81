"""Which runs keep a gate from holding, worst first."""

from collections.abc import Sequence
from dataclasses import dataclass

from roomsix.evaluation import gating
from roomsix.evaluation.gating import SIGNS
from roomsix.evaluation.row import Row
from roomsix.suite.gate import Gate


@dataclass(frozen=True)
class Offender:
    """A run that pulls a figure towards failing.

    Attributes:
        value: Its own figure; for a difference, that of its pair.
    """

    row: Row
    value: float


def offenders(asked: Gate, rows: Sequence[Row], most: int = 3) -> list[Offender]:
    """Return the runs that keep a gate from holding; none where no single run can be named."""
    found = _pulling(asked, list(_values(asked, rows)))
    return sorted(found, key=lambda each: each.value, reverse=_too_much(asked))[:most]


def _values(asked: Gate, rows: Sequence[Row]) -> list[Offender]:
    first, second = asked.value.first, asked.value.second
    if second is None:
        return [Offender(row, number) for row, number in gating.values(first, rows)]
    known = gating.apart(first, second)
    gaps = {pair.key: pair.a - pair.b for pair in gating.pairs(first, second, rows)}
    keyed = ((row, gating.key(row.described, known)) for row, _ in gating.values(first, rows))
    return [Offender(row, gaps[key]) for row, key in keyed if key in gaps]


def _pulling(asked: Gate, found: list[Offender]) -> list[Offender]:
    """Leave out the runs that are as the gate wants all of them to be."""
    how = asked.value.first.how
    if how == "count" or (how == "rate" and asked.value.second is None):
        # Each run counts towards too much by being there, and towards too little by not.
        return [each for each in found if (each.value != 0) == _too_much(asked)]
    return [each for each in found if not SIGNS[asked.sign](each.value, asked.bound)]


def _too_much(asked: Gate) -> bool:
    return asked.sign in ("<=", "<", "==")
