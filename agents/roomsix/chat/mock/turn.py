"""One turn of a mock: what it read and remembers, how it finds words, and the move it makes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from pydantic import JsonValue

from roomsix import canonical, draws
from roomsix.acts import ActName
from roomsix.chat.mock.history import History, Paper, history
from roomsix.chat.mock.knowledge import Brief, Known, Moment, Reading, Table
from roomsix.chat.mock.speech import Speaker
from roomsix.deal import FactId, IssueId, OptionId, PartyId, SeatId
from roomsix.replies import FIELDS

if TYPE_CHECKING:
    from roomsix.chat.mock.tactic import Tactic

_EMPTY: Mapping[str, JsonValue] = {"thinking": "", "say": "", "act": "pass", "claims": []}


@dataclass(frozen=True, slots=True)
class Move:
    """A turn as it will be answered.

    Attributes:
        arguments: What the act needs, by the reply's fields.
    """

    act: ActName = "pass"
    say: str = ""
    whisper: str = ""
    thinking: str = ""
    arguments: Mapping[str, JsonValue] = field(default_factory=dict)
    claims: tuple[tuple[FactId, bool], ...] = ()

    def text(self) -> str:
        """Return the reply: every field of it, null where the act needs nothing."""
        given: dict[str, JsonValue] = {
            "thinking": self.thinking,
            "say": self.say,
            "act": self.act,
            "whisper": self.whisper or None,
            "claims": [{"fact": fact, "holds": holds} for fact, holds in self.claims],
            **self.arguments,
        }
        return canonical.line({name: given.get(name, _EMPTY.get(name)) for name in FIELDS})


@dataclass(frozen=True)
class Turn:
    """What every role needs to make its move.

    Attributes:
        tactic: What it bargains, drafts and judges by.
    """

    reading: Reading
    seed: int
    tactic: "Tactic"

    @cached_property
    def past(self) -> History:
        """What has happened so far."""
        return history(self.reading)

    @cached_property
    def speaker(self) -> Speaker:
        """Finds the words."""
        return Speaker(self.reading, self.past, self.seed)

    @property
    def table(self) -> Table:
        """The scenario, as everyone knows it."""
        return self.reading.head.table

    @property
    def brief(self) -> Brief:
        """What this seat alone has been told."""
        return self.reading.head.brief

    @cached_property
    def facts(self) -> Mapping[FactId, Known]:
        """The facts in the brief, with what the seat was told last that it believes of them."""
        held: dict[FactId, int] = {}
        for event in self.reading.events:
            held |= event.held
        return {
            name: replace(known, belief=held.get(name, known.belief))
            for name, known in self.brief.facts.items()
        }

    @property
    def now(self) -> Moment:
        """The question at the end."""
        return self.reading.now

    @property
    def me(self) -> SeatId:
        """This seat."""
        return self.reading.head.brief.seat

    @property
    def last_round(self) -> bool:
        """Whether the session is in its last round."""
        return self.now.round >= self.now.rounds

    @property
    def ending(self) -> bool:
        """Whether the session is about to end: in its last round, or with no time for another."""
        held = self.table.sessions.get(self.now.session)  # not a meeting apart
        left, whole = self.now.minutes_left, held.minutes if held else None
        if self.last_round or left is None or whole is None or self.now.round < 2:
            return self.last_round
        return left < (whole - left) / (self.now.round - 1)

    def band(self, trait: str) -> int:
        """Return a disposition, from 0 to 4; the middle where nothing is said of it."""
        return self.reading.head.bands.get(trait, 2)

    def happens(self, percent: int, *key: str | int) -> bool:
        """Draw once in a run for this seat and purpose, whatever the turn."""
        return draws.happens(percent, self.seed, "mock", self.me, *key)

    def present(self) -> tuple[SeatId, ...]:
        """Return who is in the room."""
        return self.past.present()

    def seated(self, role: str) -> tuple[SeatId, ...]:
        """Return the seats present with a role."""
        return tuple(seat for seat in self.present() if self.table.seats[seat].role == role)

    def party_of(self, seat: SeatId | None) -> PartyId | None:
        """Return a seat's side."""
        return None if seat is None else self.table.seats[seat].party

    def papers(self) -> list[Paper]:
        """Return what is on the table, the newest last."""
        return [self.past.papers[n] for n in sorted(self.now.papers) if n in self.past.papers]

    def slots(
        self,
        *,
        issue: IssueId | None = None,
        option: OptionId | None = None,
        other_issue: IssueId | None = None,
        other_option: OptionId | None = None,
        to: SeatId | None = None,
        topic: str | None = None,
    ) -> dict[str, str]:
        """Return what lines may be filled with: names that everyone at the table knows."""
        table = self.table
        found: dict[str, str] = {}
        if issue is not None:
            found["issue"] = table.names[issue]
            if option is not None:
                found["option"] = table.options[issue][option]
        if other_issue is not None:
            found["other_issue"] = table.names[other_issue]
            if other_option is not None:
                found["other_option"] = table.options[other_issue][other_option]
        if to is not None:
            found["to"] = table.seats[to].name
        if topic:
            found["topic"] = topic
        own = self.brief.party or self.party_of(to)
        if own is not None:
            found["party"] = table.parties[own]
            others = [name for party, name in table.parties.items() if party != own]
            if len(others) == 1:
                found["other_party"] = others[0]
        return found

    def may_tell(self, fact: FactId, known: Known, to: SeatId) -> bool:
        """Tell whether the policy of a fact lets it be told to one seat, in confidence and now."""
        if known.to is not None and to not in known.to:
            return False
        asked = any(event.kind == "ask" and event.to == self.me for event in self.past.here)
        return known.when <= ({"asked", "off-record"} if asked else {"off-record"})

    def pass_(self, say: str = "", *, whisper: str = "", thinking: str = "") -> Move:
        """Return a turn without an act."""
        return Move(say=say, whisper=whisper, thinking=thinking)
