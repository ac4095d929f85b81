"""What a mock knows when it is asked: the scenario, its brief, what it perceived."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from roomsix.deal import FactId, Id, IssueId, OptionId, Package, PartyId, SeatId
from roomsix.scenario import Card, Decision, Equality, Limit, Obligation


@dataclass(frozen=True, slots=True)
class Place:
    """A seat, as everyone knows it."""

    name: str
    role: str
    party: PartyId | None


@dataclass(frozen=True, slots=True)
class Sitting:
    """A session, as everyone knows it."""

    kind: str
    rounds: int
    minutes: int | None
    present: tuple[SeatId, ...]
    agenda: tuple[IssueId, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """A projection of what no deal would cost.

    Attributes:
        month: Lives lost in a month, by this source.
    """

    source: str
    month: int


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The scenario, as everyone knows it.

    Attributes:
        names: What each issue is called.
        options: What each option of each issue is called.
        measures: The ways of checking that sealed proposals may name, the mildest first.
        schedules: How often they may be used, the most seldom first.
    """

    names: Mapping[IssueId, str]
    options: Mapping[IssueId, Mapping[OptionId, str]]
    parties: Mapping[PartyId, str]
    seats: Mapping[SeatId, Place]
    sessions: Mapping[Id, Sitting]
    obligations: Mapping[Id, Obligation]
    projections: Mapping[Id, Figures]
    timeline: bool
    decision: Decision
    measures: tuple[Id, ...] = ()
    schedules: tuple[Id, ...] = ()

    @property
    def equality(self) -> Equality:
        """Whether exactly the reservation is acceptable."""
        return self.decision.equality

    def carries(self, agreeing: Collection[PartyId | None]) -> bool:
        """Tell whether it is enough that these parties agree."""
        return self.decision.met_by(agreeing, self.parties)

    def lead(self, party: PartyId) -> SeatId | None:
        """Return the seat that binds a side."""
        leads = (s for s, p in self.seats.items() if p.party == party and p.role == "lead")
        return next(leads, None)


@dataclass(frozen=True, slots=True)
class Known:
    """A fact the seat has been told of.

    Attributes:
        topic: What it may be spoken of as.
        belief: How likely the seat holds it, in per cent; None when that is not said.
        when: What must hold before it is told.
        to: The seats it may be told to; None for anyone, empty for nobody.
    """

    text: str
    topic: str
    belief: int | None
    when: frozenset[str]
    to: tuple[SeatId, ...] | None


@dataclass(frozen=True, slots=True, eq=False)
class Brief:
    """What the seat alone has been told.

    Attributes:
        limits: Packages its side may not accept.
        opening: What its side asks for first; empty for mediator and observer.
        order: The issues in the order of importance its side professes.
        says: The case its side makes.
        least: The least a deal must be worth, by level of tension.
        mood: The most its principal may ask for on top of that.
    """

    seat: SeatId
    role: str
    party: PartyId | None
    limits: tuple[Limit, ...]
    opening: Package
    order: tuple[IssueId, ...]
    says: str
    card: Card | None
    least: Mapping[str, int]
    mood: int
    against_below: int
    facts: Mapping[FactId, Known]
    projections: Mapping[Id, Figures]
    points: Mapping[IssueId, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """Everything in the system message.

    Attributes:
        bands: The band, from 0 to 4, of each disposition.
        most_words: The longest a turn should be.
    """

    table: Table
    brief: Brief
    lines: Mapping[str, tuple[str, ...]]
    bands: Mapping[str, int]
    most_words: int


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """One perceived event.

    Attributes:
        kind: The act, or what else it was: said, whispered, confers, opened, happened, closed …
        text: Words said or whispered.
        tells: Whether an exhibit was a fact, and told what is so.
        what: What was requested or called.
        holds: What a claim says of its fact.
        of: Whose bearing was seen.
        whom: Whose presence was objected to.
        granted: The answer to a request or an objection.
        present: Who is there when a session opens.
        aside: What a session called in the middle of another one is; None for any other.
        level: The tension there is since something happened.
        held: What the seat was told that it now believes, in per cent.
        homework: What a call for an adjournment asks everyone to prepare.
    """

    n: int
    seat: SeatId | None
    kind: str
    text: str = ""
    to: SeatId | None = None
    issue: IssueId | None = None
    option: OptionId | None = None
    firm: bool = False
    number: int | None = None
    package: Package = field(default_factory=dict)
    brackets: tuple[IssueId, ...] = ()
    fact: FactId | None = None
    exhibit: Id | None = None
    advice: str | None = None
    session: Id | None = None
    tells: bool = False
    what: str | None = None
    holds: bool = False
    of: SeatId | None = None
    whom: SeatId | None = None
    granted: bool = False
    present: tuple[SeatId, ...] = ()
    aside: str | None = None
    level: Id | None = None
    held: Mapping[FactId, int] = field(default_factory=dict)
    homework: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """The question at the end: when and where the seat is asked.

    Attributes:
        question: `turn`, or `assess` for a row of the board; that one names only the session.
    """

    session: Id
    kind: str
    round: int
    rounds: int
    turn: int
    minutes_left: int | None
    tension: str
    acts: frozenset[str]
    papers: tuple[int, ...]
    question: str = "turn"


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """All that a seat is asked with.

    Attributes:
        again: Whether its last answer to this question could not be used.
    """

    head: Head
    events: tuple[Seen, ...]
    now: Moment
    again: bool
