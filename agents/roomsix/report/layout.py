"""How things stand on the page: set in, wrapped at a readable width, further lines hanging."""

from collections.abc import Sequence

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.measure import Measurement
from rich.segment import Segment
from rich.text import Text

GUTTER = 5
"""How far words are set in, in columns; turn numbers stand in the gutter."""

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
        for number, line in enumerate(self._text.wrap(console, width)):
            line.rstrip()
            if number:
                yield further
            else:
                yield margin
                yield from self._lead.render(console)
            yield from line.render(console)
            yield Segment.line()

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        used = self._indent + self._lead.cell_len
        words = Measurement.get(console, options, self._text)
        widest = min(words.maximum + used, options.max_width, WIDEST)
        return Measurement(min(words.minimum + used, widest), widest)


class Columns:
    """A small table, set in: a head, a rule, rows; too wide a cell is wrapped in its column.

    It draws in a fraction of the time a Table takes, and a transcript holds many.
    """

    GAP = 2
    NARROWEST = 6

    def __init__(
        self, head: Sequence[Text], rows: Sequence[Sequence[Text]], *, indent: int
    ) -> None:
        self._head = head
        self._rows = rows
        self._indent = indent

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        widths = self._widths(min(options.max_width, WIDEST) - self._indent)
        margin = Segment(" " * self._indent)
        yield from self._row(console, margin, self._head, widths)
        yield margin
        rule = "─" * (sum(widths) + self.GAP * (len(widths) - 1))
        yield from Text(rule, "dim").render(console, "\n")
        for row in self._rows:
            yield from self._row(console, margin, row, widths)

    def _widths(self, room: int) -> list[int]:
        columns = zip(self._head, *self._rows, strict=True)
        widths = [max(cell.cell_len for cell in column) for column in columns]
        room -= self.GAP * (len(widths) - 1)
        while sum(widths) > room and max(widths) > self.NARROWEST:
            widths[widths.index(max(widths))] -= 1
        return widths

    def _row(
        self, console: Console, margin: Segment, row: Sequence[Text], widths: Sequence[int]
    ) -> RenderResult:
        cells = [
            [cell] if cell.cell_len <= width else list(cell.wrap(console, width))
            for cell, width in zip(row, widths, strict=True)
        ]
        for number in range(max(map(len, cells))):
            yield margin
            space = 0
            for lines, width in zip(cells, widths, strict=True):
                line = lines[number] if number < len(lines) else Text()
                if line.plain:
                    yield Segment(" " * space)
                    yield from line.render(console)
                    space = width - line.cell_len + self.GAP
                else:
                    space += width + self.GAP
            yield Segment.line()


def set_in(text: Text) -> RenderableType:
    """Return words to the right of the gutter."""
    return Paragraph(text, indent=GUTTER)
