"""What a score is before it is taken: a measure, with its formula, rule, version and source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from roomsix.deal import PartyId, SeatId
from roomsix.scenario import Equality
from roomsix.scoring.case import Case
from roomsix.scoring.values import Value

NOTATION = (
    "u is points, r the reservation and d the worth of no deal, both at the level of tension at the"
    " end and without any principal's mood; g = u - r; A is the set of packages acceptable to"
    " everyone, L that of packages within everyone's red lines and mandates. A package is in force"
    " once every principal has ratified it, and a deal if it is in A as well. Where a quorum"
    " decides, as many as it takes stand for everyone, and u holds the bonus if all agree."
    " Distances are Euclid's, each party's points running from 0 to 1 over L."
)
"""What formulas are written in."""


@dataclass(frozen=True)
class Reading:
    """What a measure found; the fields are those of `Score`."""

    value: Value
    parties: Mapping[PartyId, Value] = field(default_factory=dict)
    seats: Mapping[SeatId, Value] = field(default_factory=dict)
    span: tuple[int, int] | None = None
    notes: tuple[str, ...] = ()


Measure = Callable[[Case], Reading]


@dataclass(frozen=True)
class Metric:
    """One score and how it is worked out; `NOTATION` says what stands for what in formulas.

    Attributes:
        about: What it tells, in a few words.
        equality: `scenario` for the scenario's own rule, None where it does not matter.
        space: Whether every package has to be enumerated.
    """

    name: str
    about: str
    formula: str
    equality: Equality | Literal["scenario"] | None
    space: bool
    source: str
    measure: Measure
    version: int = 1
