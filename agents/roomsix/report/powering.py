"""What a suite can show and what it would take to show more, as a table."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from roomsix.evaluation.powering import Needed, Plan
from roomsix.report.forest import number
from roomsix.report.layout import Columns, Paragraph
from roomsix.report.scene import QUIET


def powering(plans: Sequence[Plan]) -> Iterator[RenderableType]:
    """Yield the table, and what its figures are made from."""
    if not plans:
        yield Paragraph(Text("nothing is compared: no `primaries`, and no gate on a difference"))
        return
    for plan in plans:
        yield Text(f"{plan.metric}: {plan.what}" if plan.declared else plan.what, "bold")
        yield Paragraph(Text(_stands(plan)), indent=2)
        if plan.needed:
            yield Columns(list(_rows(plan)), indent=2, right=(0, 1, 2))
        yield Paragraph(Text(_source(plan), QUIET), indent=2)
        yield ""
    yield Paragraph(Text(_legend(plans), QUIET))


def _stands(plan: Plan) -> str:
    """Return what the suite shows as it stands."""
    there = f"{plan.pairs:,} pairs, of {plan.seeds:,} seeds in {_scenarios(plan.scenarios)}"
    if plan.detectable is None:
        return f"as it stands: {there}"
    return f"as it stands: {there}; they show {number(plan.detectable)} and more"


def _rows(plan: Plan) -> Iterator[list[Text]]:
    yield [Text(head, QUIET) for head in ("to show", "pairs", "seeds", "")]
    for each in plan.needed:
        yield [Text(cell) for cell in (number(each.difference), *_cells(plan, each))]


def _cells(plan: Plan, each: Needed) -> tuple[str, str, str]:
    if each.pairs is not None and each.seeds is not None:
        enough = "✓ it has them" if each.seeds <= plan.seeds else ""
        return f"{each.pairs:,}", f"{each.seeds:,}", enough
    if each.scenarios is not None:
        many = f"{plan.pairs / plan.scenarios:g} pairs each"
        told = f"no seeds are enough; {_scenarios(each.scenarios)} of {many} would be"
        return "—", "—", told
    return "—", "—", "cannot be told"


def _source(plan: Plan) -> str:
    known = [] if plan.sd is None else [f"sd {number(plan.sd)} of differences"]
    if plan.split is not None:
        known = [f"{plan.split:.0%} of pairs differ"]
    if plan.sd is not None and plan.pairs > max(plan.seeds, plan.scenarios):
        known.append(f"icc {plan.icc:.2f}")
    return f"{', '.join(known) or 'spread not known'} ({plan.source}); alpha {plan.alpha:.3g}"


def _scenarios(count: int) -> str:
    return "1 scenario" if count == 1 else f"{count:,} scenarios"


def _legend(plans: Sequence[Plan]) -> str:
    declared = sum(plan.declared for plan in plans)
    shared = (
        " Primaries share alpha, as Holm's rule does at its first step."
        if len({plan.metric for plan in plans if plan.declared}) > 1
        else ""
    )
    gates = " A gate's difference is how far the truth lies beyond its bound."
    return (
        f"Shown {plans[0].power:.0%} of the time, by a two-sided test of pairs, scenarios being"
        f" clusters.{shared}{gates if declared < len(plans) else ''}"
    )
