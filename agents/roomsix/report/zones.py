"""What a scenario allows: its zones of agreement, and where theories of bargaining would end."""

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from roomsix.outcomes import (
    Feasibility,
    Passing,
    Point,
    Sample,
    SampledZone,
    Share,
    Solution,
    Solutions,
)
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
_HOW = {"issue by issue": ", counted issue by issue", "drawn": ", estimated"}
_COLUMNS = ("suit all", "share", "frontier", "joint", "halfway")
_MOST = 3


def zones(scene: Scene, found: Feasibility | Sample) -> RenderableType:
    """Return the verdict, the zones by level of tension, and the solution points at the start."""
    scenario, how = scene.scenario, _HOW.get(found.method, "")
    title = Text.assemble(
        (one_line(scenario.title), "bold"), (f" · {found.size:,} packages{how}", QUIET)
    )
    parts: list[RenderableType] = [Rule(title, align="left", style=QUIET, characters="━")]
    for sentence in found.verdict:
        parts.append(Paragraph(Text(one_line(sentence)), lead=Text("• ")))
    if isinstance(found, Feasibility):
        parts += ["", Paragraph(_kept(scene, found)), "", _table(scene, found)]
        if len(found.rulings) > 1:
            parts += ["", _rulings(found)]
    else:
        parts += ["", _shares(scene, found)]
    start = found.levels[found.start][found.equality]
    if start.solutions is not None:
        where = f" at level {one_line(found.start)}" if scenario.tension else ""
        guessed = isinstance(start, SampledZone) and not start.exact
        seen = " of those drawn" if guessed else ""
        head = f"Where to end up{where}{seen}, points {found.equality} the reservation:"
        parts += ["", Text(head), *_points(scene, start.solutions)]
    if isinstance(found, Feasibility):
        parts += ["", _sets(scene, found)]
    return Group(*parts)


def _kept(scene: Scene, found: Feasibility) -> Text:
    """Return how much red lines leave, and how opposed the sides are."""
    kept = [Text.assemble(scene.side(party), f" {count:,}") for party, count in found.kept.items()]
    line = Text.assemble("Packages within the lines of ", listed(kept))
    line.append(f"; of everyone {found.kept_by_all:,}, {found.pareto:,} of them on the frontier")
    return line if found.opposition is None else line.append(f"; opposition {found.opposition:.2f}")


def _table(scene: Scene, found: Feasibility) -> Table:
    table = _plain_table()
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


def _rulings(found: Feasibility) -> Table:
    """Return what would pass at the start if others had to agree, under both equality rules."""
    table = _plain_table()
    table.add_column(Text("who has to agree", QUIET))
    for equality in found.rulings[0].by:
        table.add_column(Text(f"pass {equality}", QUIET), justify="right")
        table.add_column(Text("share", QUIET), justify="right")
        table.add_column(Text("joint", QUIET), justify="right")
    for ruling in found.rulings:
        cells = [cell for passing in ruling.by.values() for cell in _passing(passing)]
        style = "" if ruling.own else QUIET
        table.add_row(f"{'▸ ' if ruling.own else '  '}{ruling.rule}", *cells, style=style)
    return table


def _passing(passing: Passing) -> tuple[str, str, str]:
    joint = "—" if passing.best_joint_gain is None else str(passing.best_joint_gain)
    return f"{passing.packages:,}", f"{passing.share:.2%}", joint


def _shares(scene: Scene, found: Sample) -> Table:
    """Return estimated shares, each with its interval, by level and equality rule."""
    table = _plain_table()
    table.add_column(Text("level" if scene.scenario.tension else "", QUIET))
    table.add_column(Text("rule", QUIET))
    for party in scene.scenario.parties:
        table.add_column(Text.assemble(("suits ", QUIET), scene.sides[party]), justify="right")
    table.add_column(Text("suit all", QUIET), justify="right")
    for level, by_rule in found.levels.items():
        for at, (rule, zone) in enumerate(by_rule.items()):
            name = f"{'▸ ' if level == found.start else '  '}{one_line(level)}"
            table.add_row(
                Text(name if not at and scene.scenario.tension else ""),
                rule,
                *map(_share, zone.acceptable.values()),
                _share(zone.acceptable_to_all),
                style="" if rule == found.equality else QUIET,
            )
    return table


def _share(share: Share) -> str:
    return f"{share.value:.2%} [{share.low:.3%}, {share.high:.3%}]"


def _sets(scene: Scene, found: Feasibility) -> Table:
    """Return the solution points over every set there is to choose from, in points, at the start.

    Points stand in the order of the parties; of several the first, as leximin has them.
    """
    table = _plain_table()
    table.add_column(Text("chosen from", QUIET))
    table.add_column(Text("rule", QUIET))
    for name in ("ideal", "Nash", "K-S", "egalitarian", "utilitarian"):
        table.add_column(Text(name, QUIET))
    rows: list[tuple[str, str, Solutions | None]] = [
        ("zone", rule, zone.solutions) for rule, zone in found.levels[found.start].items()
    ]
    if scene.scenario.decision.rule == "quorum":
        rows.append(("what suits all", found.equality, found.rational))
    rows.append(("all within the lines", "", found.within_lines))
    for name, rule, solutions in rows:
        cells = ["—"] * 5 if solutions is None else _cells(solutions)
        table.add_row(name, rule, *cells, style="" if rule == found.equality else QUIET)
    return table


def _cells(solutions: Solutions) -> list[str]:
    ideal = " ".join(map(str, solutions.ideal.values()))
    chosen = [getattr(solutions, name) for name, _, _ in _NAMES]
    return [ideal, *(_first(solution.leximin) for solution in chosen)]


def _first(points: Sequence[Point]) -> str:
    if not points:
        return "—"
    more = f" +{len(points) - 1}" if len(points) > 1 else ""
    return " ".join(map(str, points[0].utilities.values())) + more


def _plain_table() -> Table:
    return Table(
        box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style=""
    )


def _points(scene: Scene, solutions: Solutions) -> Iterator[RenderableType]:
    for name, shown, about in _NAMES:
        solution: Solution = getattr(solutions, name)
        yield Text.assemble((shown, "bold"), f": {about}")
        if not solution.points:
            yield Text("  every package costs somebody something", QUIET)
        if len(solution.leximin) < len(solution.points):
            tied, first = len(solution.points), len(solution.leximin)
            yield Text(f"  {tied} points tie; {first} by the next smallest too (leximin)", QUIET)
        rest = [point for point in solution.points if point not in solution.leximin]
        for point in (*solution.leximin, *rest)[:_MOST]:
            worth = [
                Text.assemble(scene.sides[party], f" {points}")
                for party, points in point.utilities.items()
            ]
            yield Paragraph(Text("  ").join(worth), indent=2)
            package = point.packages[0].items()
            terms = [scene.option(issue, option) for issue, option in package]
            yield Paragraph(listed(terms), indent=2)
            if (more := point.count - 1) > 0:
                yield Text(f"  and {more:,} more packages worth the same", QUIET)
        if (left := len(solution.points) - _MOST) > 0:
            yield Text(f"  and {left} more points", QUIET)
