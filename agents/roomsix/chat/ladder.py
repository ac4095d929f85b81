"""The ways of asking for JSON, from the strictest down, for servers that do not know them all."""

from typing import Any

from roomsix import canonical
from roomsix.calls import AskedAs, Request

LADDER: tuple[AskedAs, ...] = ("json_schema", "json_object", "text")
"""A strict schema, any JSON object, or plain text of which the first JSON object is read."""


def below(form: AskedAs) -> AskedAs | None:
    """Return the next form down; None below the last."""
    place = LADDER.index(form) + 1
    return LADDER[place] if place < len(LADDER) else None


def messages(request: Request, form: AskedAs) -> list[dict[str, str]]:
    """Return the messages as they are sent: below the strict form, the schema ends the last."""
    sent = request.messages
    if form == "json_schema":
        return sent
    schema = canonical.line(request.form.body)
    sent[-1]["content"] += f"\nSCHEMA {schema}\n\nThe JSON object must fit this JSON Schema.\n"
    return sent


def response_format(request: Request, form: AskedAs) -> dict[str, Any]:
    """Return the parameters that ask for JSON; none for plain text."""
    if form == "text":
        return {}
    if form == "json_object":
        return {"response_format": {"type": "json_object"}}
    schema = {"name": request.form.name, "strict": True, "schema": request.form.body}
    return {"response_format": {"type": "json_schema", "json_schema": schema}}
