"""The board: what mediator and observer made of each side, beside what is so."""

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from roomsix import events
from roomsix.deal import IssueId, PartyId, SeatId, SessionId
from roomsix.events import Assessed, Event, Record
from roomsix.report import chapters, readings
from roomsix.report.deeds import listed
from roomsix.report.layout import Columns, Fitting, Paragraph
from roomsix.report.scene import BAD, GOOD, QUIET, Scene
from roomsix.report.text import one_line
from roomsix.scoring import board as measured
from roomsix.scoring.board import Mark, Row, Side
from roomsix.scoring.gauges import GAUGES
from roomsix.scoring.truth import Truth

TOP = 3
"""How many of the weightiest issues are shown."""

COLUMNS = (
    ("priorities", "order"),
    ("least", "least"),
    ("limits", "limits"),
    ("red-lines-right", "lines"),
    ("red-lines-found", "found"),
    ("facts-skill", "facts"),
    ("doubts-skill", "doubts"),
)
"""The measures shown for each session, and their heads."""

LEGEND = (
    "order: rank correlation of what matters (1 best) · least: per cent off · limits: options off ·"
    " lines: red lines rightly named · found: red lines named · facts, doubts: skill over first"
    " beliefs and even odds (0 none, 1 best) · ▲ better than the session before, ▼ worse, = as well"
)
TITLE_WIDTH = 20


def board(scene: Scene, record: Record) -> Iterator[RenderableType]:
    """Yield the whole board, session by session; from a seat its own rows, and no truth."""
    written = rows_seen(scene, record)
    if not written:
        yield Text(_NONE if scene.seat is None else _NONE_HERE, QUIET)
        return
    titles = chapters.titles(scene, record)
    found = {} if scene.seat else {r.seq: r for r in measured.rows(scene.scenario, record)}
    session = ""
    for event, what in written:
        if event.session != session:
            session = event.session
            yield from ("", Rule(Text(titles[session], "bold"), align="left", style=QUIET))
        yield from _row(scene, record, event, what, found.get(event.seq))
    if found:
        yield from ("", *_scores(scene, titles, tuple(found.values())))


def short(scene: Scene, record: Record) -> Iterator[RenderableType]:
    """Yield what everyone thought in the end, beside the truth, and the scores by session.

    From a seat, only what it thought itself in the end; nothing at all where nobody kept a board.
    """
    written = rows_seen(scene, record)
    if not written:
        return
    yield from ("", Rule(Text("The board", "bold"), align="left", style=QUIET))
    last = {event.seat: (event, what) for event, what in written if event.seat is not None}
    if scene.seat is not None:
        for event, what in last.values():
            yield from _row(scene, record, event, what, None)
        return
    found = measured.rows(scene.scenario, record)
    words = measured.last_words(found)
    for party in scene.scenario.parties:
        yield from _in_the_end(scene, party, words)
    yield from ("", *_scores(scene, chapters.titles(scene, record), found))


_NONE = "nobody kept a board in these talks"
_NONE_HERE = "this seat kept no board"


def rows_seen(scene: Scene, record: Record) -> tuple[tuple[Event, Assessed], ...]:
    """Return the rows that whoever looks on may see, in order."""
    return tuple(
        (event, event.what)
        for event in record.of("assessed")
        if isinstance(event.what, Assessed)
        and event.seat is not None
        and (scene.seat is None or scene.seat in event.audience)
    )


def _row(
    scene: Scene, record: Record, event: Event, what: Assessed, row: Row | None
) -> Iterator[RenderableType]:
    assert event.seat is not None
    yield from ("", scene.seated[event.seat].mark(bold=True))
    for party, estimate in what.parties.items():
        side = row.sides[party] if row else None
        yield Paragraph(scene.side(party), indent=2)
        for label, words in lines(scene, estimate, side):
            yield Paragraph(words, indent=4, lead=Text(f"{label:<14}", QUIET))
    if what.facts:
        lead = Text(f"{'holds true':<16}", QUIET)
        yield Paragraph(readings.facts(scene, what), indent=2, lead=lead)
    disbelieved = readings.doubts(scene, record, what, row)
    if disbelieved.plain:
        yield Paragraph(disbelieved, indent=2, lead=Text(f"{'holds false':<16}", QUIET))


Line = tuple[str, Text]
"""What is told of, and what was thought of it; two spaces before a label mean that it is so."""


def lines(scene: Scene, estimate: events.Estimate, side: Side | None) -> Iterator[Line]:
    """Yield what was thought of a party, each beside what is so where a side is given."""
    for label, words in (
        *_weights(scene, estimate, side),
        _least(estimate, side),
        _limits(scene, estimate, side),
        _red_lines(scene, estimate, side),
        *_held_back(scene, estimate, side),
    ):
        if words.plain:
            yield label, words


def _weights(scene: Scene, estimate: events.Estimate, side: Side | None) -> Iterator[Line]:
    truth = side.truth if side else None
    yield "matters most", _top(scene, estimate.priorities[:TOP], truth)
    if truth:
        yield "  in truth", _top(scene, truth.order[:TOP], None)


def _top(scene: Scene, issues: Sequence[IssueId], truth: Truth | None) -> Text:
    """Return issues, each with its place in truth where that is given."""
    named = []
    for issue in issues:
        words = Text(scene.issue(issue))
        if truth is not None:
            place = 1 + sum(swing > truth.swings[issue] for swing in truth.swings.values())
            sign = ("✓ ", GOOD) if place <= TOP else ("✗ ", BAD)
            words = Text.assemble(sign, words, (f" ({place})", QUIET))
        named.append(words)
    return listed(named)


def _least(estimate: events.Estimate, side: Side | None) -> Line:
    words = Text(f"{estimate.least} % of its best")
    if side and side.truth and side.least_off is not None:
        off = round(side.least_off)
        words.append(f"; in truth {side.truth.least:.0f} %", QUIET)
        words.append(f" ({off:+})" if off else " (✓)", BAD if abs(off) > 5 else GOOD)
    return "insists on", words


def _limits(scene: Scene, estimate: events.Estimate, side: Side | None) -> Line:
    named = []
    for issue, option in estimate.limits.items():
        words = Text.assemble((f"{scene.issue(issue)}: ", QUIET), scene.option(issue, option))
        if side and side.truth and issue in side.limits_off:
            off = side.limits_off[issue]
            if off:
                so = " or ".join(scene.option(issue, o) for o in side.truth.limits[issue])
                words.append(f" ✗ in truth {so}", BAD)
                words.append(f" ({abs(off)} {'too far' if off > 0 else 'short'})", QUIET)
            else:
                words.append(" ✓", GOOD)
        named.append(words)
    return "would go to", listed(named)


def _red_lines(scene: Scene, estimate: events.Estimate, side: Side | None) -> Line:
    truth = side.truth if side else None
    named = []
    for issue, option in dict.fromkeys(estimate.red_lines):
        words = Text.assemble((f"{scene.issue(issue)}: ", QUIET), scene.option(issue, option))
        if truth:
            right = (issue, option) in truth.red_lines
            words.append(" ✓" if right else " ✗ not so", GOOD if right else BAD)
        named.append(words)
    for issue, option in truth.red_lines if truth else ():
        if (issue, option) not in estimate.red_lines:
            words = Text.assemble((f"{scene.issue(issue)}: ", QUIET), scene.option(issue, option))
            named.append(words.append(" ✗ not seen", BAD))
    return "never", listed(named)


def _held_back(scene: Scene, estimate: events.Estimate, side: Side | None) -> Iterator[Line]:
    yield "holds back", Text(one_line(estimate.holds_back), "italic")
    if side and side.untold:
        untold = [scene.topic(fact) for fact in side.untold]
        yield "  in truth", listed(untold)


def _in_the_end(
    scene: Scene, party: PartyId, words: Mapping[SeatId, Row]
) -> Iterator[RenderableType]:
    """Yield what was thought to matter most to a party by the last row of each assessor."""
    sides = {seat: row.sides[party] for seat, row in words.items() if party in row.sides}
    truth = next((side.truth for side in sides.values() if side.truth), None)
    head = ": what matters most to it, and in which place it really does"
    yield from ("", Text.assemble(scene.side(party), (head if truth else "", QUIET)))
    names = [scene.seated[seat].mark() for seat in sides]
    width = max((mark.cell_len for mark in (*names, Text("  in truth"))), default=0) + 2
    for name, side in zip(names, sides.values(), strict=True):
        thought = _top(scene, side.estimate.priorities[:TOP], truth)
        lead = name + Text(" " * (width - name.cell_len))
        yield Paragraph(thought if thought.plain else Text("—", QUIET), indent=2, lead=lead)
    if truth:
        lead = Text(f"{'  in truth':<{width}}", QUIET)
        yield Paragraph(_top(scene, truth.order[:TOP], None), indent=2, lead=lead)


def _scores(
    scene: Scene, titles: Mapping[SessionId, str], found: Sequence[Row]
) -> Iterator[RenderableType]:
    for head, rows in scores(scene, titles, found):
        table = Columns([head, *rows], ruled=QUIET)
        yield from (Fitting(table, _stacked(head, rows), elastic=TITLE_WIDTH // 2), "")
    yield Paragraph(Text(LEGEND, QUIET))


def _stacked(head: Sequence[Text], rows: Sequence[Sequence[Text]]) -> RenderableType:
    """Return a table of measures line by line, for a narrow page."""
    lines: list[RenderableType] = [head[0]]
    for title, *cells in rows:
        marks = (Text.assemble(name, " ", cell) for name, cell in zip(head[1:], cells, strict=True))
        lines += [Paragraph(title, indent=2), Paragraph(Text(" · ").join(marks), indent=4)]
    return Group(*lines)


def scores(
    scene: Scene, titles: Mapping[SessionId, str], found: Sequence[Row]
) -> Iterator[tuple[list[Text], list[list[Text]]]]:
    """Yield a table for each assessor: a line a session, marked where it got better or worse."""
    for seat in dict.fromkeys(row.seat for row in found):
        own = [row for row in found if row.seat == seat]
        head = [scene.seated[seat].mark(bold=True), *(Text(each, QUIET) for _, each in COLUMNS)]
        rows = []
        for before, row in zip([None, *own], own, strict=False):
            cells = [_cell(name, row, before) for name, _ in COLUMNS]
            rows.append([Text(_cut(titles[row.session])), *cells])
        yield head, rows


def _cell(name: str, row: Row, before: Row | None) -> Text:
    mark = row.marks[name]
    if mark.value is None:
        return Text("—", QUIET)
    return Text(shown(name, mark)).append_text(
        _trend(name, mark, before.marks[name] if before else None)
    )


def shown(name: str, mark: Mark) -> str:
    """Return a measure as it is read: a correlation with its sign, a share in per cent."""
    if mark.value is None:
        return "—"
    if name.startswith("red-lines"):
        return f"{mark.value:.0%}"
    if name == "least":
        return f"{mark.value:.0f} %"
    return f"{mark.value:.1f}" if name == "limits" else f"{mark.value:+.2f}"


def _trend(name: str, mark: Mark, before: Mark | None) -> Text:
    if before is None or before.value is None or mark.value is None:
        return Text()
    change = mark.value - before.value
    if abs(change) < 1e-9:
        return Text(" =", QUIET)
    good = (change > 0) == (GAUGES[name].better == "more")
    return Text(" ▲", GOOD) if good else Text(" ▼", BAD)


def _cut(title: str) -> str:
    return title if len(title) <= TITLE_WIDTH else f"{title[: TITLE_WIDTH - 1].rstrip()}…"
