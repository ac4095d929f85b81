"""Lists: runs with how they ended, and definitions with what they are."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from roomsix.report import costs
from roomsix.report.layout import Fitting, Paragraph, Shortened
from roomsix.report.scene import BAD, GOOD, QUIET
from roomsix.report.text import one_line


def runs(found: Iterable[Mapping[str, Any]]) -> RenderableType:
    """Return a line for each run, given what `run.json` says of it; forks below what they left."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style=QUIET)
    table.add_column("run", no_wrap=True)
    table.add_column("seed", justify="right", no_wrap=True)
    table.add_column("turns", justify="right", no_wrap=True, min_width=5)
    table.add_column("ended", no_wrap=True)
    listed = list(found)
    paid = any(info["usd"] for info in listed)
    if paid:
        table.add_column("spent", justify="right", no_wrap=True)
    table.add_column("chats")
    stacked: list[RenderableType] = []
    longest = 0
    for depth, info in _as_tree(listed):
        named = Text.assemble(("  " * (depth - 1) + "└ " if depth else "", QUIET), _named(info))
        seed, turns = str(info["seed"]), str(info["totals"].get("turns", "—"))
        spent = [costs.dollars(costs.whole(info["usd"]))] if paid else []
        chats = Text(one_line(", ".join(dict.fromkeys(info["seats"].values()))), QUIET)
        longest = max(longest, chats.cell_len)
        table.add_row(named, seed, turns, _ended(info), *spent, Shortened(chats, least=LEAST))
        told = (Text(f"seed {seed}"), Text(f"{turns} turns"), _ended(info), *map(Text, spent))
        rest = Text(" · ").join((*told, chats))
        stacked += [named, Paragraph(rest, indent=2 * depth + 2)]
    return Fitting(table, Group(*stacked), elastic=max(0, longest - LEAST))


LEAST = 8
"""How much of who answered has to be seen at least in a list, in columns."""


def definitions(found: Iterable[Mapping[str, Any]], *, whole: bool) -> RenderableType:
    """Return a line for each definition, given what a catalogue says of it.

    Args:
        whole: Whether a summary stays in one line, however long.
    """
    grid = Table.grid(padding=(0, 3, 0, 0))
    grid.add_column(no_wrap=True)
    for entry in found:
        title = Text.assemble(one_line(entry["title"]), (f"  {entry['origin']}", QUIET))
        summary = Text(one_line(entry["summary"]), QUIET)
        grid.add_row(
            Text(one_line(entry["id"]), "bold"),
            Group(title, summary if whole else Paragraph(summary)),
        )
    return grid


def _as_tree(found: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield runs with how deep they stand, each before those that were forked from it."""
    listed = {info["id"] for info in found}
    below: dict[str | None, list[Mapping[str, Any]]] = {}
    for info in found:
        above = (info["lineage"] or {}).get("run")
        below.setdefault(above if above in listed else None, []).append(info)

    def walk(above: str | None, depth: int) -> Iterator[tuple[int, Mapping[str, Any]]]:
        for info in below.get(above, ()):
            yield depth, info
            yield from walk(info["id"], depth + 1)

    yield from walk(None, 0)


def _named(info: Mapping[str, Any]) -> Text:
    named = Text(one_line(info["id"]), "bold")
    lineage = info["lineage"]
    if lineage is None:
        return named
    where = f" from turn {lineage['turn']}" if lineage["turn"] else " taken up"
    return named.append(where, f"not bold {QUIET}")


def _ended(info: Mapping[str, Any]) -> Text:
    if info["ending"] is None:
        return Text(f"… {info['status']}", QUIET)
    outcome, why = info["ending"]
    if outcome == "deal":
        return Text.assemble(("✓ deal", GOOD), (f", {one_line(why)}", QUIET))
    return Text.assemble(("✗ no deal", BAD), (f", {one_line(why)}", QUIET))
