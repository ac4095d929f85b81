"""Offers and texts over time, with what each was worth to whoever may know that."""

from collections.abc import Mapping, Sequence
from typing import Literal

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from roomsix import acts, events, preferences, rules
from roomsix.deal import Frozen, IssueId, Package, PartyId, SeatId, SessionId
from roomsix.events import Record
from roomsix.report.deeds import listed
from roomsix.report.layout import Paragraph
from roomsix.report.papers import Papers, changed
from roomsix.report.scene import BAD, GOOD, QUIET, Scene
from roomsix.scenario import Card


class Worth(Frozen):
    """What a package was to a party when it was put on the table.

    Attributes:
        least: The reservation at the tension of that moment.
        suits: Whether the party could live with it then, its red lines and mandate included.
    """

    points: int
    least: int
    suits: bool


class Entry(Frozen):
    """An offer or text.

    Attributes:
        number: As whoever looks on counts.
        turn: None where turns are not counted, as from a seat.
        changes: Where it differs from its author's paper before; None for a first one.
        worth: By party; from a lead's seat its own party's alone, from other seats nobody's.
        accepted: The parties that accepted it in the end, its author's own among them.
    """

    number: int
    session: SessionId
    round: int
    turn: int | None
    seat: SeatId
    kind: Literal["propose", "draft"]
    package: Package
    brackets: tuple[IssueId, ...]
    changes: tuple[IssueId, ...] | None
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
        for session in scene.scenario.sessions
        for paper in rules.papers(scene.scenario, perceived, session)
    }
    papers = Papers()
    level = preferences.start_level(scene.scenario)
    found: list[Entry] = []
    for event in perceived:
        if isinstance(event.what, events.Happened):
            level = event.what.level
        if isinstance(event.what, acts.Propose | acts.Draft) and event.seat is not None:
            before = papers.latest.get(event.seat)
            package = event.what.package
            answer = answers[event.seq]
            found.append(
                Entry(
                    number=len(papers) + 1,
                    session=event.session,
                    round=event.round,
                    turn=event.turn if seat is None else None,
                    seat=event.seat,
                    kind=event.what.kind,
                    package=package,
                    brackets=answer.brackets,
                    changes=None if before is None else changed(papers.package(before), package),
                    worth=_worth(scene, package, level),
                    leaning=_leaning(scene, package),
                    accepted=tuple(p for p in scene.scenario.parties if p in answer.accepted),
                    refused=tuple(p for p in scene.scenario.parties if p in answer.refused),
                )
            )
        papers.add(event)
    return tuple(found)


def ledger(scene: Scene, found: Sequence[Entry]) -> RenderableType:
    """Return the entries as a table."""
    if not found:
        return Text("no offer and no text was put on the table", QUIET)
    parties = [p for p in scene.scenario.parties if any(p in entry.worth for entry in found)]
    leaning = any(entry.leaning is not None for entry in found)
    table = Table(
        box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style=""
    )
    table.add_column(Text("#", QUIET), justify="right")
    table.add_column(Text("round", QUIET), justify="right")
    table.add_column(Text("whose, and what it says or changes", QUIET), ratio=1)
    for party in parties:
        table.add_column(Text(*scene.sides[party]), justify="right")
    if leaning:
        table.add_column(Text("your leaning", QUIET), justify="right")
    table.add_column(Text("answers", QUIET))
    for entry in found:
        row: list[RenderableType] = [
            Text(str(entry.number), "bold"),
            str(entry.round),
            Group(scene.seated[entry.seat].mark(), _says(scene, entry)),
        ]
        row += [_points(entry.worth[party]) for party in parties]
        row += [str(entry.leaning)] if leaning else []
        table.add_row(*row, _answers(scene, entry))
    if not parties:
        return table
    sides = Text(", ").join(scene.side(party) for party in parties)
    legend = "points at the time; ✓ enough for the party then, ✗ too little or over a line"
    return Group(table, "", Text.assemble(sides, (f": {legend}", QUIET)))


def _worth(scene: Scene, package: Package, level: str) -> dict[PartyId, Worth]:
    scenario = scene.scenario
    seat = scenario.seats[scene.seat] if scene.seat else None
    if seat is None:
        parties = tuple(scenario.parties)
    else:
        parties = (seat.party,) if seat.party and seat.role == "lead" else ()
    return {
        party: Worth(
            points=_on(scene, scenario.parties[party].card, package),
            least=preferences.reservation(scenario, party, level),
            suits=preferences.acceptable(scenario, party, package, level=level),
        )
        for party in parties
    }


def _leaning(scene: Scene, package: Package) -> int | None:
    leaning = scene.scenario.seats[scene.seat].leaning if scene.seat else None
    return _on(scene, leaning.card, package) if leaning else None


def _on(scene: Scene, card: Card, package: Package) -> int:
    return preferences.points(scene.scenario, card, package)


def _points(worth: Worth) -> Text:
    symbol, style = ("✓", GOOD) if worth.suits else ("✗", BAD)
    return Text.assemble(str(worth.points), (f" {symbol}", style))


def _says(scene: Scene, entry: Entry) -> RenderableType:
    shown = tuple(entry.package) if entry.changes is None else entry.changes
    terms = []
    for issue in shown:
        words = scene.option(issue, entry.package[issue])
        terms.append(f"[{words}]" if issue in entry.brackets else words)
    symbol = Text("✎ " if entry.kind == "draft" else "▸ ", scene.seated[entry.seat].style)
    return Paragraph(listed(terms or ["nothing changed"]), lead=symbol)


def _answers(scene: Scene, entry: Entry) -> Text:
    own = scene.scenario.seats[entry.seat].party
    parts = [("✓", GOOD, party) for party in entry.accepted if party != own]
    parts += [("✗", BAD, party) for party in entry.refused]
    line = Text()
    for symbol, style, party in parts:
        mark, side = scene.sides[party]
        line.append(f"{symbol}", style).append(f"{mark} ", side)
    return line
