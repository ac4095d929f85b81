"""Offers and texts over time: what each changed, how it was answered, what it was worth."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from roomsix import acts, rules
from roomsix.deal import Frozen, Id, IssueId, Package, PartyId, SeatId, SessionId
from roomsix.events import Event, Record
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
    perceived = record
    if seat is not None:
        perceived = Record(event for event in record if seat in event.audience)
    answers = {
        paper.seq: paper
        for session in dict.fromkeys(event.session for event in perceived.of("propose", "draft"))
        for paper in rules.papers(scene.scenario, perceived, session)
    }
    titles = chapters.titles(scene, perceived)
    papers, so_far = Papers(), Record()
    found: list[Entry] = []
    for event in perceived.of("propose", "draft", "happened", "walk-out"):
        papers.turn_to(event.session)
        if event.seq in answers:
            level = rules.level(scene.scenario, so_far)
            title = titles.get(event.session, "")
            found.append(_entry(scene, event, answers[event.seq], papers, title, level))
        papers.add(event)
        so_far.append(event)
    return tuple(found)


def _entry(
    scene: Scene, event: Event, answer: rules.Paper, papers: Papers, title: str, level: Id
) -> Entry:
    """Return a paper as it was put on the table; `papers` are those before it."""
    before = papers.latest.get(answer.by)
    parties = scene.scenario.parties
    return Entry(
        number=len(papers) + 1,
        seq=event.seq,
        session=event.session,
        title=title,
        round=event.round,
        turn=event.turn if scene.seat is None else None,
        seat=answer.by,
        kind="draft" if isinstance(event.what, acts.Draft) else "propose",
        package=answer.package,
        brackets=answer.brackets,
        changes=None if before is None else changed(papers.package(before), answer.package),
        against=papers.number(before),
        worth=worths.worth(scene, answer.package, level),
        leaning=worths.leaning(scene, answer.package),
        accepted=tuple(party for party in parties if party in answer.accepted),
        refused=tuple(party for party in parties if party in answer.refused),
    )
