"""The ledger as it is read: what each side said, what it is after, and what it offered."""

from collections.abc import Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from roomsix.deal import IssueId, OptionId
from roomsix.report.layout import BLANK, Fitting, Paragraph
from roomsix.report.scene import BAD, QUIET, Scene
from roomsix.scoring.honesty.ledger import Line, Offer, Word

HEADS: Sequence[str] = ("issue", "matters", "professed", "said", "offered", "after")

SPARE = 30
"""How many columns the widest table may lack and still be read: its cells are wrapped."""

LEGEND = (
    "matters: the share of all points that turn on the issue, and its real place; professed: the"
    " place the side gives it; said: what it asked for first, then what it stated; ! called firm,"
    " ≠ when it could have lived with less, ✗ and later did; offered: its own offers and, ✓, what"
    " it accepted, each where it changed; after: what is worth most to it within its lines, down"
    " to what it could just live with"
)


def positions(scene: Scene, lines: Sequence[Line]) -> RenderableType:
    """Return the ledger, a table a side; from a seat, secrets are those of its own side."""
    parts: list[RenderableType] = []
    for party, own in groupby(lines, key=lambda line: line.party):
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style=QUIET)
        open_ = scene.seat is None or scene.scenario.seats[scene.seat].party == party
        heads = HEADS if open_ else ("issue", "said", "offered")
        for head in heads:
            table.add_column(head, overflow="fold")
        rows = [_cells(scene, line, open_=open_) for line in own]
        for row in rows:
            table.add_row(*row)
        parts += [scene.side(party), Fitting(table, _stacked(heads, rows), elastic=SPARE), BLANK]
    return Group(*parts, Paragraph(Text(LEGEND, QUIET)))


def _stacked(heads: Sequence[str], rows: Sequence[Sequence[Text]]) -> RenderableType:
    """Return the issues one below the other, for a narrow page."""
    lines: list[RenderableType] = []
    for issue, *cells in rows:
        lines.append(Paragraph(issue))
        for head, cell in zip(heads[1:], cells, strict=True):
            told = Text(" · ").join(cell.split("\n"))
            lines.append(Paragraph(told, indent=2, lead=Text(f"{head} ", QUIET)))
    return Group(*lines)


def _cells(scene: Scene, line: Line, *, open_: bool) -> list[Text]:
    issue = Text(scene.issue(line.issue))
    said = _said(scene, line, open_=open_)
    offered = _offered(scene, line.issue, line.offers)
    if not open_:
        return [issue, said, offered]
    weight = "—" if line.weight is None else f"{line.weight:.0%}"
    matters = Text(f"{weight} ({line.place})" if line.place else weight)
    professed = Text(str(line.professed) if line.professed else "—")
    if line.place and line.professed and abs(line.place - line.professed) > 1:
        professed.stylize(BAD)
    return [issue, matters, professed, said, offered, _after(scene, line)]


def _said(scene: Scene, line: Line, *, open_: bool) -> Text:
    parts = [Text(scene.option(line.issue, line.opening))] if open_ else []
    parts += [_word(scene, line.issue, word, open_=open_) for word in line.words]
    return Text("\n").join(parts) if parts else Text("—", QUIET)


def _word(scene: Scene, issue: IssueId, word: Word, *, open_: bool) -> Text:
    told = Text(scene.option(issue, word.option))
    marks = "!" if word.firm else ""
    if open_:
        marks += "≠" * bool(word.bluff) + "✗" * (word.broken_at is not None)
    return told.append(f" {marks}", BAD) if marks else told


def _offered(scene: Scene, issue: IssueId, offers: Sequence[Offer]) -> Text:
    parts: list[Text] = []
    last: OptionId | None = None
    for offer in offers:
        if offer.option != last:
            mark = "✓ " if offer.accepted else ""
            parts.append(Text(f"{mark}{scene.option(issue, offer.option)}"))
        last = offer.option
    return Text("\n").join(parts) if parts else Text("—", QUIET)


def _after(scene: Scene, line: Line) -> Text:
    wants = " or ".join(scene.option(line.issue, each) for each in line.wants) or "—"
    least = " or ".join(scene.option(line.issue, each) for each in line.limit)
    told = Text(wants, "bold")
    return told.append(f"\ndown to {least}", QUIET) if least and least != wants else told
