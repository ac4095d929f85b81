"""An act as a compact line: a symbol, what was done, and about what."""

from collections.abc import Iterable

from rich.console import RenderableType
from rich.text import Text

from roomsix import acts
from roomsix.deal import FactId, IssueId, OptionId, Package, SeatId
from roomsix.events import Event
from roomsix.report.layout import Paragraph
from roomsix.report.papers import Papers, changed
from roomsix.report.scene import BAD, GOOD, QUIET, Scene
from roomsix.report.text import one_line

_WISHES = {
    "caucus": "a caucus",
    "corridor": "a word in the corridor",
    "off-record": "a word off the record",
    "adjournment": "an adjournment",
}
_CALLS = {
    "caucus": "calls a caucus",
    "corridor": "calls a word in the corridor",
    "plenary": "calls everyone back to the table",
    "vote": "calls a sealed vote on the text",
    "adjourn": "adjourns",
}


def deed(scene: Scene, papers: Papers, event: Event, *, indent: int = 0) -> RenderableType:
    """Return what a turn's act did, further lines set in below the first.

    Args:
        papers: Everything before the event.
    """
    line = told(scene, papers, event)
    lead = line.plain.index(" ") + 1
    return Paragraph(line[lead:], indent=indent, lead=line[:lead])


def told(scene: Scene, papers: Papers, event: Event) -> Text:
    """Return what a turn's act did, in one line that begins with a symbol.

    Args:
        papers: Everything before the event.
    """
    assert event.seat is not None
    style = scene.seated[event.seat].style
    match event.what:
        case acts.Pass():
            return Text("· passes", style=QUIET)
        case acts.Ask() as act:
            return _asked(scene, act, style)
        case acts.State(issue=issue, option=option, firm=firm):
            said = _line("▪", "states ", style).append_text(_term(scene, issue, option))
            return said.append(", firmly") if firm else said
        case acts.Present(exhibit=exhibit):
            return _line("▤", "presents ", style).append(_exhibit(scene, exhibit))
        case acts.Disclose(fact=fact):
            return _line("◉", "discloses: ", style).append(_fact(scene, fact))
        case acts.Inform(fact=fact):
            informs = _line("↗", "informs ", style).append_text(_others(scene, event))
            return informs.append(f" alone: {_fact(scene, fact)}")
        case acts.Propose() | acts.Draft() as act:
            return _paper(scene, papers, event.seat, act, style)
        case acts.Amend() as act:
            return _amended(scene, act, style)
        case acts.Accept() | acts.Reject() | acts.Advise() as act:
            return _answered(scene, papers, act, style)
        case acts.Submit(allow=allow, need=need):
            found = f"submits a sealed proposal: allows {len(allow)}, needs {len(need)}"
            return _line("▣", found, style)
        case acts.Request(what=what):
            return _line("⌕", f"asks for {_WISHES[what]}", style)
        case acts.Call(what=what, to=to, homework=homework):
            line = _line("⇄", _CALLS[what], style)
            if to is not None:
                line.append(" with ").append_text(scene.seated[to].mark())
            return line.append(f"; to prepare: {one_line(homework)}") if homework else line
        case acts.Object(seat=seat):
            return _line("⊘", "objects to ", style).append_text(scene.seated[seat].mark())
        case acts.Rule(granted=granted):
            return _ruled(scene, papers.matter, style, granted=granted)
        case acts.WalkOut():
            return Text("⇥ walks out", style=f"bold {BAD}")
        case other:
            raise AssertionError(f"{other.kind!r} is not an act")


def _asked(scene: Scene, act: acts.Ask, style: str) -> Text:
    line = _line("⁇", "asks ", style).append_text(scene.seated[act.to].mark())
    if act.issue is not None:
        line.append(f" about {scene.issue(act.issue)}")
    return line.append(f" about {scene.topic(act.fact)}") if act.fact is not None else line


def _amended(scene: Scene, act: acts.Amend, style: str) -> Text:
    line = _line("±", "suggests for the text: ", style)
    if act.option is None:
        return line.append(f"{scene.issue(act.issue)} in brackets")
    return line.append_text(_term(scene, act.issue, act.option))


def _answered(
    scene: Scene, papers: Papers, act: acts.Accept | acts.Reject | acts.Advise, style: str
) -> Text:
    number = "" if act.paper is None else f" #{papers.number(act.paper) or '?'}"
    match act:
        case acts.Accept():
            return Text(f"✓ accepts{number}", style=f"bold {GOOD}")
        case acts.Reject(issue=issue):
            line = Text(f"✗ rejects{number}", style=f"bold {BAD}")
            return line.append(f" over {scene.issue(issue)}", "not bold") if issue else line
        case acts.Advise(advice=advice, issue=issue):
            line = _line("→", f"advises to {advice}", style).append(number)
            line.append(f" on {scene.issue(issue)}" if issue else "")
            return line.append(" (to its own side)", QUIET)


def _ruled(scene: Scene, matter: Event | None, style: str, *, granted: bool) -> Text:
    """Return an answer to what was asked of the mediator last, with what comes of it."""
    line = _line("⚖", "grants " if granted else "refuses ", style)
    match matter.what if matter else None:
        case acts.Object(seat=seat):
            leaves = scene.seated[seat].mark().append(" leaves" if granted else " stays")
            return line.append("it: ").append_text(leaves)
        case acts.Request(what=what):
            return line.append(_WISHES[what])
        case _:
            return line.append("it")


def _line(symbol: str, verb: str, style: str) -> Text:
    return Text.assemble((f"{symbol} ", style), (verb, style))


def _term(scene: Scene, issue: IssueId, option: OptionId) -> Text:
    return Text.assemble((f"{scene.issue(issue)}: ", QUIET), scene.option(issue, option))


def _fact(scene: Scene, fact: FactId) -> str:
    found = scene.scenario.facts.get(fact)
    return one_line(found.text if found else fact)


def _exhibit(scene: Scene, exhibit: str) -> str:
    if exhibit == "timeline":
        return "the timeline"
    projection = scene.scenario.projections.get(exhibit)
    if projection is None:
        return f"a fact: {_fact(scene, exhibit)}"
    return (
        f"{one_line(projection.source)}: {projection.week:,} lives in the first week,"
        f" {projection.month:,} in the first month"
    )


def listed(items: Iterable[Text | str]) -> Text:
    """Return things one after the other, with dots between them."""
    return Text.assemble(*(part for item in items for part in ((" · ", QUIET), item)))[3:]


def _others(scene: Scene, event: Event) -> Text:
    others: Iterable[SeatId] = (seat for seat in event.audience if seat != event.seat)
    return Text(", ").join(scene.seated[seat].mark() for seat in others)


def _paper(
    scene: Scene, papers: Papers, seat: SeatId, act: acts.Propose | acts.Draft, style: str
) -> Text:
    drafted = isinstance(act, acts.Draft)
    number = len(papers) + 1
    line = Text.assemble(
        ("✎ drafts " if drafted else "▸ proposes ", style), (f"#{number}", f"bold {style}")
    )
    before = papers.latest.get(seat)
    old = None if before is None else papers.package(before)
    line.append(": " if before is None else f", against #{papers.number(before)}: ", style)
    line.append_text(listed(moves(scene, old, act.package) or ["nothing changed"]))
    if isinstance(act, acts.Draft) and act.brackets:
        line.append("; in brackets: ", style)
        line.append(", ".join(map(scene.issue, act.brackets)))
    return line


def moves(scene: Scene, old: Package | None, new: Package) -> list[Text]:
    """Return the terms of a package, or against an old one those that moved, from what to what."""
    if old is None:
        return [_term(scene, issue, option) for issue, option in new.items()]
    return [
        Text.assemble(
            (f"{scene.issue(issue)}: ", QUIET),
            (f"{scene.option(issue, old[issue])} → ", QUIET),
            (scene.option(issue, new[issue]), "bold"),
        )
        for issue in changed(old, new)
    ]
