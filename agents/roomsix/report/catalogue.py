"""Lists: runs with how they ended, and definitions with what they are."""

from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from roomsix.report.layout import Paragraph
from roomsix.report.scene import BAD, GOOD, QUIET
from roomsix.report.text import one_line


def runs(found: Iterable[Mapping[str, Any]]) -> RenderableType:
    """Return a line for each run, given what `run.json` says of it."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style=QUIET)
    table.add_column("run", no_wrap=True)
    table.add_column("seed", justify="right", no_wrap=True)
    table.add_column("turns", justify="right", no_wrap=True, min_width=5)
    table.add_column("ended", no_wrap=True)
    table.add_column("chats", overflow="ellipsis", no_wrap=True)
    for info in found:
        table.add_row(
            Text(one_line(info["id"]), "bold"),
            str(info["seed"]),
            str(info["totals"].get("turns", "—")),
            _ended(info),
            Text(one_line(", ".join(dict.fromkeys(info["seats"].values()))), QUIET),
        )
    return table


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


def _ended(info: Mapping[str, Any]) -> Text:
    if info["ending"] is None:
        return Text(f"… {info['status']}", QUIET)
    outcome, why = info["ending"]
    if outcome == "deal":
        return Text.assemble(("✓ deal", GOOD), (f", {one_line(why)}", QUIET))
    return Text.assemble(("✗ no deal", BAD), (f", {one_line(why)}", QUIET))
