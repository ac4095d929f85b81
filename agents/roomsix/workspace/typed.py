"""Plain data to frozen types, every mismatch said in a plain sentence at its place."""

import json
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any, TypeVar

from pydantic import ValidationError

from roomsix.deal import Definition
from roomsix.errors import Problem, did_you_mean
from roomsix.workspace import shape
from roomsix.workspace.node import Node, Path, child, dotted, placed, plain

D = TypeVar("D", bound=Definition)

Detail = Mapping[str, Any]


def typed(model: type[D], node: Node) -> tuple[D | None, tuple[Problem, ...]]:
    """Return the value that the data describes, or None and every reason why it is none."""
    data = plain(node)
    extra: list[Problem] = []
    if isinstance(data, dict):
        notes = {key: data.pop(key) for key in tuple(data) if key.startswith("x-")}
        if "x" in data:
            del data["x"]
            extra.append(_unknown(("x",), model))
        if notes:
            data["x"] = notes
        version = model.__name__.lower()
        if isinstance(data.get(version), bool | float):
            # A literal 1 would let them pass, being equal.
            data[version] = str(data[version])
    try:
        value = model.model_validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        extra += _translated(error.errors(include_url=False), node, model)
    else:
        if not extra:
            return value, ()
    return None, tuple(placed(found, node) for found in extra)


def _translated(details: Iterable[Any], node: Node, model: type) -> list[Problem]:
    located = [(_path(detail["loc"], node), detail) for detail in details]
    # A map or list was meant for the branch of a union that has complaints about its parts.
    in_part = {path[:end] for path, _ in located for end in range(len(path))}
    in_part |= {path for path, detail in located if detail["type"] == "missing"}
    problems = []
    for path, group in groupby(located, key=lambda pair: pair[0]):
        meant = [
            detail
            for _, detail in group
            if path not in in_part or detail["type"] != "literal_error"
        ]
        problems += _sentences(path, meant, node, model)
    return problems


def _path(loc: Path, node: Node) -> Path:
    """Return the part of a location that stands in the data.

    The rest names branches of unions, `[key]`, or a key that is missing.
    """
    path: list[str | int] = []
    for step in loc:
        below = child(node, step)
        if below is None:
            continue
        path.append(step)
        node = below
    return tuple(path)


def _sentences(path: Path, details: list[Detail], node: Node, model: type) -> list[Problem]:
    """Say what is wrong at one place; several details are branches of a union, or missing keys."""
    value = plain(_at(node, path))
    problems = []
    expectations = []
    for detail in details:
        kind, context = detail["type"], detail.get("ctx", {})
        if detail["loc"][-1:] == ("[key]",):
            problems.append(_wrong_key(path, kind, context))
        elif kind == "missing":
            message = f"{detail['loc'][-1]!r} is missing"
            problems.append(Problem(path, _under(path, message)))
        elif kind == "extra_forbidden":
            problems.append(_unknown(path, model))
        else:
            expectations.append((kind, context))
    if expectations:
        problems.append(_mismatch(path, expectations, value))
    return problems


def _mismatch(path: Path, expectations: list[tuple[str, Detail]], value: Any) -> Problem:
    words = [word for kind, context in expectations for word in _words(kind, context)]
    listed = [f"one of {', '.join(words)}" if len(words) > 1 else repr(words[0])] if words else []
    others = [_expected(kind, context) for kind, context in expectations if kind != "literal_error"]
    wanted = listed + others
    hint = did_you_mean(value, words) if isinstance(value, str) else ""
    if not hint and isinstance(value, str) and any(_is_id(context) for _, context in expectations):
        hint = _as_id(value)
    message = f"expected {', or '.join(wanted)}; found {_found(value)}"
    return Problem(path, _under(path, message), hint)


def _wrong_key(path: Path, kind: str, context: Detail) -> Problem:
    key = str(path[-1])
    words = _words(kind, context)
    message = (
        f"unknown key {key!r}" if words else f"the key {key!r} is not {_expected(kind, context)}"
    )
    hint = did_you_mean(key, words) or (f"known: {', '.join(words)}" if words else _as_id(key))
    return Problem(path, _under(path[:-1], message), hint, of_key=True)


def _unknown(path: Path, model: type) -> Problem:
    key = str(path[-1])
    known = shape.keys(shape.at(model, path[:-1]))
    hint = did_you_mean(key, known) or (f"known: {', '.join(known)}" if known else "")
    return Problem(path, _under(path[:-1], f"unknown key {key!r}"), hint, of_key=True)


def _expected(kind: str, context: Detail) -> str:
    if kind == "string_pattern_mismatch":
        if _is_id(context):
            return "an id (lower-case words joined by hyphens)"
        return (
            "a letter A to F and a digit 1 to 6, such as B2"
            if "A-F" in context["pattern"]
            else "another form"
        )
    if kind in ("too_short", "too_long"):
        most = kind == "too_long"
        count = context["max_length" if most else "min_length"]
        return f"{'at most' if most else 'at least'} {count} {'entry' if count == 1 else 'entries'}"
    if kind in _NUMBERS:
        name, relation = _NUMBERS[kind]
        return f"{relation} {context[name]}"
    if kind == "string_too_long":
        return f"at most {context['max_length']} characters"
    return _KINDS.get(kind, "something else")


_NUMBERS = {
    "greater_than_equal": ("ge", "at least"),
    "less_than_equal": ("le", "at most"),
    "greater_than": ("gt", "more than"),
    "less_than": ("lt", "less than"),
}
_KINDS = {
    "bool_type": "true or false",
    "dict_type": "a map of keys and values",
    "float_type": "a number",
    "int_from_float": "a whole number",
    "int_type": "a whole number",
    "list_type": "a list",
    "mapping_type": "a map of keys and values",
    "model_type": "a map of keys and values",
    "string_too_short": "some text",
    "string_type": "text",
    "tuple_type": "a list",
}


def _words(kind: str, context: Detail) -> tuple[str, ...]:
    if kind != "literal_error":
        return ()
    listed = context["expected"].replace(" or ", ", ").split(", ")
    return tuple(word.strip("'") for word in listed)


def _found(value: Any) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict | list):
        count = len(value)
        return (
            f"{'a map' if isinstance(value, dict) else 'a list'} of {count}"
            if count
            else "nothing in it"
        )
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…'"


def _under(path: Path, message: str) -> str:
    return f"{dotted(path)}: {message}" if path else message


def _is_id(context: Detail) -> bool:
    return str(context.get("pattern", "")).startswith("^[a-z][a-z0-9]*")


def _as_id(text: str) -> str:
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in text.lower()).split()
    joined = "-".join(words).lstrip("-0123456789")
    return f"write {joined!r}" if joined else ""


def _at(node: Node, path: Path) -> Node:
    for step in path:
        below = child(node, step)
        assert below is not None
        node = below
    return node
