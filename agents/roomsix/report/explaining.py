"""What a score means and how it is worked out."""

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from roomsix.report.layout import BLANK, Columns, Paragraph
from roomsix.report.scene import QUIET
from roomsix.scoring.metric import NOTATION, Metric


def explained(metric: Metric) -> RenderableType:
    """Return all there is to say of a score."""
    rows = [
        (Text("formula", QUIET), Text(metric.formula)),
        (Text("equality", QUIET), Text(equality(metric))),
        (Text("space", QUIET), Text(space(metric))),
        (Text("source", QUIET), Text(metric.source)),
        (Text("version", QUIET), Text(str(metric.version))),
    ]
    about = f"{metric.about[:1].upper()}{metric.about[1:]}."
    return Group(
        Text(metric.name, "bold"),
        Paragraph(Text(about)),
        BLANK,
        Columns(rows),
        BLANK,
        Paragraph(Text(NOTATION, QUIET)),
    )


def listed(groups: Mapping[str, Sequence[Metric]]) -> RenderableType:
    """Return every score with what it tells, group by group."""
    parts: list[RenderableType] = []
    for group, metrics in groups.items():
        parts += [Text(group, QUIET)]
        parts += [Columns((Text(m.name, "bold"), Text(m.about)) for m in metrics)]
        parts += [BLANK]
    return Group(*parts[:-1])


def equality(metric: Metric) -> str:
    """Return, in words, when points equal to the reservation are enough."""
    match metric.equality:
        case None:
            return "does not matter"
        case "scenario":
            return "as the scenario says: `decision.equality`"
        case ">=":
            return ">=: the reservation itself will do"
        case ">":
            return ">: the reservation must be passed"


def space(metric: Metric) -> str:
    """Return, in words, whether every package is gone through for it."""
    return "every package is gone through" if metric.space else "needs no going through packages"
