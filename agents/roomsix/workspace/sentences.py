"""What a validator found, said in plain sentences, and what cannot be known for it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pydantic import BaseModel

from roomsix.consistency import REST, nearest
from roomsix.errors import Problem, did_you_mean
from roomsix.workspace import shape
from roomsix.workspace.node import Node, Path, at, child, dotted, plain

Detail = Mapping[str, Any]


@dataclass(frozen=True)
class Gap:
    """A mismatch, and what cannot be known for it.

    Attributes:
        lack: Whether the trouble is that something is not there.
    """

    problem: Problem
    unsure: tuple[Path, ...] = ()
    lack: bool = False


def gaps(details: Iterable[Any], node: Node, model: type[BaseModel]) -> list[Gap]:
    """Return a gap for every mismatch; a key that is there misspelt is not missing as well."""
    found = [(located(detail["loc"], node), detail) for detail in details]
    # A map or list was meant for the branch of a union that has complaints about its parts.
    in_part = {path[:end] for path, _ in found for end in range(len(path))}
    in_part |= {path for path, detail in found if detail["type"] == "missing"}
    told: list[Gap] = []
    for path, group in groupby(found, key=lambda pair: pair[0]):
        meant = [
            detail
            for _, detail in group
            if path not in in_part or detail["type"] != "literal_error"
        ]
        told += _sentences(path, meant, node, model)
    misspelt = {path for gap in told if not gap.lack for path in gap.unsure}
    return [gap for gap in told if not (gap.lack and misspelt.issuperset(gap.unsure))]


def as_id(text: str) -> str:
    """Return the nearest thing to a text that is an id, or an empty text."""
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in text.lower()).split()
    return "-".join(words).lstrip("-0123456789")[:40].rstrip("-")


def located(loc: Path, node: Node) -> Path:
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


def unknown(path: Path, node: Node, model: type[BaseModel]) -> Gap:
    """Return the gap of a key that a type does not have."""
    *above, key = path
    known = shape.keys(shape.at(model, tuple(above)))
    hint = did_you_mean(str(key), known) or (f"known: {', '.join(known)}" if known else "")
    message = _under(tuple(above), f"unknown key {key!r}")
    meant = nearest(str(key), known)
    taken = not meant or child(at(node, tuple(above)), meant) is not None
    unsure = (path,) if taken else (path, (*above, meant))
    return Gap(Problem(path, message, hint, of_key=True), unsure)


def _sentences(
    path: Path, details: list[Detail], node: Node, model: type[BaseModel]
) -> Iterator[Gap]:
    """Say what is wrong at one place; several details are branches of a union, or missing keys."""
    value = plain(at(node, path))
    expectations = []
    for detail in details:
        kind, context = detail["type"], detail.get("ctx", {})
        if detail["loc"][-1:] == ("[key]",):
            yield Gap(_wrong_key(path, kind, context), (path,))
        elif kind == "missing":
            key = detail["loc"][-1]
            message = _under(path, f"{key!r} is missing")
            yield Gap(Problem(path, message), ((*path, key),), lack=True)
        elif kind == "extra_forbidden":
            yield unknown(path, node, model)
        elif kind == "too_short" and len(value) >= context["min_length"]:
            # Only entries that are none were counted out, and those are told of.
            continue
        else:
            expectations.append((kind, context))
    if expectations:
        short = {kind for kind, _ in expectations} == {"too_short"}
        # What a short list or map does hold is as good as if there were more of it.
        unsure = (*path, REST) if short else path
        yield Gap(_mismatch(path, expectations, value), (unsure,), lack=short)


def _mismatch(path: Path, expectations: list[tuple[str, Detail]], value: Any) -> Problem:
    words = [word for kind, context in expectations for word in _words(kind, context)]
    listed = [f"one of {', '.join(words)}" if len(words) > 1 else repr(words[0])] if words else []
    others = [_expected(kind, context) for kind, context in expectations if kind != "literal_error"]
    wanted = listed + others
    hint = did_you_mean(value, words) if isinstance(value, str) else ""
    if not hint and isinstance(value, str) and any(_is_id(context) for _, context in expectations):
        hint = _write_id(value)
    message = f"expected {', or '.join(wanted)}; found {_found(value)}"
    return Problem(path, _under(path, message), hint)


def _wrong_key(path: Path, kind: str, context: Detail) -> Problem:
    key = str(path[-1])
    words = _words(kind, context)
    message = (
        f"unknown key {key!r}" if words else f"the key {key!r} is not {_expected(kind, context)}"
    )
    hint = did_you_mean(key, words) or (f"known: {', '.join(words)}" if words else _write_id(key))
    return Problem(path, _under(path[:-1], message), hint, of_key=True)


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


def _write_id(text: str) -> str:
    found = as_id(text)
    return f"write {found!r}" if found else ""
