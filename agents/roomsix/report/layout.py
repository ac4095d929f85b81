"""How things stand on the page: set in, wrapped at a readable width, further lines hanging."""

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


def set_in(text: Text) -> RenderableType:
    """Return words to the right of the gutter."""
    return Paragraph(text, indent=GUTTER)
