"""YAML and JSON of others as plain data: no tags that make objects, no aliases, no depths."""

import json
import math
from pathlib import Path
from typing import Any

import yaml

from roomsix.exchange import source
from roomsix.workspace.source import Loader

MAX_NODES = 300_000
MAX_DEPTH = 40


class _Loader(Loader):
    """Reads plain data; lists that are keys become tuples, as NegMAS writes outcomes."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        key = tuple(key) if isinstance(key, list) else key
        try:
            again = key in found
        except TypeError:
            raise _at(key_node, "a key that is no word, number or list of these") from None
        if again:
            raise _at(key_node, f"{key!r} stands there twice")
        found[key] = loader.construct_object(value_node, deep=True)
    return found


def _tuple(loader: _Loader, node: yaml.SequenceNode) -> tuple[Any, ...]:
    return tuple(loader.construct_sequence(node, deep=True))


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:python/tuple", _tuple)


def _at(node: yaml.Node, message: str) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=message, problem_mark=node.start_mark)


def read(file: Path) -> Any:
    """Return what a .json, .yml or .yaml file holds.

    Raises:
        UsageError: The file cannot be read.
        DefinitionError: It is neither, with the line.
    """
    text = source.text(file)
    return _json(file, text) if file.suffix.lower() == ".json" else _yaml(file, text)


def _json(file: Path, text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=dict)
    except json.JSONDecodeError as error:
        raise source.wrong(file, error.lineno, f"not JSON: {error.msg.lower()}") from None
    except (RecursionError, ValueError) as error:
        raise source.wrong(file, 1, f"not JSON that can be read: {error}") from None


def _yaml(file: Path, text: str) -> Any:
    try:
        _bounded(file, text)
        return yaml.load(text, _Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise source.wrong(file, line, f"not YAML that is read here: {error.problem}") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise source.wrong(file, 1, f"not YAML that can be read: {error}") from None


def _bounded(file: Path, text: str) -> None:
    """Refuse aliases, by which a short text can stand for an endless one, and depths."""
    depth = 0
    for number, event in enumerate(yaml.parse(text, _Loader)):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise source.wrong(file, line, "an alias, which is not read", "write it out")
        opens = isinstance(event, yaml.CollectionStartEvent)
        depth += opens - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH or number > MAX_NODES:
            raise source.wrong(file, line, "too deep or too long to be read")


def is_endless(value: object) -> bool:
    """Tell whether a number is infinitely small, which NegMAS writes for no reservation."""
    return isinstance(value, float) and math.isinf(value) and value < 0
