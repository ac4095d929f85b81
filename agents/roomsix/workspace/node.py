"""Plain data that remembers where each key and value was written."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from roomsix.errors import Problem

Scalar = str | int | float | bool | None
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A point in a file the user wrote, or in a setting given on the command line.

    Attributes:
        file: As the user would name it.
        line: Counted from 1.
        column: Counted from 1, in characters.
    """

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it was written.

    Attributes:
        at: Where the value begins.
        key: Where the key that leads to it begins; None for items of lists and the top of a file.
    """

    value: "Scalar | tuple[Node, ...] | Mapping[str, Node]"
    at: Place
    key: Place | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """What could be read of a text.

    Attributes:
        node: None when the text could not be read to its end.
        problems: In the order they were found.
    """

    node: Node | None
    problems: tuple[Problem, ...] = ()


def plain(node: Node) -> Any:
    """Return the data without its places."""
    if isinstance(node.value, Mapping):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, tuple):
        return [plain(child) for child in node.value]
    return node.value


def child(node: Node, step: str | int) -> Node | None:
    """Return what a key or an index leads to, or None."""
    value = node.value
    if isinstance(value, Mapping):
        return value.get(step) if isinstance(step, str) else None
    if isinstance(value, tuple) and isinstance(step, int) and 0 <= step < len(value):
        return value[step]
    return None


def at(node: Node, path: Path) -> Node:
    """Return what stands at a path, which must be there."""
    for step in path:
        below = child(node, step)
        assert below is not None
        node = below
    return node


def problem(at: Place, message: str, hint: str = "", path: Path = ()) -> Problem:
    """Return an error at a place."""
    return Problem(path, message, hint, at.file, at.line, at.column)


def offset(at: Place, text: str, start: int) -> Place:
    """Return the place of a character of a text that begins at a place."""
    line = text.count("\n", 0, start)
    column = start - text.rfind("\n", 0, start) if line else at.column + start
    return Place(at.file, at.line + line, column)


def placed(found: Problem, node: Node) -> Problem:
    """Give a problem the place of its path, or of the nearest thing above it that was written."""
    whole = True
    for step in found.path:
        below = child(node, step)
        if below is None:
            whole = False
            break
        node = below
    # A map or list begins at its first entry, often lines below the key that names it.
    of_key = node.key is not None and (
        found.of_key or not whole or isinstance(node.value, Mapping | tuple)
    )
    at = node.key if of_key and node.key else node.at
    return replace(found, file=at.file, line=at.line, column=at.column)


def dotted(path: Path) -> str:
    """Return a path as it is written in settings: `seats.kim.role`."""
    return ".".join(map(str, path))
