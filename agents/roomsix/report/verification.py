"""Verification as a table: what each side let be checked, what the others needed, its worth."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from roomsix.acts import Term
from roomsix.deal import Id, Package
from roomsix.events import Record
from roomsix.report.layout import BLANK, Paragraph
from roomsix.report.scene import BAD, GOOD, QUIET, Scene
from roomsix.report.text import one_line
from roomsix.scoring.verification import matrix
from roomsix.scoring.verification.matrix import Proposed

LEGEND = (
    "✓ how often the side that promised lets it be checked, ? how often the others need to;"
    " seen: the chance that a breach is seen in a period by what is in both, with the schedule of"
    " fewer looks; enough: the chance from which keeping the promise pays"
)


def verification(scene: Scene, record: Record, package: Package | None) -> RenderableType:
    """Return the proposals as a matrix of measures and promises, and whether the deal deters.

    What looks are worth and what a breach would gain is told only where everything is shown.

    Args:
        package: The package in force; None without one.
    """
    found = matrix.proposed(scene.scenario, record, scene.seat)
    parts: list[RenderableType] = []
    if found:
        parts += [_matrix(scene, found), BLANK, Paragraph(Text(LEGEND, QUIET))]
    else:
        parts.append(Text("no sealed proposals were opened", QUIET))
    if scene.seat is None and package is not None:
        parts += [BLANK, *_deterred(scene, package)]
    return Group(*parts)


def _matrix(scene: Scene, found: dict[Id, Proposed]) -> Table:
    scenario = scene.scenario
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style=QUIET)
    table.add_column("measure", overflow="fold")
    for name in found:
        promise = scenario.obligations[name]
        head = Text(one_line(promise.name)).append("\nby ").append_text(scene.side(promise.debtor))
        table.add_column(head, overflow="fold")
    known = scenario.verification
    for measure, what in (known.measures if known else {}).items():
        cells = [_cell(scene, measure, each) for each in found.values()]
        if any(cell.plain for cell in cells):
            table.add_row(one_line(what.name), *cells)
    if scene.seat is None and known and known.looks:
        table.add_row(Text("seen", QUIET), *(_seen(scene, each) for each in found.values()))
        table.add_row(Text("enough", QUIET), *(_enough(scene, name) for name in found))
    return table


def _cell(scene: Scene, measure: Id, proposed: Proposed) -> Text:
    parts = [
        Text.assemble((mark, style), " ", _schedule(scene, term))
        for mark, style, terms in (("✓", GOOD, proposed.allowed), ("?", BAD, proposed.needed))
        for term in terms
        if term.measure == measure
    ]
    return Text("\n").join(parts)


def _schedule(scene: Scene, term: Term) -> str:
    known = scene.scenario.verification
    return one_line(known.schedules[term.schedule]) if known else term.schedule


def _seen(scene: Scene, proposed: Proposed) -> Text:
    return Text(f"{float(matrix.detection(scene.scenario, proposed.common)):.0%}")


def _enough(scene: Scene, name: Id) -> Text:
    promise = scene.scenario.obligations[name]
    losses = promise.loss.by.values()
    least, most = (
        float(matrix.threshold(promise.gain, loss)) for loss in (max(losses), min(losses))
    )
    return Text(f"{least:.0%} to {most:.0%}, by enforcement")


def _deterred(scene: Scene, package: Package) -> Iterator[RenderableType]:
    yield Text("under the deal", QUIET)
    for promise in scene.scenario.obligations.values():
        found = matrix.deterrence(promise, package)
        what = Text(f"{one_line(promise.name)}: ")
        if found is None:
            yield Paragraph(what.append("there is nothing to keep", QUIET))
            continue
        pays = found.margin >= 0
        sure = (found.lowest >= 0) == (found.highest >= 0)
        told = "keeping it pays" if pays else "breaking it pays"
        doubt = "" if sure else ", unless gain or loss is half as large again, or half"
        yield Paragraph(
            what.append(f"{told}{doubt}", GOOD if pays else BAD).append(
                f": seen {float(found.seen):.0%}, enough from {float(found.needed):.0%}"
                f" (margin {float(found.lowest):+.2f} to {float(found.highest):+.2f})",
                QUIET,
            )
        )
