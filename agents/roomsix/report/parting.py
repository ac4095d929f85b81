"""Where two runs part, as it is read."""

import json
from collections.abc import Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from roomsix.report.layout import BLANK
from roomsix.report.scene import BAD, GOOD, QUIET
from roomsix.report.text import one_line, visible

MOST = 300
"""How much of an event is shown, in characters."""


def parting(
    began: Mapping[str, tuple[Any, Any]],
    event: tuple[int, Mapping[str, Any] | None, Mapping[str, Any] | None] | None,
    question: tuple[int, Mapping[str, Any] | None, Mapping[str, Any] | None] | None,
    texts: str,
) -> RenderableType:
    """Return what was decided otherwise, then the first event and question that differ.

    Args:
        event: How many are the same before it, and what either run has there.
        question: The same of questions.
        texts: How the question differs, as lines with - and +.
    """
    parts: list[RenderableType] = []
    for name, (one, other) in began.items():
        parts += [Text(name, "bold"), *_pair(_short(one), _short(other)), BLANK]
    if event is None:
        parts.append(Text("every event is the same", QUIET))
    else:
        same, first, second = event
        parts.append(Text(f"event {same + 1} is the first that differs{_where(first, second)}"))
        parts += _pair(_event(first), _event(second))
    parts.append(BLANK)
    if question is None:
        parts.append(Text("every question is the same", QUIET))
        return Group(*parts)
    same, first, second = question
    asked = first or second or {}
    turn = f", in turn {asked['turn']}" if asked.get("turn") else ""
    parts.append(
        Text(f"call {asked['index']} of {asked['seat']}{turn} is the first asked otherwise")
    )
    if first is None or second is None:
        parts += _pair(*("asked" if each else "never asked" for each in (first, second)))
    for line in texts.splitlines():
        style = BAD if line.startswith("-") else GOOD if line.startswith("+") else QUIET
        parts.append(Text(f"  {visible(line)[:MOST]}", style))
    return Group(*parts)


def _pair(one: str, other: str) -> list[RenderableType]:
    return [Text(f"  - {one_line(one)}", BAD), Text(f"  + {one_line(other)}", GOOD)]


def _where(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> str:
    event = one or other or {}
    turn = f", turn {event['turn']}" if event.get("turn") else ""
    return f": {event.get('session')}, round {event.get('round')}{turn}"


def _event(event: Mapping[str, Any] | None) -> str:
    if event is None:
        return "(its record has come to an end)"
    who = f"{event['seat']} " if event.get("seat") else ""
    told = {name: value for name, value in event["data"].items() if value not in (None, [], "")}
    return _short(f"{who}{event['kind']} {json.dumps(told, ensure_ascii=False)}")


def _short(value: Any) -> str:
    if value is None:
        return "(nothing)"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= MOST else f"{text[: MOST - 1]}…"
