"""How things stand on the page: set in, wrapped at a readable width, further lines hanging."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import zip_longest

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.measure import Measurement
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

GUTTER = 5
"""How far words are set in, in columns; turn numbers stand in the gutter."""

GAP = 2
"""How far columns stand apart."""

UNBOUND = 10_000
"""A width that nothing comes near, in columns."""

WIDEST = 96
"""The rightmost column of words."""


class Paragraph:
    """Text that starts `indent` columns in; after a lead, its further lines stand below its first.

    Nothing is padded on the right, so plain output ends its lines where the words end.
    """

    def __init__(self, text: Text, *, indent: int = 0, lead: Text | None = None) -> None:
        # A text's own style is lost where it is cut into lines; that of a part is kept.
        self._text = Text().append_text(text)
        self._indent = indent
        self._lead = Text().append_text(lead or Text())

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        hang = self._lead.cell_len
        width = max(10, min(options.max_width, WIDEST) - self._indent - hang)
        margin, further = Segment(" " * self._indent), Segment(" " * (self._indent + hang))
        for number, line in enumerate(_lines(console, self._text, width)):
            if number:
                yield further
            else:
                yield margin
                yield from _drawn(self._lead, console)
            yield from _drawn(line, console)
            yield Segment.line()

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        used = self._indent + self._lead.cell_len
        words = Measurement.get(console, options, self._text)
        widest = min(words.maximum + used, options.max_width, WIDEST)
        return Measurement(min(words.minimum + used, widest), widest)


class Blank:
    """An empty line."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Segment.line()


BLANK = Blank()


def _drawn(text: Text, console: Console) -> Iterable[Segment]:
    """Return what a line looks like; plain words need none of the reckoning of styles."""
    if console.color_system is not None and (text.spans or text.style):
        return text.render(console)
    return (Segment(text.plain),)


class Columns:
    """Cells below each other, each column as wide as it must be; too wide ones are wrapped.

    Much lighter than a table of Rich's, which measures and pads every cell several times over.
    """

    def __init__(
        self,
        rows: Iterable[Sequence[Text]],
        *,
        indent: int = 0,
        right: Collection[int] = (),
        ruled: str = "",
    ) -> None:
        """Make columns.

        Args:
            right: The places of columns that stand to the right.
            ruled: The style of a line below the first row; empty for none. There is a blank line
                above the first row as well, then.
        """
        self._rows = list(rows)
        self._indent = indent
        self._right = right
        self._ruled = ruled

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        columns = len(self._rows[0])
        room = options.max_width - self._indent - GAP * (columns - 1)
        widths = _fitted(list(zip(*self._rows, strict=True)), room)
        margin = Segment(" " * self._indent)
        if self._ruled:
            yield Segment.line()
        for number, row in enumerate(self._rows):
            cells = [_lines(console, c, width) for c, width in zip(row, widths, strict=True)]
            for line in zip_longest(*cells):
                yield margin
                yield from _row(console, line, widths, self._right)
            if self._ruled and not number:
                yield margin
                whole = sum(widths) + GAP * (columns - 1)
                yield Segment("─" * whole, console.get_style(self._ruled))
                yield Segment.line()

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        widths = [max(map(_width, column)) for column in zip(*self._rows, strict=True)]
        whole = self._indent + sum(widths) + GAP * (len(widths) - 1)
        return Measurement(min(whole, options.max_width), min(whole, options.max_width))


class Fitting:
    """A table where there is room for it, and otherwise the same one below the other."""

    def __init__(
        self, table: "Table | Columns", stacked: RenderableType, *, elastic: int = 0
    ) -> None:
        """Take both.

        Args:
            elastic: How much narrower than it would like the table still reads well.
        """
        self._table = table
        self._stacked = stacked
        self._elastic = elastic

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        whole = options.update(max_width=UNBOUND)
        wanted = Measurement.get(console, whole, self._table).maximum - self._elastic
        yield self._table if wanted <= options.max_width else self._stacked


class Shortened:
    """Text on one line, which ends in an ellipsis where there is no room for all of it."""

    def __init__(self, text: Text, *, least: int) -> None:
        """Take the text, and how much of it has to be seen at least, in columns."""
        self._text = text
        self._least = least

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        shown = self._text.copy()
        shown.truncate(options.max_width, overflow="ellipsis")
        yield shown

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement(min(self._least, self._text.cell_len), self._text.cell_len)


def set_in(text: Text) -> RenderableType:
    """Return words to the right of the gutter."""
    return Paragraph(text, indent=GUTTER)


def _lines(console: Console, text: Text, width: int) -> Sequence[Text]:
    """Return a text in lines of at most a width, cut between words where that is possible."""
    if _width(text) <= width and "\n" not in text.plain:
        return (text,)
    lines = text.wrap(console, width)
    for line in lines:
        line.rstrip()
    return list(lines)


def _fitted(cells: Sequence[Sequence[Text]], room: int) -> list[int]:
    """Return widths that fit into the room, taken from the widest first, words kept if possible."""
    widths = [max(map(_width, column)) for column in cells]
    if sum(widths) <= room:
        return widths
    words = [_longest(column) for column in cells]
    while sum(widths) > max(room, len(widths)):
        spare = [at for at, width in enumerate(widths) if width > words[at]] or range(len(widths))
        widths[max(spare, key=widths.__getitem__)] -= 1
    return widths


def _longest(column: Iterable[Text]) -> int:
    """Return the width of the longest word in a column."""
    return max((cell_len(word) for cell in column for word in cell.plain.split()), default=1)


def _row(
    console: Console, line: Iterable[Text | None], widths: Sequence[int], right: Collection[int]
) -> Iterator[Segment]:
    """Draw one line of every cell, with nothing behind the last word."""
    owed = 0
    for column, (cell, width) in enumerate(zip(line, widths, strict=True)):
        if cell is not None and cell.plain:
            if column in right:
                owed, width = owed + width - _width(cell), _width(cell)
            yield Segment(" " * owed)
            yield from _drawn(Text().append_text(cell), console)
            owed = width - _width(cell)
        else:
            owed += width
        owed += GAP
    yield Segment.line()


def _width(text: Text) -> int:
    return len(text.plain) if text.plain.isascii() else text.cell_len
