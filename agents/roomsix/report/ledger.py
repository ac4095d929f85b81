"""Offers and texts as a table, with what each was worth to whoever may know that."""

from collections.abc import Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from roomsix.deal import PartyId
from roomsix.report import worth as worths
from roomsix.report.deeds import listed, moves
from roomsix.report.entries import Entry
from roomsix.report.layout import WIDEST, Fitting, Paragraph
from roomsix.report.scene import BAD, GOOD, QUIET, Scene


def ledger(scene: Scene, found: Sequence[Entry]) -> RenderableType:
    """Return the entries as a table, session by session where there are several."""
    if not found:
        return Text("no offer and no text was put on the table", QUIET)
    parties = worths.parties(scene)
    leans = any(entry.leaning is not None for entry in found)
    table = _empty(scene, leans=leans)
    several = len({entry.session for entry in found}) > 1
    by_number = {entry.number: entry for entry in found}
    session = None
    for entry in found:
        if several and entry.session != session:
            session = entry.session
            table.add_row("", "", Text(entry.title, "bold"))
        before = None if entry.against is None else by_number[entry.against]
        row: list[RenderableType] = [
            Text(str(entry.number), "bold"),
            str(entry.round),
            Group(scene.seated[entry.seat].mark(), _says(scene, entry, before)),
        ]
        row += [_points(entry, before, party) for party in parties]
        row += [str(entry.leaning)] if leans else []
        table.add_row(*row, _answers(scene, entry))
    befores = [None if e.against is None else by_number[e.against] for e in found]
    lengths = [
        _terms(scene, entry, before).cell_len + 2
        for entry, before in zip(found, befores, strict=True)
    ]
    marks = [scene.seated[entry.seat].mark().cell_len for entry in found]
    widest = max(len(SAYS), min(WIDEST, max(lengths)), *marks)
    whole = Fitting(table, _stacked(scene, found), elastic=widest - NARROWEST)
    if not parties:
        return whole
    sides = Text(", ").join(scene.side(party) for party in parties)
    return Group(whole, "", Paragraph(Text.assemble(sides, (f": {LEGEND}", QUIET))))


SAYS = "whose, and what it says or changes"

NARROWEST = 30
"""The width in which what a paper says can still be read, in columns."""


def _stacked(scene: Scene, found: Sequence[Entry]) -> RenderableType:
    """Return the entries one below the other, for a narrow page."""
    by_number = {entry.number: entry for entry in found}
    blocks: list[RenderableType] = []
    several = len({entry.session for entry in found}) > 1
    session = None
    for entry in found:
        if several and entry.session != session:
            session = entry.session
            blocks.append(Text(entry.title, "bold"))
        before = None if entry.against is None else by_number[entry.against]
        head = Text.assemble((f"{entry.number}", "bold"), (f"  round {entry.round}  ", QUIET))
        head.append_text(scene.seated[entry.seat].mark())
        answers = _answers(scene, entry)
        if answers.plain:
            head.append("  ").append_text(answers)
        blocks += [Paragraph(head), Padding(_says(scene, entry, before), (0, 0, 0, 2))]
        worth = [
            Text.assemble(Text(*scene.sides[party]), " ").append_text(_points(entry, before, party))
            for party in worths.parties(scene)
        ]
        if entry.leaning is not None:
            worth.append(Text(f"your leaning {entry.leaning}"))
        if worth:
            blocks.append(Paragraph(Text("   ").join(worth), indent=2))
    return Group(*blocks)


LEGEND = (
    "points at the time; in brackets what moved since the same author's paper before;"
    " ✓ enough for the party then, ✗ too little or over a line"
)


def _empty(scene: Scene, *, leans: bool) -> Table:
    """Return the table's heads."""
    table = Table(
        box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style=""
    )
    table.add_column(Text("#", QUIET), justify="right")
    table.add_column(Text("round", QUIET), justify="right")
    table.add_column(Text(SAYS, QUIET), ratio=1)
    for party in worths.parties(scene):
        table.add_column(Text(*scene.sides[party]), justify="right")
    if leans:
        table.add_column(Text("your leaning", QUIET), justify="right")
    table.add_column(Text("answers", QUIET))
    return table


def _points(entry: Entry, before: Entry | None, party: PartyId) -> Text:
    """Return what a paper was worth to a party, and by how much that moved."""
    line = worths.shown(entry.worth[party])
    if before is not None:
        moved = entry.worth[party].points - before.worth[party].points
        line = Text(f"({moved:+}) " if moved else "(=) ", QUIET).append_text(line)
    return line


def _says(scene: Scene, entry: Entry, before: Entry | None) -> RenderableType:
    symbol = Text("✎ " if entry.kind == "draft" else "▸ ", scene.seated[entry.seat].style)
    return Paragraph(_terms(scene, entry, before), lead=symbol)


def _terms(scene: Scene, entry: Entry, before: Entry | None) -> Text:
    """Return what a paper says, or changes."""
    terms = moves(scene, before.package if before else None, entry.package)
    line = listed(terms or ["nothing changed"])
    if entry.brackets:
        line.append(f"; in brackets: {', '.join(map(scene.issue, entry.brackets))}", QUIET)
    return line


def _answers(scene: Scene, entry: Entry) -> Text:
    own = scene.scenario.seats[entry.seat].party
    parts = [("✓", GOOD, party) for party in entry.accepted if party != own]
    parts += [("✗", BAD, party) for party in entry.refused]
    return Text(" ").join(
        Text.assemble((symbol, style), scene.sides[party]) for symbol, style, party in parts
    )
