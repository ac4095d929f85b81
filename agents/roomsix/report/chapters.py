"""Sessions as chapters: their numbers, who is in the room, and how far a reader has come."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from roomsix import events, rules
from roomsix.deal import SeatId, SessionId
from roomsix.events import Event, Record
from roomsix.report.scene import Scene
from roomsix.report.text import one_line
from roomsix.scenario import Scenario, Session

CLOSINGS: Mapping[events.Closing, str] = {
    "time": "the time is up",
    "rounds": "that was the last round",
    "agreed": "there is an agreement",
    "walk-out": "a side has left",
    "rupture": "the tension has become too great",
    "adjourned": "the mediator adjourns",
    "called": "back to the table",
}
ENDINGS: Mapping[str, str] = {
    "agreed": "every lead has accepted",
    "ratified": "every principal has ratified it",
    "not ratified": "what the leads agreed on was not ratified",
    "walk-out": "a side walked out",
    "rupture": "the tension became too great",
    "out of rounds": "the rounds ran out",
    "out of time": "the time ran out",
    "adjourned": "the mediator adjourned without an agreement",
}
_BY_QUORUM: Mapping[str, str] = {
    "agreed": "enough leads have accepted",
    "ratified": "enough principals have ratified it",
    "not ratified": "too few principals ratified what the leads agreed on",
}


def ending(scenario: Scenario, why: str) -> str:
    """Return in words why talks ended; a reason that is not known as it stands."""
    few = scenario.decision.rule == "quorum"
    return (_BY_QUORUM.get(why) if few else None) or ENDINGS.get(why, why)


@dataclass(frozen=True)
class Chapter:
    """A session as whoever looks on counts it.

    Attributes:
        number: From 1; sessions that were not perceived do not count.
    """

    number: int
    session: SessionId
    sitting: Session
    present: tuple[SeatId, ...]

    @property
    def title(self) -> str:
        """Number and title."""
        return f"{self.number} · {one_line(self.sitting.title)}"

    @property
    def room(self) -> str:
        """What stands before those who take part."""
        return "each with its own side" if self.sitting.kind == "proposals" else "in the room"

    def closing(self, why: events.Closing) -> str:
        """Return in words why it ended."""
        if self.sitting.kind == "proposals" and why == "rounds":
            return "the proposals are sealed"
        return CLOSINGS[why]

    def clock(self, scene: Scene, record: Record) -> str:
        """Return how much of its time is used, for all eyes; empty for a seat or without a clock.

        What a seat perceived of a session does not always add up to its clock.
        """
        if self.sitting.minutes is None or scene.seat is not None:
            return ""
        used = min(
            self.sitting.minutes, rules.clock(scene.scenario, record, self.session) // 60_000
        )
        return f"{used} of {self.sitting.minutes} min"


class Bookmark:
    """Where a reader is: in which chapter, and in which round of it.

    Attributes:
        here: The chapter under way; None before the first.
    """

    def __init__(self, scene: Scene) -> None:
        self.here: Chapter | None = None
        self._scene = scene
        self._chapters: dict[SessionId, Chapter] = {}
        self._rounds: dict[SessionId, int] = {}

    def open(self, event: Event, what: events.Opened) -> Chapter:
        """Begin a chapter."""
        sitting = what.aside or self._scene.scenario.sessions[event.session]
        number = len(self._chapters) + 1
        self.here = Chapter(number, event.session, sitting, what.present)
        self._chapters[event.session] = self.here
        self._rounds[event.session] = 0
        return self.here

    def of(self, event: Event) -> Chapter | None:
        """Return the chapter an event falls in; None for a session that was not perceived."""
        return self._chapters.get(event.session)

    def back(self, event: Event) -> Chapter | None:
        """Return the chapter that goes on with an event after a meeting apart; None for no such."""
        chapter = self.of(event)
        if chapter is None or chapter == self.here:
            return None
        self.here = chapter
        return chapter

    def round(self, event: Event) -> int | None:
        """Return the round that begins with an event; None if none does."""
        if event.round <= self._rounds.get(event.session, event.round):
            return None
        self._rounds[event.session] = event.round
        return event.round

    def absent(self, event: Event, record: Record) -> bool:
        """Tell whether whoever looks on is not in the room where an event falls."""
        seat = self._scene.seat
        if event.session not in self._chapters:
            return True
        return seat is not None and seat not in rules.present(
            self._scene.scenario, record, event.session
        )


def titles(scene: Scene, record: Record) -> Mapping[SessionId, str]:
    """Return the number and title of every session that whoever looks on perceived."""
    bookmark = Bookmark(scene)
    seat = scene.seat
    return {
        event.session: bookmark.open(event, event.what).title
        for event in record.of("opened")
        if isinstance(event.what, events.Opened) and (seat is None or seat in event.audience)
    }


@dataclass
class Extent:
    """How long a chapter is.

    Attributes:
        turns: The first and the last of its turns, as whoever looks on counts; empty for none.
        rounds: How many rounds it has come to.
        why: Why it ended; None while it goes on.
    """

    chapter: Chapter
    turns: list[int] = field(default_factory=list)
    rounds: int = 0
    why: events.Closing | None = None

    @property
    def span(self) -> str:
        """The turns from and to; a dash for none."""
        return " to ".join(dict.fromkeys(map(str, self.turns))) or "—"

    @property
    def ended(self) -> str:
        """Why it ended, in words; empty while it goes on, and for answers to an agreement."""
        if self.why is None or self.chapter.sitting.kind == "ratification":
            return ""
        return self.chapter.closing(self.why)


def contents(scene: Scene, record: Iterable[Event]) -> tuple[Extent, ...]:
    """Return every chapter that whoever looks on perceived, with how long it is."""
    seat = scene.seat
    bookmark = Bookmark(scene)
    found: dict[SessionId, Extent] = {}
    turns: dict[int, int] = {}
    for event in record:
        if seat is not None and seat not in event.audience:
            continue
        if isinstance(event.what, events.Opened):
            found[event.session] = Extent(bookmark.open(event, event.what))
        extent = found.get(event.session)
        if extent is None:
            continue
        if isinstance(event.what, events.Closed):
            extent.why = event.what.why
        if event.turn is not None:
            turns.setdefault(event.turn, len(turns) + 1)
            number = event.turn if seat is None else turns[event.turn]
            extent.turns = [*extent.turns[:1], number]
            extent.rounds = max(extent.rounds, event.round)
    return tuple(found.values())
