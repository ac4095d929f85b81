"""What is scored and what a score is."""

from collections.abc import Mapping

from roomsix.deal import Frozen, Id, Package, PartyId, SeatId
from roomsix.scenario import Equality

Value = bool | int | float | str | None


class Ending(Frozen):
    """How talks ended, as far as scores go.

    Attributes:
        package: What the leads agreed on, ad referendum; None when they agreed on nothing.
        ratified: Each principal's answer; empty when it never came to that.
        level: The level of tension at the end; `always` in a scenario without tension.
        reason: Why the talks ended, in words.
    """

    package: Package | None
    ratified: Mapping[PartyId, bool]
    level: Id
    reason: str


class Score(Frozen):
    """One number about an ending, and how it came about.

    Attributes:
        value: For all parties together; None when there is none, and `notes` say why.
        parties: For each party by itself; empty where that makes no sense.
        seats: For each seat by itself, likewise.
        span: The lowest and the highest of several reports, where no single number would be true.
        notes: Reasons and particulars, in words.
        formula: How the value is worked out.
        equality: Whether points equal to the reservation count as acceptable (`>=`) or not (`>`);
            None where it does not matter.
        version: Raised whenever the same ending would get another value.
        source: Where the measure comes from.
    """

    name: str
    value: Value
    parties: Mapping[PartyId, Value] = {}
    seats: Mapping[SeatId, Value] = {}
    span: tuple[int, int] | None = None
    notes: tuple[str, ...] = ()
    formula: str
    equality: Equality | None
    version: int
    source: str


class Scores(Frozen):
    """Every score of one ending, in the order of the table."""

    scenario: Id
    ending: Ending
    scores: Mapping[str, Score]
