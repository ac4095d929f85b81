"""Definitions as the text of a file: sections in the usual order, each with a word of its own."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from roomsix.persona import Persona
from roomsix.scenario import Scenario
from roomsix.workspace import scalars

WIDTH = 84
"""Where lines are broken, in columns: before the first word that begins beyond this."""

INLINE = 70
"""The most characters, about, that a list or a map may have and still stand on one line."""

SCHEMA = "# yaml-language-server: $schema=../.schemas/scenario.schema.json"

NOTES: Mapping[str, str] = {
    "situation": "What everyone at the table knows.",
    "issues": "What is to be settled; the order is the order shown.",
    "obligations": "Promises that somebody may be tempted to break.",
    "parties": "The sides: what each needs, what it says (position), what a deal is worth to\n"
    "it in points (card), what it never accepts, and its points without a deal (stakes).",
    "seats": "Who sits there. A persona is a file of its own; a brief is private.",
    "facts": "What is so or is not, who knows of it, when they may tell, and how likely each seat\n"
    "thinks it, in per cent.",
    "assess": "Whether mediator and observer say after each session what they make of each side.",
    "sessions": "The sittings, in order; `turns` says who speaks in each round.",
    "decision": "When there is a deal.",
}


class _Plain(yaml.SafeDumper):
    """Writes what this package's own reader takes for the same; on one line what fits there."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def represent_mapping(self, *given: Any, **more: Any) -> yaml.MappingNode:
        node = super().represent_mapping(*given, **more)
        node.flow_style = _length(node) <= INLINE
        return node

    def represent_sequence(self, *given: Any, **more: Any) -> yaml.SequenceNode:
        node = super().represent_sequence(*given, **more)
        node.flow_style = _length(node) <= INLINE
        return node


def _length(node: yaml.Node) -> int:
    """Return about how many characters a node takes on one line."""
    if isinstance(node, yaml.MappingNode):
        return 2 + sum(_length(key) + _length(value) + 4 for key, value in node.value)
    if isinstance(node, yaml.SequenceNode):
        return 2 + sum(_length(item) + 2 for item in node.value)
    return len(node.value)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None if scalars.resolve(text) == (text, None) else "'"
    if "\n" in text:
        style = "|"  # lines as they are; where that cannot be, PyYAML puts it in quotes
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Plain.add_representer(str, _text)


def written(scenario: Scenario, about: Sequence[str] = ()) -> str:
    """Return a file that reads as just this scenario.

    Args:
        about: Lines of comment at the top.
    """
    data = scenario.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    data |= data.pop("x", {})
    parts = ["\n".join([SCHEMA, *(f"# {line}" for line in about)]) + "\n"]
    for key, value in data.items():
        if key in NOTES:
            parts.append("".join(f"\n# {line}" for line in NOTES[key].split("\n")) + "\n")
        parts.append(_section(key, value))
    return "".join(parts)


def written_persona(persona: Persona) -> str:
    """Return a file that reads as just this persona."""
    data = persona.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    data |= data.pop("x", {})
    body, private = data.pop("body", ""), data.pop("private", "")
    head = "".join(_section(key, value) for key, value in data.items())
    parts = [f"---\n{head}---\n", body and f"{body}\n", private and f"\n## Private\n{private}\n"]
    return "".join(parts)


def _section(key: str, value: Any) -> str:
    text = io.StringIO()
    dumper = _Plain(text, allow_unicode=True, width=WIDTH, sort_keys=False)
    node = dumper.represent_data({key: value})
    assert isinstance(node, yaml.MappingNode)
    node.flow_style = False  # a section always begins a line of its own
    dumper.open()
    dumper.serialize(node)
    dumper.close()
    return text.getvalue()
