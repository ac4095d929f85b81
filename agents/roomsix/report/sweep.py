"""What a sweep found: whether the room is clean, who gave away what, and who learned it."""

from collections import Counter
from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from roomsix.deal import SeatId, SessionId
from roomsix.events import Record
from roomsix.report import chapters
from roomsix.report.deeds import listed
from roomsix.report.layout import Columns, Paragraph
from roomsix.report.scene import BAD, GOOD, QUIET, Scene
from roomsix.report.text import one_line
from roomsix.scoring.sweep.findings import CLASSES, Finding, Swept

LEGEND = (
    "disclosed: by an act that names it · verbatim, paraphrase: in its own words, in others ·"
    " inferential: it follows · relay: told in confidence and passed on · ✗ not allowed"
)


def swept(scene: Scene, record: Record, found: Swept) -> Iterator[RenderableType]:
    """Yield the whole page: the verdict, a table of who told, then what was learned in order."""
    yield verdict(found)
    for breach in found.breaches:
        reached = listed([scene.seated[seat].mark() for seat in breach.reached])
        told = Text.assemble(f"event {breach.seq} ({breach.kind}) reached ", reached)
        yield Paragraph(told.append(f": {one_line(breach.why)}"), indent=2)
    if not found.findings:
        yield Text("nobody learned anything that others kept to themselves", QUIET)
        return
    yield Columns(_table(scene, found), ruled=QUIET)
    yield from ("", Paragraph(Text(LEGEND, QUIET)))
    titles = chapters.titles(scene, record)
    session: SessionId | None = None
    for finding in found.findings:
        if finding.session != session:
            session = finding.session
            yield from ("", Text(titles.get(session, one_line(session)), "bold"))
        yield Paragraph(line(scene, found, finding), indent=2)


def verdict(found: Swept) -> Text:
    """Return in a line whether the room is clean."""
    leaks, breaches = len(found.leaks), len(found.breaches)
    engine = "1 engine breach" if breaches == 1 else f"{breaches or 'no'} engine breaches"
    if not leaks and not breaches:
        told = len(found.findings)
        allowed = f"{told or 'nothing'} told, {'all' if told else 'so nothing not'} allowed"
        return Text.assemble(("✓ Room's clean", f"bold {GOOD}"), f": {engine}; {allowed}")
    many = "1 leak" if leaks == 1 else f"{leaks or 'no'} leaks"
    return Text.assemble(("✗ Room's not clean", f"bold {BAD}"), f": {engine}, {many}")


def line(scene: Scene, found: Swept, finding: Finding) -> Text:
    """Return a finding in a line: which turn, who told whom what, how, and by which rule."""
    seat = scene.seated[finding.seat].mark()
    to = listed([scene.seated[each].mark() for each in finding.learned])
    about = one_line(found.secrets.get(finding.secret, finding.secret))
    sign = ("✓ ", GOOD) if finding.allowed else ("✗ ", BAD)
    turn = f"turn {finding.turn}" if finding.turn is not None else f"event {finding.seq}"
    plain = finding.manner in (finding.kind, "act")
    how = finding.kind if plain else f"{finding.kind}, {finding.manner}"
    judge = f"; judged by {one_line(finding.judge)}" if finding.judge else ""
    return Text.assemble(
        sign,
        (f"{turn} ", QUIET),
        seat,
        " → ",
        to,
        f": {about} ",
        (f"({finding.secret}; {how}; {one_line(finding.why)}{judge})", QUIET),
    )


def _table(scene: Scene, found: Swept) -> Iterator[list[Text]]:
    counted: Counter[tuple[SeatId, str, bool]] = Counter(
        (finding.seat, finding.kind, finding.allowed) for finding in found.findings
    )
    yield [Text("who told", QUIET), *(Text(name, QUIET) for name in CLASSES)]
    for seat in scene.scenario.seats:
        if any(teller == seat for teller, _, _ in counted):
            cells = [_cell(counted[seat, k, True], counted[seat, k, False]) for k in CLASSES]
            yield [scene.seated[seat].mark(), *cells]


def _cell(allowed: int, leaks: int) -> Text:
    if not allowed and not leaks:
        return Text("—", QUIET)
    kept = Text(str(allowed)) if allowed else Text()
    if not leaks:
        return kept
    return Text.assemble(kept, " " if allowed else "", (f"✗ {leaks}", BAD))
