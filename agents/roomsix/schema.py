"""JSON Schemas of the files people edit, for editors: completion, hover texts, first mistakes.

`roomsix lint` says more; a schema knows nothing of other files or of what ids stand for.
"""

import re
from copy import deepcopy
from typing import Any

from roomsix.deal import Definition
from roomsix.persona import Persona
from roomsix.replies import Reply
from roomsix.rubric import Rubric, Verdict
from roomsix.scenario import Scenario
from roomsix.script import Script
from roomsix.suite import Suite
from roomsix.workspace import Kind

Schema = dict[str, Any]

KINDS: dict[Kind, type[Definition]] = {
    "persona": Persona,
    "scenario": Scenario,
    "script": Script,
    "suite": Suite,
    "rubric": Rubric,
}

_PROSE = ("body", "private")
_NOTE = {"description": "Yours: kept as it is, and read by nothing."}
_ATTRIBUTE = re.compile(r"^    (\w+): (.*(?:\n        .*)*)", re.MULTILINE)


def schema(kind: Kind) -> Schema:
    """Return the schema of one kind of file; for a persona, of its front matter.

    A file that `extends` another may leave out whatever that one says, may append with `key+` and
    delete with null, so there are two forms of every part: whole, and `…Part`.
    """
    made = KINDS[kind].model_json_schema()
    parts = made.pop("$defs", {})
    parts.pop("JsonValue", None)
    name = KINDS[kind].__name__
    parts[name] = made
    if kind == "script":
        turn = Reply.model_json_schema()
        parts |= turn.pop("$defs")
        parts |= {Reply.__name__: turn, Verdict.__name__: Verdict.model_json_schema()}
        either: list[Any] = [{"$ref": f"#/$defs/{form.__name__}"} for form in (Reply, Verdict)]
        made["properties"]["turns"]["items"] = {"anyOf": either}
    for part in parts.values():
        _clean(part)
    _top(made, kind)
    whole: Schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"roomsix {kind}",
        "type": "object",
    }
    if "extends" not in made["properties"]:
        return whole | {"$ref": f"#/$defs/{name}", "$defs": parts}
    partial = {f"{key}Part": _part(deepcopy(part)) for key, part in parts.items()}
    own = {key: made["properties"][key] for key in (kind, "id", "extends")}
    partial[f"{name}Part"]["properties"] |= own
    partial[f"{name}Part"]["required"] = list(own)
    return whole | {
        "if": {"required": ["extends"], "properties": {"extends": {"type": "string"}}},
        "then": {"$ref": f"#/$defs/{name}Part"},
        "else": {"$ref": f"#/$defs/{name}"},
        "$defs": parts | partial,
    }


def _top(made: Schema, kind: Kind) -> None:
    """Fit a whole file's schema to what stands in the file."""
    del made["properties"]["x"]
    if kind == "persona":
        for name in _PROSE:
            del made["properties"][name]
    made["patternProperties"] = {"^x-": _NOTE}


def _clean(made: Any) -> None:
    """Turn a docstring into hover texts, and maps with any key into maps with sound ones."""
    if isinstance(made, list):
        for item in made:
            _clean(item)
    if not isinstance(made, dict):
        return
    if isinstance(made.get("title"), str):
        del made["title"]
    if made.get("default", ...) is None:
        del made["default"]
    if "patternProperties" in made:
        made["additionalProperties"] = False
    if isinstance(text := made.get("description"), str):
        summary, _, attributes = text.partition("\n\nAttributes:\n")
        made["description"] = _unwrapped(summary)
        for name, about in _ATTRIBUTE.findall(attributes):
            if name in made.get("properties", {}):
                made["properties"][name].setdefault("description", _unwrapped(about))
    for key, below in made.items():
        # Under `properties`, a key such as `title` is the name of a field.
        for inner in below.values() if key in ("properties", "patternProperties") else (below,):
            _clean(inner)


def _unwrapped(text: str) -> str:
    return "\n\n".join(" ".join(block.split()) for block in text.split("\n\n"))


def _part(made: Any) -> Any:
    """Return the form of a schema in which anything may be left to the parent."""
    if isinstance(made, list):
        return [_part(item) for item in made]
    if not isinstance(made, dict):
        return made
    if isinstance(ref := made.get("$ref"), str):
        return made | {"$ref": f"{ref}Part"}
    # Items of a list are replaced whole, so they stay as they are.
    kept = {
        key: value if key in ("items", "prefixItems", "default", "enum") else _part(value)
        for key, value in made.items()
        if key not in ("required", "minProperties", "properties", "patternProperties")
    }
    if isinstance(properties := made.get("properties"), dict):
        lists = {f"{name}+": about for name, about in properties.items() if _is_list(about)}
        kept["properties"] = _deletable(properties) | lists
    if isinstance(patterns := made.get("patternProperties"), dict):
        lists = {
            f"{pattern.removesuffix('$')}\\+$": about
            for pattern, about in patterns.items()
            if _is_list(about)
        }
        kept["patternProperties"] = _deletable(patterns) | lists
    if _is_list(made.get("additionalProperties")):
        names = made.get("propertyNames", {}).get("enum", [])
        kept["propertyNames"] = {"enum": [*names, *(f"{name}+" for name in names)]}
        kept["additionalProperties"] = {"anyOf": [made["additionalProperties"], {"type": "null"}]}
    return kept


def _deletable(properties: Schema) -> Schema:
    return {
        name: {key: about[key] for key in ("description",) if key in about}
        | {"anyOf": [_part(about), {"type": "null"}]}
        for name, about in properties.items()
    }


def _is_list(made: Any) -> bool:
    return isinstance(made, dict) and made.get("type") == "array"
