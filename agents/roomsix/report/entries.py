"""Offers and texts over time: what each changed, how it was answered, what it was worth."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from roomsix import acts, events, preferences, rules
from roomsix.deal import Frozen, IssueId, Package, PartyId, SeatId, SessionId
from roomsix.events import Record
from roomsix.report import chapters
from roomsix.report import worth as worths
from roomsix.report.papers import Papers, changed
from roomsix.report.scene import Scene
from roomsix.report.worth import Worth


class Entry(Frozen):
    """An offer or text.

    Attributes:
        number: As whoever looks on counts.
        seq: The event that put it on the table; not for seats to see, whose numbers count less.
        title: The session's, with its number as whoever looks on counts.
        turn: None where turns are not counted, as from a seat.
        changes: Where it differs from its author's paper before; None for a first one.
        against: The number of its author's paper before in the session; None for a first one.
        worth: By party; from a lead's seat its own party's alone, from other seats nobody's.
        accepted: The parties that accepted it in the end, its author's own among them.
    """

    number: int
    seq: Annotated[int, Field(exclude=True)]
    session: SessionId
    title: str
    round: int
    turn: int | None
    seat: SeatId
    kind: Literal["propose", "draft"]
    package: Package
    brackets: tuple[IssueId, ...]
    changes: tuple[IssueId, ...] | None
    against: int | None
    worth: Mapping[PartyId, Worth]
    leaning: int | None
    accepted: tuple[PartyId, ...]
    refused: tuple[PartyId, ...]


def entries(scene: Scene, record: Record) -> tuple[Entry, ...]:
    """Return every offer and text that whoever looks on perceived, oldest first."""
    seat = scene.seat
    perceived = Record(event for event in record if seat is None or seat in event.audience)
    answers = {
        paper.seq: paper
        for session in dict.fromkeys(event.session for event in perceived)
        for paper in rules.papers(scene.scenario, perceived, session)
    }
    titles = chapters.titles(scene, perceived)
    papers = Papers()
    level = preferences.start_level(scene.scenario)
    found: list[Entry] = []
    for event in perceived:
        papers.turn_to(event.session)
        if isinstance(event.what, events.Happened):
            level = event.what.level
        if isinstance(event.what, acts.Propose | acts.Draft) and event.seat is not None:
            before = papers.latest.get(event.seat)
            package = event.what.package
            answer = answers[event.seq]
            found.append(
                Entry(
                    number=len(papers) + 1,
                    seq=event.seq,
                    session=event.session,
                    title=titles.get(event.session, ""),
                    round=event.round,
                    turn=event.turn if seat is None else None,
                    seat=event.seat,
                    kind=event.what.kind,
                    package=package,
                    brackets=answer.brackets,
                    changes=None if before is None else changed(papers.package(before), package),
                    against=papers.number(before),
                    worth=worths.worth(scene, package, level),
                    leaning=worths.leaning(scene, package),
                    accepted=tuple(p for p in scene.scenario.parties if p in answer.accepted),
                    refused=tuple(p for p in scene.scenario.parties if p in answer.refused),
                )
            )
        papers.add(event)
    return tuple(found)
