"""Money: what a run is expected to take, and what it took."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from roomsix.report.layout import Columns, Fitting
from roomsix.report.scene import QUIET
from roomsix.report.text import one_line

Ranges = Mapping[str, tuple[object, object] | None]


def expected(rows: Iterable[tuple[str, str, Ranges]]) -> RenderableType:
    """Return a line for each seat and one for all, given ranges by what they are of."""
    table = _table("seat", "chat")
    listed = list(rows)
    for head in listed[0][2]:
        table.add_column(head, justify="right", no_wrap=True)
    for name, chat, ranges in listed:
        table.add_row(Text(name, "bold"), Text(one_line(chat), QUIET), *map(_span, ranges.values()))
    stacked: list[RenderableType] = []
    for name, chat, ranges in listed:
        whose = Text.assemble((name, "bold"), (f"  {one_line(chat)}", QUIET))
        cells = [(Text(of, QUIET), Text(_span(range_))) for of, range_ in ranges.items()]
        stacked += [whose, Columns(cells, indent=2, right=(1,))]
    return Fitting(table, Group(*stacked))


COUNTS = {
    "calls": "calls",
    "attempts": "requests",
    "unusable_replies": "unusable",
    "prompt_tokens": "prompt tokens",
    "cached_tokens": "cached",
    "completion_tokens": "reply tokens",
}
"""What is counted for each seat, and what is said of it."""


def taken(seats: Mapping[str, Mapping[str, int]], usd: Mapping[str, str]) -> RenderableType | None:
    """Return what each seat took; None where no seat used a token.

    Args:
        seats: What calls came to, by seat.
        usd: What counts as spent, in US dollars, for seats of models.
    """
    used = [name for name, each in seats.items() if each["prompt_tokens"] or name in usd]
    used += [name for name in usd if name not in seats]
    if not used:
        return None
    table = _table("seat")
    heads = (*COUNTS.values(), "spent")
    for head in heads:
        table.add_column(head, justify="right", no_wrap=True)
    rows = [
        (
            name,
            *(f"{seats.get(name, {}).get(key, 0):,}" for key in COUNTS),
            dollars(usd.get(name)),
        )
        for name in used
    ]
    if len(used) > 1:
        rows.append(("all", *[""] * len(COUNTS), dollars(whole(usd))))
    stacked: list[RenderableType] = []
    for name, *counts in rows:
        table.add_row(Text(name, QUIET), *counts)
        told = [(Text(h, QUIET), Text(each)) for h, each in zip(heads, counts, strict=True) if each]
        stacked += [Text(name), Columns(told, indent=2, right=(1,))]
    return Fitting(table, Group(*stacked))


def whole(usd: Mapping[str, str]) -> str | None:
    """Return what counts as spent for all seats, in US dollars; None where nobody was paid."""
    return str(sum(map(Decimal, usd.values()), Decimal(0))) if usd else None


def dollars(amount: str | None) -> str:
    """Return US dollars, to four places where they are few."""
    if amount is None:
        return "—"
    value = Decimal(amount)
    return f"${value:,.4f}" if value < 1 else f"${value:,.2f}"


def _table(*heads: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style=QUIET)
    for head in heads:
        table.add_column(head, no_wrap=True)
    return table


def _span(span: tuple[object, object] | None) -> str:
    if span is None:
        return "not known"
    return " to ".join(
        dollars(str(each)) if isinstance(each, Decimal) else f"{each:,}" for each in span
    )
