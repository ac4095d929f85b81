"""Money: what a run is expected to take, and what it took."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

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
    return table


def taken(seats: Mapping[str, Mapping[str, Any]]) -> RenderableType | None:
    """Return what each seat took, by its totals; None where no seat used a token."""
    used = {
        name: each
        for name, each in seats.items()
        if each["prompt_tokens"] or each["completion_tokens"] or each["usd"] is not None
    }
    if not used:
        return None
    table = _table("seat")
    for head in ("calls", "sent", "unusable", "prompt tokens", "cached", "reply tokens", "spent"):
        table.add_column(head, justify="right", no_wrap=True)
    for name, each in used.items():
        numbers = [
            f"{each[key]:,}"
            for key in (
                "calls",
                "attempts",
                "unusable_replies",
                "prompt_tokens",
                "cached_tokens",
                "completion_tokens",
            )
        ]
        table.add_row(Text(name, QUIET), *numbers, dollars(each["usd"]))
    if len(used) > 1:
        table.add_row(Text("all", QUIET), *[""] * 6, dollars(whole(used)))
    return table


def whole(seats: Mapping[str, Mapping[str, Any]]) -> str | None:
    """Return what counts as spent for all seats, in US dollars; None where nobody was paid."""
    each = [Decimal(seat["usd"]) for seat in seats.values() if seat["usd"] is not None]
    return str(sum(each, Decimal(0))) if each else None


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
