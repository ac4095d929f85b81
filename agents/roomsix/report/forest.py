"""Differences as a forest: a line each, its interval drawn about nought, alike figures to scale."""

from collections.abc import Sequence
from itertools import pairwise
from math import floor, log10

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from roomsix.evaluation.contrasting import Line
from roomsix.evaluation.gating import BOUNDS, UNIT
from roomsix.report.layout import GAP, WIDEST, Columns
from roomsix.report.scene import QUIET
from roomsix.report.text import one_line

SMALLEST, LARGEST = 15, 35
"""How many columns an interval is drawn in; odd, so that nought is in the middle of one."""

ROUND = (1, 1.5, 2, 3, 4, 5, 6, 8, 10)
"""What an axis may end at, times a power of ten."""

MARKS = {"higher": "▲", "lower": "▼", "no difference shown": "=", "not enough data": "?"}


class Forest:
    """Lines below each other with their intervals drawn, as far as there is room for that."""

    def __init__(self, lines: Sequence[Line], *, head: str = "") -> None:
        """Take lines; those of one scale stand together.

        Args:
            head: What the first column tells.
        """
        self._lines = lines
        self._extents = extents(lines)
        self._head = head

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        plain = self._rows(0)
        # The drawing stands before the mark, and has the room that is left.
        widths = [max(cell.cell_len for cell in column) for column in zip(*plain, strict=True)]
        left = min(options.max_width, WIDEST) - sum(widths) - GAP * len(widths)
        width = min(LARGEST, left - 1 + left % 2)
        yield Columns(plain if width < SMALLEST else self._rows(width), right=(1, 2))

    def _rows(self, width: int) -> list[list[Text]]:
        heads = [self._head, "A", "B", "A less B", *([""] if width else []), ""]
        rows = [[Text(head, QUIET) for head in heads]]
        for line, after in pairwise([*self._lines, None]):
            assert line is not None
            rows.append(_row(line, self._extents[scale(line)], width))
            if width and (after is None or scale(after) != scale(line)):
                axis = Text(_axis(self._extents[scale(line)], width), QUIET)
                rows.append([Text(), Text(), Text(), Text(), axis, Text()])
        return rows


def name(line: Line) -> str:
    """Return what a line is called: its part, where it is one of several."""
    return one_line(line.where.partition("=")[2]) or line.metric


def scale(line: Line) -> str:
    """Return what tells lines of one scale from others: shares of one are all alike."""
    if line.rate or BOUNDS.get(line.metric) == UNIT:
        return "share"
    return line.metric.partition(".")[0].partition(" ")[0]


def extents(lines: Sequence[Line]) -> dict[str, float]:
    """Return for each scale how far from nought is drawn: a round number that holds all of it."""
    found: dict[str, float] = {}
    for line in lines:
        known = line.difference
        ends = () if known is None else (known.value, known.low or 0, known.high or 0)
        found[scale(line)] = max(found.get(scale(line), 0), *map(abs, ends), 0)
    return {name: _round_up(farthest) for name, farthest in found.items()}


def drawn(line: Line, extent: float, width: int) -> str:
    """Return the interval of a line about nought, in so many columns; nought is in the middle."""
    found = line.difference
    if found is None:
        return ""

    def place(value: float) -> int:
        return round((value / extent + 1) / 2 * (width - 1))

    cells = [" "] * width
    cells[width // 2] = "│"
    if found.low is not None and found.high is not None:
        low, high = place(found.low), place(found.high)
        for at in range(low, high + 1):
            cells[at] = "┼" if at == width // 2 else "─"
        cells[low], cells[high] = "├", "┤"
    cells[place(found.value)] = "●" if line.verdict in ("higher", "lower") else "○"
    return "".join(cells)


def number(value: float | None, *, signed: bool = False) -> str:
    """Return a figure in three digits, or a dash for none."""
    if value is None:
        return "—"
    if value and abs(value) < 1e-4:
        value = 0.0
    digits = 0 if abs(value) >= 100 else 3 if abs(value) < 1 else 2 if abs(value) < 10 else 1
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"+{text}" if signed and float(text) > 0 else "0" if text == "-0" else text


def interval(line: Line) -> str:
    """Return a difference with its interval, if it has one."""
    found = line.difference
    if found is None:
        return "—"
    value = number(found.value, signed=True)
    if found.low is None or found.high is None:
        return value
    return f"{value} [{number(found.low, signed=True)}, {number(found.high, signed=True)}]"


def _row(line: Line, extent: float, width: int) -> list[Text]:
    style = "bold" if line.verdict in ("higher", "lower") else ""
    cells = [name(line), number(line.a), number(line.b), interval(line)]
    drawing = [Text(drawn(line, extent, width), style)] if width else []
    return [*(Text(cell) for cell in cells), *drawing, Text(MARKS[line.verdict], style)]


def _axis(extent: float, width: int) -> str:
    ends = number(-extent), number(extent, signed=True)
    half = width // 2
    return f"{ends[0]:<{half}}0{ends[1]:>{half}}"


def _round_up(value: float) -> float:
    """Return the least round number that holds a value; 1 for none."""
    if value <= 0:
        return 1.0
    base = 10.0 ** floor(log10(value))
    return next(each * base for each in ROUND if each * base >= value * (1 - 1e-9))
