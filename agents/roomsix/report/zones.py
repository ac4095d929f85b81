"""What a scenario allows: its zones of agreement, and where theories of bargaining would end."""

from collections.abc import Iterator

from rich import box
from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from roomsix.outcomes import Feasibility, Solution, Solutions
from roomsix.report.deeds import listed
from roomsix.report.layout import Paragraph
from roomsix.report.scene import QUIET, Scene
from roomsix.report.text import one_line

_NAMES = (
    ("nash", "Nash", "largest product of gains"),
    ("kalai_smorodinsky", "Kalai-Smorodinsky", "most even share of what each could have"),
    ("egalitarian", "egalitarian", "largest smallest gain"),
    ("utilitarian", "utilitarian", "largest sum of gains"),
)
_COLUMNS = ("suit all", "share", "frontier", "joint", "halfway")
_MOST = 3


def zones(scene: Scene, found: Feasibility) -> RenderableType:
    """Return the verdict, the zones by level of tension, and the solution points at the start."""
    scenario = scene.scenario
    title = Text.assemble(
        (one_line(scenario.title), "bold"), (f" · {found.size:,} packages", QUIET)
    )
    parts: list[RenderableType] = [Rule(title, align="left", style=QUIET, characters="━")]
    for sentence in found.verdict:
        parts.append(Paragraph(Text(one_line(sentence)), lead=Text("• ")))
    parts += ["", Paragraph(_kept(scene, found)), ""]
    parts.append(_table(scene, found))
    start = found.levels[found.start][found.equality]
    if start.solutions is not None:
        where = f" at level {one_line(found.start)}" if scenario.tension else ""
        parts += ["", Text(f"Where to end up{where}, points {found.equality} the reservation:")]
        parts += _points(scene, start.solutions)
    return Group(*parts)


def _kept(scene: Scene, found: Feasibility) -> Text:
    """Return how much red lines leave, and how opposed the sides are."""
    kept = [Text.assemble(scene.side(party), f" {count:,}") for party, count in found.kept.items()]
    line = Text.assemble("Packages within the lines of ", listed(kept))
    line.append(f"; of everyone {found.kept_by_all:,}, {found.pareto:,} of them on the frontier")
    return line if found.opposition is None else line.append(f"; opposition {found.opposition:.2f}")


def _table(scene: Scene, found: Feasibility) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style=""
    )
    table.add_column(Text("level" if scene.scenario.tension else "", QUIET))
    table.add_column(Text("rule", QUIET))
    for party in scene.scenario.parties:
        table.add_column(Text.assemble(scene.sides[party], (" least", QUIET)), justify="right")
    for column in _COLUMNS:
        table.add_column(Text(column, QUIET), justify="right")
    for level, by_rule in found.levels.items():
        for at, (rule, zone) in enumerate(by_rule.items()):
            own = rule == found.equality
            name = f"{'▸ ' if level == found.start else '  '}{one_line(level)}"
            table.add_row(
                Text(name if not at and scene.scenario.tension else ""),
                rule,
                *(str(least) for least in zone.reservation.values()),
                Text(f"{zone.acceptable_to_all:,}", "bold" if own else ""),
                f"{zone.share:.2%}",
                f"{zone.pareto:,}",
                "—" if zone.best_joint_gain is None else str(zone.best_joint_gain),
                f"{zone.middle.acceptable_to_all:,}",
                style="" if own else QUIET,
            )
    return table


def _points(scene: Scene, solutions: Solutions) -> Iterator[RenderableType]:
    for name, shown, about in _NAMES:
        solution: Solution = getattr(solutions, name)
        yield Text.assemble((shown, "bold"), f": {about}")
        for point in solution.points[:_MOST]:
            worth = [
                Text.assemble(scene.sides[party], f" {points}")
                for party, points in point.utilities.items()
            ]
            yield Paragraph(Text("  ").join(worth), indent=2)
            package = point.packages[0].items()
            terms = [scene.option(issue, option) for issue, option in package]
            yield Paragraph(listed(terms), indent=2)
            if (more := len(point.packages) - 1) > 0:
                yield Text(f"  and {more} more packages worth the same", QUIET)
        if (left := len(solution.points) - _MOST) > 0:
            yield Text(f"  and {left} more points", QUIET)
