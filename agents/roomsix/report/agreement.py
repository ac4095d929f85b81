"""How far a judge agrees with people: kappa, label against label, and what follows for gates."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from roomsix.judging.agreements import Agreement, Figure
from roomsix.report.layout import BLANK, Columns, Paragraph
from roomsix.report.scene import BAD, GOOD, QUIET
from roomsix.report.text import one_line
from roomsix.rubric import Rubric


def agreement(rubric: Rubric, found: Agreement, why_not: str | None) -> RenderableType:
    """Return what was measured, and why a judged score may not gate; None where it may."""
    return Group(*_parts(rubric, found, why_not))


def _parts(rubric: Rubric, found: Agreement, why_not: str | None) -> Iterator[RenderableType]:
    yield Text.assemble((one_line(found.judge), "bold"), f" by {rubric.id}, against labels by hand")
    yield Paragraph(_figure("kappa", found.agrees))
    if found.raters is not None:
        yield Paragraph(_figure("kappa of the raters with one another", found.raters))
    left = [(found.split, "on which the raters differ"), (found.none, "without a verdict")]
    told = ", ".join(f"{many} {what}" for many, what in left if many)
    if told:
        yield Paragraph(Text(f"left out: {told}", QUIET))
    heads = ["by hand, below; by the judge, beside", *found.scale, "recall"]
    rows = [[Text(head, QUIET) for head in heads]]
    for label, counts in zip(found.scale, found.confusion, strict=True):
        share = found.recall[label]
        recall = "—" if share is None else f"{share:.2f}"
        rows.append([Text(each) for each in (label, *map(str, counts), recall)])
    yield BLANK
    yield Columns(rows, right=range(1, len(heads)))
    yield BLANK
    if why_not is None:
        yield Text("✓ a score judged so may gate a suite", GOOD)
    else:
        yield Paragraph(Text(one_line(why_not)), lead=Text("✗ may not gate: ", BAD))


def _figure(name: str, figure: Figure) -> Text:
    of = f"of {figure.n} in {figure.runs} run{'s' * (figure.runs != 1)}"
    if figure.kappa is None:
        return Text(f"{name}: cannot be told ({of}, no two labels)")
    bounds = (
        f"[{figure.low:.2f}, {figure.high:.2f}]"
        if figure.low is not None and figure.high is not None
        else "no interval"
    )
    return Text.assemble(f"{name} {figure.kappa:.2f} ", (f"{bounds} {of}; linear weights", QUIET))
