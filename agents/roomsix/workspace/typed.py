"""Plain data to frozen types, every mismatch said in a plain sentence at its place."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from roomsix.consistency import NO_DOUBT, Doubt
from roomsix.deal import Definition
from roomsix.errors import Problem
from roomsix.workspace import shape
from roomsix.workspace.draft import draft
from roomsix.workspace.node import Node, Path, at, child, dotted, placed, plain
from roomsix.workspace.sentences import as_id, gaps, located, unknown

D = TypeVar("D", bound=Definition)
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Typed(Generic[D]):
    """What data describes, as far as it describes anything.

    Attributes:
        value: None where there is any mismatch.
        draft: The value, or else what can be read of it; None where nothing can.
        node: What the draft was made of: the data, with sound ids for keys that are none.
        doubt: What stands in the draft for the rest.
    """

    value: D | None
    draft: D | None
    node: Node
    doubt: Doubt = NO_DOUBT
    problems: tuple[Problem, ...] = ()


def typed(model: type[D], node: Node, *, whole: bool = True) -> Typed[D]:
    """Return the value that the data describes, or every reason why it is none.

    Args:
        whole: Whether everything is there; else nothing is said of what is not.
    """
    value, details = _validated(model, _gathered(model, node))
    keys, others = _parted(details)
    problems = [placed(gap.problem, node) for gap in gaps(keys, node, model)]
    wrong = {located(detail["loc"], node) for detail in keys}
    if keys:
        # Under sound ids everything else can be checked as if those had been written.
        node = _renamed(node, wrong)
        _, others = _parted(_validated(model, _gathered(model, node))[1])
    found = gaps(others, node, model)
    if child(node, "x"):
        found.append(unknown(("x",), node, model))
    problems += (placed(gap.problem, node) for gap in found if whole or not gap.lack)
    if value is not None and not problems:
        return Typed(value, value, node)
    unsure = frozenset(path for gap in found for path in gap.unsure)
    readable = isinstance(node.value, Mapping)
    drafted = draft(model, plain(node), unsure) if readable else None
    doubt = Doubt(unsure, frozenset(_in_ids(path, wrong) for path in wrong))
    return Typed(None, drafted, node, doubt, tuple(problems))


def misfits(model: type[BaseModel], node: Node, path: Path) -> tuple[Problem, ...]:
    """Return why the map at a path is no value of a model; keys it does not have are left aside."""
    found = at(node, path)
    data = {key: value for key, value in plain(found).items() if key in shape.keys(model)}
    problems = []
    for gap in gaps(_validated(model, data)[1], found, model):
        message = f"{dotted(path)}.{gap.problem.message}"
        whole = replace(gap.problem, path=(*path, *gap.problem.path), message=message)
        problems.append(placed(whole, node))
    return tuple(problems)


def _parted(details: list[Any]) -> tuple[list[Any], list[Any]]:
    """Part complaints about keys from those about what stands under them."""
    keys = [detail for detail in details if detail["loc"][-1:] == ("[key]",)]
    return keys, [detail for detail in details if detail["loc"][-1:] != ("[key]",)]


def _gathered(model: type[Definition], node: Node) -> Any:
    """Return the data as the model takes it."""
    data = plain(node)
    if isinstance(data, dict):
        data.pop("x", None)
        notes = {key: data.pop(key) for key in tuple(data) if key.startswith("x-")}
        if notes:
            data["x"] = notes
        version = model.__name__.lower()
        if isinstance(data.get(version), bool | float):
            # A literal 1 would let them pass, being equal.
            data[version] = str(data[version])
    return data


def _validated(model: type[M], data: Any) -> tuple[M | None, list[Any]]:
    try:
        return model.model_validate_json(json.dumps(data), strict=True), []
    except ValidationError as error:
        return None, error.errors(include_url=False)


def _in_ids(path: Path, wrong: set[Path]) -> Path:
    """Return where a path leads once the wrong keys are renamed."""
    return tuple(
        as_id(str(step)) if path[: index + 1] in wrong else step for index, step in enumerate(path)
    )


def _renamed(node: Node, wrong: set[Path], path: Path = ()) -> Node:
    """Return the node with the nearest id for every wrong key; what has none is left out."""
    if isinstance(node.value, tuple):
        items = (_renamed(item, wrong, (*path, index)) for index, item in enumerate(node.value))
        return replace(node, value=tuple(items))
    if not isinstance(node.value, Mapping):
        return node
    entries: dict[str, Node] = {}
    for key, below in node.value.items():
        name = as_id(key) if (*path, key) in wrong else key
        if name and (name == key or name not in node.value):
            entries[name] = _renamed(below, wrong, (*path, key))
    return replace(node, value=entries)
