"""The record: everything that happened, in order, each event with those who could perceive it."""

import json
from collections.abc import Iterable, Sequence
from typing import Annotated, Literal, overload

from pydantic import Field

from roomsix import acts, canonical
from roomsix.deal import FactId, Frozen, Id, Package, PartyId, SeatId, SessionId
from roomsix.errors import RecordError


class Claim(Frozen):
    """What a speaker says of a fact in this turn's words, declared by the speaker."""

    fact: FactId
    holds: bool


class Opened(Frozen):
    """A session begins."""

    kind: Literal["opened"] = "opened"
    present: tuple[SeatId, ...]


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
    """Words, said aloud. They bind nobody."""

    kind: Literal["said"] = "said"
    text: str


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


Closing = Literal["time", "rounds", "agreed", "walk-out", "rupture"]


class Closed(Frozen):
    """A session ends."""

    kind: Literal["closed"] = "closed"
    why: Closing


Why = Literal[
    "agreed", "ratified", "not ratified", "walk-out", "rupture", "out of rounds", "out of time"
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


class Record(Sequence[Event]):
    """Events in order, only ever added to, and found by kind without a search."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self._events: list[Event] = []
        self._by_kind: dict[str, list[Event]] = {}
        self._spoken: dict[SessionId, dict[int, int]] = {}
        for event in events:
            self.append(event)

    def append(self, event: Event) -> None:
        """Add the next event."""
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

    def spoken(self, session: SessionId) -> Iterable[int]:
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
