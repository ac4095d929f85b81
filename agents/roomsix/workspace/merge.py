"""What a definition takes over from the one it extends.

Maps merge, lists replace, `key+` appends to a list, and `key: null` leaves a key out.
"""

from collections.abc import Mapping
from dataclasses import replace

from roomsix.errors import Problem
from roomsix.workspace.node import Node, Path, problem

Merged = tuple[Node, list[Problem]]


def merged(parent: Node, child: Node, path: Path = ()) -> Merged:
    """Return the child and what it leaves unsaid; each value keeps the place it was written at."""
    if not isinstance(parent.value, Mapping) or not isinstance(child.value, Mapping):
        return child, []
    entries = dict(parent.value)
    problems: list[Problem] = []
    for key, node in child.value.items():
        name = key.removesuffix("+")
        if name != key:
            found = _appended(entries.get(name), node, (*path, key), twice=name in child.value)
        elif key in entries and node.value is None:
            del entries[key]
            continue
        elif key in entries:
            found = merged(entries[key], node, (*path, key))
        else:
            found = orphaned(node, (*path, key))
        entries[name] = found[0]
        problems += found[1]
    return replace(child, value=entries), problems


def orphaned(node: Node, path: Path = ()) -> Merged:
    """Return what has no counterpart in a parent, taking every `key+` for `key`.

    A list that the parent leaves unsaid is empty, so that appending to it is in order.
    """
    if not isinstance(node.value, Mapping):
        return node, []
    entries: dict[str, Node] = {}
    problems: list[Problem] = []
    for key, below in node.value.items():
        name = key.removesuffix("+")
        if name != key:
            found = _appended(None, below, (*path, key), twice=name in node.value)
        else:
            found = orphaned(below, (*path, key))
        entries[name] = found[0]
        problems += found[1]
    return replace(node, value=entries), problems


def appending(node: Node, path: Path = ()) -> list[Problem]:
    """Return a problem for each `key+` in a definition that extends nothing."""
    if isinstance(node.value, tuple):
        below = [appending(item, (*path, index)) for index, item in enumerate(node.value)]
        return [found for problems in below for found in problems]
    problems: list[Problem] = []
    if isinstance(node.value, Mapping):
        for key, item in node.value.items():
            if key.endswith("+"):
                message = f"{key!r} adds to a list of the definition this one extends"
                hint = f"there is no `extends`: write {key.removesuffix('+')!r}"
                problems.append(problem(item.key or item.at, message, hint, (*path, key)))
            problems += appending(item, (*path, key))
    return problems


def _appended(parent: Node | None, child: Node, path: Path, *, twice: bool) -> Merged:
    at = child.key or child.at
    if twice:
        name = str(path[-1]).removesuffix("+")
        return child, [problem(at, f"both {name!r} and {path[-1]!r}", "keep one of them", path)]
    if not isinstance(child.value, tuple):
        return child, [problem(at, f"{path[-1]!r} adds to a list: expected a list", "", path)]
    if parent is None:
        return child, []
    if not isinstance(parent.value, tuple):
        written = f"{parent.at.file}:{parent.at.line}"
        return child, [
            problem(at, f"{path[-1]!r} adds to what is not a list ({written})", "", path)
        ]
    return replace(child, value=(*parent.value, *child.value)), []
