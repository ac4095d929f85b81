"""Words made safe for Markdown: what would be markup is shown as it was written."""

import re
from collections.abc import Iterable, Iterator, Sequence

from roomsix.report.text import one_line, visible

_MEANT = re.compile(r"[\\`*_{}\[\]<>~|&$]")
_LINKED = re.compile(r"(?i)\b(https?|ftp|mailto|www)([:.])")


def words(text: str) -> str:
    """Return text on one line, with nothing in it that Markdown or HTML would act on.

    It must not stand at the beginning of a line, where digits and dashes mean something too.
    """
    return _LINKED.sub(r"\1\\\2", _MEANT.sub(r"\\\g<0>", one_line(text)))


def aside(text: str) -> str:
    """Return text as words in italics, which may begin a line."""
    return f"*{words(text)}*"


def speech(text: str) -> Iterator[str]:
    """Yield what is said in quotation marks, paragraph by paragraph."""
    parts = [words(part) for part in re.split(r"\n\s*\n", visible(text)) if part.strip()]
    for at, part in enumerate(parts):
        yield f"“{part}”" if at == len(parts) - 1 else f"“{part}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of cells that are Markdown already."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def bullets(items: Iterable[str]) -> str:
    """Return a list of items that are Markdown already."""
    return "\n".join(f"- {item}" for item in items)


def quoted(block: str) -> str:
    """Return a block set apart, as what is not for everyone's ears."""
    return "\n".join(f"> {line}".rstrip() for line in block.split("\n"))
