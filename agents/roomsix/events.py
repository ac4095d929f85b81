"""The record: everything that happened, in order, each event with those who could perceive it."""

import json
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal, Protocol, TypeVar, overload

from pydantic import Field

from roomsix import acts, canonical
from roomsix.deal import (
    FactId,
    Frozen,
    Id,
    IssueId,
    OptionId,
    Package,
    PartyId,
    SeatId,
    SessionId,
)
from roomsix.errors import RecordError
from roomsix.scenario import Session

T = TypeVar("T")
F = TypeVar("F", bound="Follower")


class Claim(Frozen):
    """What a speaker says of a fact in this turn's words, declared by the speaker."""

    fact: FactId
    holds: bool


class Opened(Frozen):
    """A session begins.

    Attributes:
        aside: For a meeting called in the middle of another session: what it is. None for those the
            scenario holds.
    """

    kind: Literal["opened"] = "opened"
    present: tuple[SeatId, ...]
    aside: Session | None = None


class Fed(Frozen):
    """Something reaches one seat privately."""

    kind: Literal["fed"] = "fed"
    text: str
    fact: FactId | None = None
    holds: int | None = None


class Showed(Frozen):
    """What the room sees of a seat's bearing; the engine's, never the seat's own words."""

    kind: Literal["showed"] = "showed"
    of: SeatId
    sign: str


class Claimed(Frozen):
    """What words said of a fact, as the speaker declares; perceived by hearers who know of it."""

    kind: Literal["claimed"] = "claimed"
    fact: FactId
    holds: bool


class Unsealed(Frozen):
    """A side's sealed proposal, opened together with the others'."""

    kind: Literal["unsealed"] = "unsealed"
    party: PartyId
    allow: tuple[acts.Term, ...]
    need: tuple[acts.Term, ...]


class Estimate(Frozen):
    """What an assessor makes of one party.

    Attributes:
        priorities: The issues in the order they are held to matter to it.
        least: The share of its best that it is thought to insist on, in per cent.
        limits: For each issue it has a view of, the furthest option it is thought to accept.
        red_lines: Options it is thought never to accept: issue, option.
        holds_back: What it is thought not to be telling, in words.
    """

    priorities: tuple[IssueId, ...] = ()
    least: Annotated[int, Field(ge=0, le=100)] = 50
    limits: Mapping[IssueId, OptionId] = {}
    red_lines: tuple[tuple[IssueId, OptionId], ...] = ()
    holds_back: str = ""


class Assessed(Frozen):
    """A row of the board: what mediator or observer believes after a session.

    Attributes:
        doubts: How likely each claim it heard is false, in per cent, by the claim's `seq`.
        facts: How likely each fact it knows of is true, in per cent.
    """

    kind: Literal["assessed"] = "assessed"
    parties: Mapping[PartyId, Estimate]
    doubts: Mapping[int, Annotated[int, Field(ge=0, le=100)]] = {}
    facts: Mapping[FactId, Annotated[int, Field(ge=0, le=100)]] = {}


class Told(Frozen):
    """What became of it all, told when the talks are over."""

    kind: Literal["told"] = "told"
    text: str


class Happened(Frozen):
    """An incident, and the level of tension that it leaves."""

    kind: Literal["happened"] = "happened"
    incident: Id
    what: str
    level: Id


class Thought(Frozen):
    """What a seat kept to itself in a turn; perceived by nobody."""

    kind: Literal["thought"] = "thought"
    text: str = ""
    claims: tuple[Claim, ...] = ()


class Said(Frozen):
    """Words, said aloud. They bind nobody.

    Attributes:
        off_record: Said not to be repeated.
    """

    kind: Literal["said"] = "said"
    text: str
    off_record: bool = False


class Whispered(Frozen):
    """Words for one's own delegation."""

    kind: Literal["whispered"] = "whispered"
    text: str


class Conferred(Frozen):
    """What the rest of the room sees of a whisper."""

    kind: Literal["conferred"] = "conferred"


class Invalid(Frozen):
    """A reply that could not be used; perceived by nobody.

    Attributes:
        reason: Why, as the seat is told when it is asked again.
        reply: What came, cut to a stated length.
    """

    kind: Literal["invalid"] = "invalid"
    reason: str
    reply: str


class Ratified(Frozen):
    """A principal's answer."""

    kind: Literal["ratified"] = "ratified"
    party: PartyId
    ratified: bool
    because: str


Closing = Literal["time", "rounds", "agreed", "walk-out", "rupture", "adjourned", "called"]


class Closed(Frozen):
    """A session ends."""

    kind: Literal["closed"] = "closed"
    why: Closing


Why = Literal[
    "agreed",
    "ratified",
    "not ratified",
    "walk-out",
    "rupture",
    "out of rounds",
    "out of time",
    "adjourned",
]


class Ended(Frozen):
    """The talks are over.

    Attributes:
        package: What the leads agreed on, ratified or not; None when they agreed on nothing.
        level: The tension at the end.
    """

    kind: Literal["ended"] = "ended"
    outcome: Literal["deal", "no deal"]
    why: Why
    package: Package | None
    level: Id


What = Annotated[
    acts.AnyAct
    | Opened
    | Fed
    | Showed
    | Claimed
    | Unsealed
    | Assessed
    | Told
    | Happened
    | Thought
    | Said
    | Whispered
    | Conferred
    | Invalid
    | Ratified
    | Closed
    | Ended,
    Field(discriminator="kind"),
]


class Event(Frozen):
    """One line of the record.

    Attributes:
        seq: Its number, from 0.
        round: The round of the session it falls in, from 1; 0 before the first.
        turn: The number of the turn it belongs to, from 1 through the whole talks; None outside
            turns.
        seat: Whose doing it is; None for the engine's.
        audience: The seats that perceive it.
    """

    seq: int
    session: SessionId
    round: int
    turn: int | None
    seat: SeatId | None
    audience: tuple[SeatId, ...]
    what: What


class Follower(Protocol):
    """Something that goes by the events, one after another."""

    def take(self, event: Event, /) -> object:
        """Take in the next event."""
        ...


class Record(Sequence[Event]):
    """Events in order, only ever added to, and found by kind without a search."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self._events: list[Event] = []
        self._by_kind: dict[str, list[Event]] = {}
        self._spoken: dict[SessionId, dict[int, int]] = {}
        self._derived: dict[Hashable, Any] = {}
        self._followers: dict[Hashable, tuple[Any, int]] = {}
        for event in events:
            self.append(event)

    def append(self, event: Event) -> None:
        """Add the next event."""
        self._derived.clear()
        self._events.append(event)
        self._by_kind.setdefault(event.what.kind, []).append(event)
        if event.turn is not None:
            turns = self._spoken.setdefault(event.session, {})
            spoken = len(event.what.text) if isinstance(event.what, Said) else 0
            turns[event.turn] = turns.get(event.turn, 0) + spoken

    def of(self, *kinds: str) -> Sequence[Event]:
        """Return the events of these kinds, in order."""
        if len(kinds) == 1:
            return self._by_kind.get(kinds[0], ())
        found = (event for kind in kinds for event in self._by_kind.get(kind, ()))
        return sorted(found, key=lambda event: event.seq)

    def derived(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what a rule makes of the events so far, made once until the next event."""
        if key not in self._derived:
            self._derived[key] = make()
        found: T = self._derived[key]
        return found

    def underive(self) -> None:
        """Forget what rules made of the events so far, since they are to be read otherwise."""
        self._derived.clear()

    def followed(self, key: Hashable, make: Callable[[], F]) -> F:
        """Return what has taken in every event so far: made once, then only shown the new ones."""
        follower, at = self._followers.get(key) or (make(), 0)
        for event in self._events[at:]:
            follower.take(event)
        self._followers[key] = (follower, len(self._events))
        found: F = follower
        return found

    def spoken(self, session: SessionId) -> Collection[int]:
        """Return how many characters each turn of a session has said aloud so far.

        What is whispered takes no time of its own: the clock, which all can read, would tell of it.
        """
        return self._spoken.get(session, {}).values()

    @overload
    def __getitem__(self, at: int) -> Event: ...
    @overload
    def __getitem__(self, at: slice) -> list[Event]: ...
    def __getitem__(self, at: int | slice) -> Event | list[Event]:
        return self._events[at]

    def __len__(self) -> int:
        return len(self._events)


_KEYS = ("seq", "session", "round", "turn", "seat", "audience")


def encode(event: Event, previous: str) -> str:
    """Return the event's line; `previous` is the digest of the line before, empty for the first."""
    data = event.what.model_dump(mode="json", exclude={"kind"})
    return canonical.line(
        {
            "seq": event.seq,
            "session": event.session,
            "round": event.round,
            "turn": event.turn,
            "seat": event.seat,
            "kind": event.what.kind,
            "audience": list(event.audience),
            "data": data,
            "prev": previous,
        }
    )


def decode(lines: Iterable[str], *, file: str = "record.jsonl") -> Record:
    """Read a record back, checking numbers and the chain.

    Raises:
        RecordError: A line is damaged, missing or out of place; the message names it.
    """
    record = Record()
    previous = ""
    for number, line in enumerate(lines, start=1):
        try:
            fields = json.loads(line)
            what = {"kind": fields["kind"], **fields["data"]}
            whole = json.dumps({"what": what, **{key: fields[key] for key in _KEYS}})
            event = Event.model_validate_json(whole, strict=True)
        except (ValueError, KeyError, TypeError):
            raise RecordError(f"{file}:{number}: not an event of this format") from None
        if event.seq != number - 1 or fields.get("prev") != previous:
            raise RecordError(f"{file}:{number}: a line before this one was changed or lost")
        record.append(event)
        previous = canonical.digest(line)
    return record
