"""Settings from the command line: `path.to.key=value`, put into a definition before it is typed."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, get_origin

from roomsix.errors import Problem, did_you_mean
from roomsix.workspace import scalars, shape
from roomsix.workspace.files import Kind
from roomsix.workspace.node import Node, Path, Place, Source, child, dotted, problem
from roomsix.workspace.source import decode, parse


@dataclass(frozen=True)
class Setting:
    """One `path=value`.

    Attributes:
        path: Keys from the top of the definition; numbers count items of lists from 0. A last key
            that ends with `+` appends to a list.
        node: The value; null leaves the key out.
        at: Where the path begins, in `--set #1` for the first setting.
    """

    path: tuple[str, ...]
    node: Node
    at: Place


def read(texts: Iterable[str]) -> tuple[tuple[Setting, ...], tuple[Problem, ...]]:
    """Read settings as they were given, in order."""
    settings = []
    problems: list[Problem] = []
    for number, text in enumerate(texts, start=1):
        at = Place(f"--set #{number}", 1, 1)
        path, equals, value = text.partition("=")
        steps = tuple(path.strip().split("."))
        if not equals or not all(steps):
            hint = "for example parties.mars.stakes.always.no_deal=50"
            problems.append(problem(at, f"expected path.to.key=value, found {text[:60]!r}", hint))
            continue
        source = _value(value, at, len(path) + 1)
        problems += source.problems
        if source.node is not None:
            settings.append(Setting(steps, source.node, at))
    return tuple(settings), tuple(problems)


def applied(node: Node, settings: Iterable[Setting], model: type) -> Source:
    """Put settings into a definition; a path that it cannot have is a problem, not a new key."""
    problems = []
    for setting in settings:
        try:
            node = _put(node, setting, 0, model)
        except _Refused as refusal:
            problems.append(refusal.problem)
    return Source(node, tuple(problems))


def meant_for(given: Iterable[Setting], kind: Kind, name: str) -> tuple[Setting, ...]:
    """Return the settings for one definition, their paths shortened to begin inside it."""
    meant = []
    for setting in given:
        first, *rest = setting.path
        prefixed = first in ("persona", "scenario") and bool(rest)
        if kind == "persona" and first == "persona" and len(rest) > 1 and rest[0] == name:
            meant.append(_shortened(setting, 2))
        elif kind == "scenario" and first == "scenario" and rest:
            meant.append(_shortened(setting, 1))
        elif kind == "scenario" and not prefixed:
            meant.append(setting)
    return tuple(meant)


def for_nobody(texts: Iterable[str], wanted: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each setting of a persona that sits nowhere."""
    for setting in read(texts)[0]:
        first, *rest = setting.path
        if first == "persona" and len(rest) > 1 and rest[0] not in wanted:
            at = replace(setting.at, column=len("persona.") + 1)
            there = ", ".join(sorted(set(wanted)))
            hint = did_you_mean(rest[0], wanted) or f"at the table: {there}"
            yield problem(at, f"nobody at the table is {rest[0]!r}", hint, setting.path[:2])


class _Refused(Exception):
    def __init__(self, setting: Setting, depth: int, message: str, hint: str = "") -> None:
        path: Path = setting.path[: depth + 1]
        column = setting.at.column + len(".".join(setting.path[:depth])) + bool(depth)
        self.problem = problem(replace(setting.at, column=column), message, hint, path)


def _shortened(setting: Setting, by: int) -> Setting:
    column = setting.at.column + sum(len(step) + 1 for step in setting.path[:by])
    return replace(setting, path=setting.path[by:], at=replace(setting.at, column=column))


def _value(text: str, at: Place, width: int) -> Source:
    decoded, problems = decode((" " * width + text).encode("utf-8", "replace"), at.file)
    if decoded is None:
        return Source(None, tuple(problems))
    if not decoded.strip():
        return Source(Node(None, replace(at, column=width + 1)))
    return parse(decoded, at.file, problems, flow_only=True)


def _put(node: Node, setting: Setting, depth: int, annotation: Any) -> Node:
    """Return the node with the value put in, `depth` steps down the setting's path."""
    step = setting.path[depth]
    if isinstance(node.value, tuple):
        return _put_item(node, setting, depth, annotation)
    if not isinstance(node.value, Mapping):
        within = dotted(setting.path[:depth])
        raise _Refused(setting, depth, f"{within} has no keys: it is a single value")
    last = depth + 1 == len(setting.path)
    key = step.removesuffix("+") if last else step
    if depth == 0 and key in ("id", "extends"):
        raise _Refused(setting, depth, f"{key!r} cannot be set")
    if fault := scalars.unfit_key(key):
        raise _Refused(setting, depth, fault.message, fault.hint)
    below = shape.inside(annotation, key)
    named = bool(shape.keys(annotation)) and below is not None
    if key not in node.value and not named and not (last and below is not None):
        raise _unknown(node, setting, depth, annotation)
    entries = dict(node.value)
    if not last:
        present = entries.get(key)
        if present is None or present.value is None:
            # Left unsaid, so everything in it has its usual value.
            empty: Any = () if get_origin(below) is tuple else {}
            present = Node(empty, setting.at, setting.at)
        entries[key] = _put(present, setting, depth + 1, below)
    elif key != step:
        entries[key] = _extended(entries.get(key), setting, depth)
    elif setting.node.value is None:
        entries.pop(key, None)
    else:
        entries[key] = replace(setting.node, key=setting.at)
    return replace(node, value=entries)


def _put_item(node: Node, setting: Setting, depth: int, annotation: Any) -> Node:
    assert isinstance(node.value, tuple)
    step = setting.path[depth]
    index = int(step) if step.isascii() and step.isdigit() and len(step) < 7 else -1
    present = child(node, index)
    if present is None:
        within, count = dotted(setting.path[:depth]), len(node.value)
        message = f"{within} has {count} items, numbered from 0; {step!r} is none of them"
        raise _Refused(setting, depth, message)
    if depth + 1 == len(setting.path):
        item = setting.node
    else:
        item = _put(present, setting, depth + 1, shape.inside(annotation, index))
    return replace(node, value=(*node.value[:index], item, *node.value[index + 1 :]))


def _extended(present: Node | None, setting: Setting, depth: int) -> Node:
    if not isinstance(setting.node.value, tuple):
        raise _Refused(setting, depth, f"{setting.path[-1]!r} adds to a list: expected [a, list]")
    before = present.value if present else ()
    if not isinstance(before, tuple):
        raise _Refused(setting, depth, f"{setting.path[-1]!r} adds to what is not a list")
    return replace(setting.node, value=(*before, *setting.node.value), key=setting.at)


def _unknown(node: Node, setting: Setting, depth: int, annotation: Any) -> _Refused:
    step = setting.path[depth]
    assert isinstance(node.value, Mapping)
    known = tuple(dict.fromkeys((*node.value, *shape.keys(annotation))))
    within = f" in {dotted(setting.path[:depth])}" if depth else ""
    hint = did_you_mean(step, known) or f"known: {', '.join(known)}"
    return _Refused(setting, depth, f"no {step!r}{within}", hint)
