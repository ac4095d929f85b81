"""XML as a plain tree with line numbers, read without any of what makes XML dangerous."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from roomsix.exchange import source

MAX_ELEMENTS = 200_000
MAX_DEPTH = 40


@dataclass
class Element:
    """One element, with the line it begins in; text between elements is left out."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list["Element"] = field(default_factory=list)

    def all(self, *tags: str) -> Iterator["Element"]:
        """Yield the children of these names, in order."""
        return (child for child in self.children if child.tag in tags)

    def first(self, tag: str) -> "Element | None":
        """Return the first child of a name."""
        return next(self.all(tag), None)


def read(file: Path) -> Element:
    """Return a file's outermost element.

    A document type is refused, and with it every entity; no file and no address is ever opened.

    Raises:
        UsageError: The file cannot be read.
        DefinitionError: It is not well-formed, or declares a document type; with its line.
    """
    given = source.data(file)
    parser = expat.ParserCreate()
    tree = _Tree(file, parser)
    try:
        parser.Parse(given, True)
    except expat.ExpatError as error:
        why = expat.errors.messages[error.code]
        raise source.wrong(file, error.lineno, f"not well-formed XML: {why}") from None
    except (ValueError, LookupError) as error:
        raise source.wrong(file, 1, f"cannot be read as XML: {error}") from None
    assert tree.root is not None
    return tree.root


class _Tree:
    """Takes what the parser finds."""

    def __init__(self, file: Path, parser: expat.XMLParserType) -> None:
        self.root: Element | None = None
        self._file = file
        self._parser = parser
        self._open: list[Element] = []
        self._count = 0
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._doctype
        parser.ExternalEntityRefHandler = self._doctype

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MAX_ELEMENTS:
            self._refuse(f"more than {MAX_ELEMENTS:,} elements")
        if len(self._open) >= MAX_DEPTH:
            self._refuse(f"elements nested more than {MAX_DEPTH} deep")
        made = Element(tag, attributes, self._parser.CurrentLineNumber)
        if self._open:
            self._open[-1].children.append(made)
        else:
            self.root = made
        self._open.append(made)

    def _end(self, _: str) -> None:
        self._open.pop()

    def _doctype(self, *_: object) -> NoReturn:
        self._refuse("declares a document type, which is not read", "delete the declaration")

    def _refuse(self, message: str, hint: str = "") -> NoReturn:
        raise source.wrong(self._file, self._parser.CurrentLineNumber, message, hint)
