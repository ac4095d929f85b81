"""What has happened so far, as one seat can tell: papers, positions, questions, its own words."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field

from roomsix.chat.mock.knowledge import Reading, Seen, Table
from roomsix.deal import Id, IssueId, OptionId, Package, PartyId, SeatId

APART = ("caucus", "corridor")
"""The kinds of session in which words are off the record."""


@dataclass(slots=True)
class Paper:
    """An offer or a text, by the number this seat knows it under.

    Attributes:
        party: The side that offered it; None for the mediator's text.
        refused: The sides that rejected it, each with the issue it named.
        amended: What leads wished to see instead: party, issue, option.
        turn: How many turns this seat had had in the session when it was put forward.
    """

    number: int
    party: PartyId | None
    package: Package
    brackets: tuple[IssueId, ...] = ()
    accepted: set[PartyId] = field(default_factory=set)
    refused: dict[PartyId, IssueId | None] = field(default_factory=dict)
    amended: list[tuple[PartyId, IssueId, OptionId | None]] = field(default_factory=list)
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Stated:
    """A position somebody took.

    Attributes:
        apart: Whether it was said in a meeting apart, off the record.
    """

    seat: SeatId
    issue: IssueId
    option: OptionId
    firm: bool
    asked: bool
    apart: bool = False


@dataclass(slots=True, eq=False)
class Meeting:
    """A session as this seat has seen it.

    Attributes:
        events: What happened in it.
        news: What has happened since this seat last did anything.
        turns: How many turns this seat has had in it.
        seated: Who was there when it opened.
        away: Who has been sent out or has left.
        matters: The requests and objections that are not ruled on, the newest last.
        apart: What it is, if it is a meeting apart; else None.
    """

    events: list[Seen] = field(default_factory=list)
    news: list[Seen] = field(default_factory=list)
    turns: int = 0
    seated: tuple[SeatId, ...] = ()
    away: set[SeatId] = field(default_factory=set)
    matters: list[Seen] = field(default_factory=list)
    apart: str | None = None

    @property
    def matter(self) -> Seen | None:
        """The request or objection that a ruling would answer; None for none."""
        return self.matters[-1] if self.matters else None


@dataclass(slots=True, eq=False)
class History:
    """The perceived events, sorted by what a negotiator asks of them.

    Attributes:
        meeting: The session that is going on.
        outer: The session that it interrupts; None for none.
        mine: Everything this seat has said or whispered.
        heard: All words perceived, its own included.
        agreed: The paper that was last accepted by enough sides; None for none.
        settled: The newest paper there was when something was agreed first; 0 before that.
        told: Which seat has told which fact.
    """

    papers: dict[int, Paper] = field(default_factory=dict)
    stated: list[Stated] = field(default_factory=list)
    meeting: Meeting = field(default_factory=Meeting)
    outer: Meeting | None = None
    mine: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    agreed: Paper | None = None
    settled: int = 0
    told: set[tuple[SeatId, str]] = field(default_factory=set)

    @property
    def here(self) -> list[Seen]:
        """The events of the session that is going on."""
        return self.meeting.events

    @property
    def news(self) -> list[Seen]:
        """The events of it since this seat last did anything."""
        return self.meeting.news

    def present(self) -> tuple[SeatId, ...]:
        """Return who is in the room."""
        return tuple(seat for seat in self.meeting.seated if seat not in self.meeting.away)

    def texts(self) -> list[Paper]:
        """Return the mediator's revisions, oldest first."""
        return [paper for paper in self.papers.values() if paper.party is None]

    def round(self) -> list[Seen]:
        """Return the events of the round that is going on, as far as this seat can tell.

        The one who opened the session opens every round; before it speaks again, a round is over.
        """
        opener = next((e.seat for e in self.here if e.seat is not None), None)
        starts = [
            at
            for at, (before, event) in enumerate(itertools.pairwise(self.here), start=1)
            if event.seat == opener and before.seat != opener
        ]
        return self.here[starts[-1] :] if starts else self.here

    def offers(self, party: PartyId) -> list[Package]:
        """Return what a side has offered, oldest first."""
        return [paper.package for paper in self.papers.values() if paper.party == party]

    def tried(self) -> list[Package]:
        """Return what need not be put forward again.

        After an agreement that is what was agreed and what came since: what a side would not take
        while more seemed to be had, it may well take in place of what it got.
        """
        since = [p.package for p in self.papers.values() if p.number > self.settled]
        return [self.agreed.package, *since] if self.agreed else since

    def text(self) -> Paper | None:
        """Return the latest revision, agreed or not."""
        return next(reversed(self.texts()), None)

    def positions(self, seat: SeatId) -> list[Stated]:
        """Return what a seat has stated, oldest first."""
        return [stated for stated in self.stated if stated.seat == seat]

    def questions(self, seat: SeatId) -> list[Seen]:
        """Return the questions put to a seat since this one last had the floor, oldest first."""
        return [event for event in self.news if event.kind == "ask" and event.to == seat]

    def did(self, seat: SeatId, kind: str) -> list[Seen]:
        """Return what a seat did of one kind in this session."""
        return [event for event in self.here if event.seat == seat and event.kind == kind]

    def shown(self) -> set[Id]:
        """Return the exhibits presented in this session."""
        return {event.exhibit for event in self.here if event.kind == "present" and event.exhibit}


def history(reading: Reading) -> History:
    """Sort what a seat has perceived."""
    found = History()
    table, me = reading.head.table, reading.head.brief.seat
    parties = {seat: place.party for seat, place in table.seats.items()}
    open_questions: Mapping[SeatId, IssueId | None] = {}
    for event in reading.events:
        if event.kind == "assessed":
            continue
        _convene(found, event, table, parties)
        now = found.meeting
        if event.seat == me and (not now.events or now.events[-1].seat != me):
            now.turns += 1
        now.events.append(event)
        now.news.append(event)
        if event.seat == me:
            now.news = []
        if event.kind in ("said", "whispered"):
            found.heard.append(event.text)
            if event.seat == me:
                found.mine.append(event.text)
        elif event.seat is not None:
            open_questions = _take(found, event, parties, open_questions)
            if event.kind == "accept" and event.number in found.papers:
                paper = found.papers[event.number]
                if table.carries(paper.accepted):
                    found.agreed = paper
                    found.settled = found.settled or max(found.papers)
        if event.kind == "closed" and now.apart and found.outer is not None:
            found.meeting, found.outer = found.outer, None
    return found


def _convene(
    found: History, event: Seen, table: Table, parties: Mapping[SeatId, PartyId | None]
) -> None:
    """Keep track of which session goes on and who is in the room."""
    now = found.meeting
    if event.kind == "opened":
        held = table.sessions.get(event.session or "")
        kind = event.aside or (held.kind if held else None)
        found.outer = now if event.aside else None
        found.meeting = Meeting(seated=event.present, apart=kind if kind in APART else None)
        back = {parties.get(seat) for seat in event.present} - {None}
        now.away -= {seat for seat, party in parties.items() if party in back}
    elif event.kind in ("request", "object"):
        now.matters.append(event)
    elif event.kind == "rule":
        matter = now.matters.pop() if now.matters else None
        if matter is not None and matter.kind == "object" and event.granted:
            now.away |= {seat for seat in parties if seat == matter.whom}
    elif event.kind == "walk-out" and parties.get(event.seat or ""):
        now.away |= {s for s, party in parties.items() if party == parties[event.seat or ""]}
    elif event.kind == "said" and event.seat in now.away:
        now.away -= {s for s, party in parties.items() if party == parties.get(event.seat or "")}


def _take(
    found: History,
    event: Seen,
    parties: Mapping[SeatId, PartyId | None],
    asked: Mapping[SeatId, IssueId | None],
) -> Mapping[SeatId, IssueId | None]:
    """Put one act where it belongs; return the questions that are open after it."""
    assert event.seat is not None
    party = parties.get(event.seat)
    paper = found.papers.get(event.number) if event.number is not None else None
    match event.kind:
        case "propose" | "draft" if event.number is not None:
            made = Paper(
                event.number, party, event.package, event.brackets, turn=found.meeting.turns
            )
            if party is not None:
                made.accepted.add(party)
            found.papers[event.number] = made
        case "accept" if paper and party:
            paper.accepted.add(party)
            paper.refused.pop(party, None)
        case "reject" if paper and party:
            paper.accepted.discard(party)
            paper.refused[party] = event.issue
        case "amend" if party and event.issue and (text := found.text()):
            text.amended.append((party, event.issue, event.option))
        case "ask" if event.to is not None:
            return {**asked, event.to: event.issue}
        case "state" if event.issue and event.option:
            prompted = asked.get(event.seat) == event.issue
            found.stated.append(
                Stated(
                    event.seat,
                    event.issue,
                    event.option,
                    event.firm,
                    asked=prompted,
                    apart=found.meeting.apart is not None,
                )
            )
            return {seat: issue for seat, issue in asked.items() if seat != event.seat}
        case "inform" | "disclose" if event.fact:
            found.told.add((event.seat, event.fact))
        case _:
            pass
    return asked
