"""What a seat answers: one flat JSON object, the schema it must fit, and the reading of it."""

import json
from collections.abc import Mapping
from typing import Annotated, get_args

from pydantic import Field, JsonValue, ValidationError

from roomsix import acts, canonical
from roomsix.deal import Frozen
from roomsix.events import Claim
from roomsix.scenario import Scenario
from roomsix.views import View

MOST_SAID = 4_000
"""The most characters a turn may say or whisper."""

MOST_CLAIMS = 40
"""The most claims a turn may declare."""

SHOWN = 500
"""How much of an unusable reply is kept and quoted back, in characters."""


class Reply(Frozen):
    """A turn as it is answered; what an act does not need is None.

    Attributes:
        number: An offer or text, by the number the seat knows it under.
        claims: What the words say about facts, as the speaker declares it.
    """

    thinking: str = ""
    say: Annotated[str, Field(max_length=MOST_SAID)] = ""
    act: acts.ActName = "pass"
    to: str | None = None
    issue: str | None = None
    option: str | None = None
    firm: bool | None = None
    number: int | None = None
    package: dict[str, str] | None = None
    brackets: tuple[str, ...] | None = None
    fact: str | None = None
    exhibit: str | None = None
    advice: acts.Advice | None = None
    request: acts.Wish | None = None
    call: acts.Summons | None = None
    homework: str | None = None
    seat: str | None = None
    granted: bool | None = None
    allow: tuple[acts.Term, ...] | None = None
    need: tuple[acts.Term, ...] | None = None
    claims: Annotated[tuple[Claim, ...], Field(max_length=MOST_CLAIMS)] = ()
    off_record: bool | None = None
    whisper: Annotated[str, Field(max_length=MOST_SAID)] | None = None


FIELDS: tuple[str, ...] = tuple(Reply.model_fields)

_BLANK: Mapping[str, JsonValue] = {"thinking": "", "say": "", "act": "pass", "claims": []}


def complete(given: Mapping[str, JsonValue]) -> str:
    """Return a reply with every field there is, null where nothing is given, others as they are."""
    blanks: dict[str, JsonValue] = {name: _BLANK.get(name) for name in FIELDS}
    return canonical.line({**blanks, **given})


_NEEDS: dict[acts.ActName, tuple[str, ...]] = {
    "ask": ("to",),
    "state": ("issue", "option"),
    "present": ("exhibit",),
    "disclose": ("fact",),
    "inform": ("fact",),
    "propose": ("package",),
    "draft": ("package",),
    "amend": ("issue",),
    "accept": ("number",),
    "reject": ("number",),
    "advise": ("advice",),
    "submit": ("allow", "need"),
    "request": ("request",),
    "call": ("call",),
    "object": ("seat",),
    "rule": ("granted",),
}
"""The fields that must be given with each act."""


class Unusable(Frozen):
    """A reply that cannot be used, and why, in words for the seat that gave it."""

    reason: str


class Schema(Frozen):
    """The JSON Schema sent with a question; the same for every question of a scenario."""

    name: str
    digest: str
    body: JsonValue


def schema(scenario: Scenario) -> Schema:
    """Return the strict schema of a reply: every field required, null where it may be left out."""
    issues: list[JsonValue] = list(scenario.issues)
    seats: list[JsonValue] = list(scenario.seats)
    options: list[JsonValue] = list(
        dict.fromkeys(option for issue in scenario.issues.values() for option in issue.options)
    )
    package: dict[str, JsonValue] = {
        "type": ["object", "null"],
        "properties": {
            name: {"type": "string", "enum": list(issue.options)}
            for name, issue in scenario.issues.items()
        },
        "required": issues,
        "additionalProperties": False,
    }
    claim: dict[str, JsonValue] = {
        "type": "object",
        "properties": {"fact": {"type": "string"}, "holds": {"type": "boolean"}},
        "required": ["fact", "holds"],
        "additionalProperties": False,
    }
    term: dict[str, JsonValue] = {
        "type": "object",
        "properties": {name: {"type": "string"} for name in ("obligation", "measure", "schedule")},
        "required": ["obligation", "measure", "schedule"],
        "additionalProperties": False,
    }
    text: dict[str, JsonValue] = {"type": ["string", "null"]}
    fields: dict[str, JsonValue] = {
        "thinking": {"type": "string"},
        "say": {"type": "string"},
        "act": {"type": "string", "enum": list(acts.ACTS)},
        "to": {"type": ["string", "null"], "enum": [*seats, None]},
        "issue": {"type": ["string", "null"], "enum": [*issues, None]},
        "option": {"type": ["string", "null"], "enum": [*options, None]},
        "firm": {"type": ["boolean", "null"]},
        "number": {"type": ["integer", "null"]},
        "package": package,
        "brackets": {"type": ["array", "null"], "items": {"type": "string", "enum": issues}},
        "fact": text,
        "exhibit": text,
        "advice": {"type": ["string", "null"], "enum": ["accept", "reject", "trade", "hold", None]},
        "request": {"type": ["string", "null"], "enum": [*get_args(acts.Wish), None]},
        "call": {"type": ["string", "null"], "enum": [*get_args(acts.Summons), None]},
        "homework": text,
        "seat": {"type": ["string", "null"], "enum": [*seats, None]},
        "granted": {"type": ["boolean", "null"]},
        "allow": {"type": ["array", "null"], "items": term},
        "need": {"type": ["array", "null"], "items": term},
        "claims": {"type": "array", "items": claim},
        "off_record": {"type": ["boolean", "null"]},
        "whisper": text,
    }
    assert tuple(fields) == FIELDS
    body: dict[str, JsonValue] = {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }
    return Schema(name="turn", digest=canonical.digest(canonical.line(body)), body=body)


def read(text: str) -> Reply | Unusable:
    """Return the reply in a text: the text itself, or the first JSON object in it."""
    if not text.strip():
        return Unusable(reason="the reply was empty; answer with one JSON object")
    found = object_in(text)
    if found is None:
        return Unusable(reason="the reply holds no JSON object; answer with one")
    try:
        return Reply.model_validate_json(found, strict=True)
    except ValidationError as error:
        return Unusable(reason=reason(error, FIELDS))


def act(reply: Reply, view: View) -> acts.AnyAct | Unusable:
    """Return the act a reply names, with the seat's own numbers turned into the record's."""
    for field in _NEEDS.get(reply.act, ()):
        if getattr(reply, field) is None:
            return Unusable(reason=f"the act {reply.act!r} needs {field!r}")
    paper = None
    if reply.number is not None and reply.act in ("accept", "reject", "advise"):
        paper = view.paper(reply.number)
        if paper is None:
            return Unusable(reason=f"there is no offer or text with number {reply.number}")
    given = {
        "kind": reply.act,
        "to": reply.to,
        "issue": reply.issue,
        "option": reply.option,
        "firm": bool(reply.firm),
        "package": None if reply.package is None else view.in_order(reply.package),
        "brackets": reply.brackets or (),
        "fact": reply.fact,
        "exhibit": reply.exhibit,
        "advice": reply.advice,
        "paper": paper,
        "allow": reply.allow,
        "need": reply.need,
        "what": reply.request if reply.act == "request" else reply.call,
        "homework": reply.homework or "",
        "seat": reply.seat,
        "granted": reply.granted,
    }
    form = _FORMS[reply.act]
    try:
        return form.model_validate({name: given[name] for name in form.model_fields})
    except ValidationError as error:
        return Unusable(reason=reason(error, FIELDS))


_FORMS: dict[acts.ActName, type[acts.AnyAct]] = {
    "pass": acts.Pass,
    "ask": acts.Ask,
    "state": acts.State,
    "present": acts.Present,
    "disclose": acts.Disclose,
    "inform": acts.Inform,
    "propose": acts.Propose,
    "draft": acts.Draft,
    "amend": acts.Amend,
    "accept": acts.Accept,
    "reject": acts.Reject,
    "submit": acts.Submit,
    "advise": acts.Advise,
    "request": acts.Request,
    "call": acts.Call,
    "object": acts.Object,
    "rule": acts.Rule,
    "walk-out": acts.WalkOut,
}


def object_in(text: str) -> str | None:
    """Return the first complete JSON object in a text, or None.

    An empty one counts only where no other began before it: it is part of what broke off there.
    """
    decoder = json.JSONDecoder()
    first = start = text.find("{")
    for _ in range(20):
        if start < 0:
            return None
        try:
            found, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            start = text.find("{", start + 1)
            continue
        if found or start == first:
            return text[start:end]
        start = text.find("{", end)
    return None


def reason(error: ValidationError, fields: tuple[str, ...]) -> str:
    """Return the first thing wrong with a reply, in words for whoever gave it."""
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(map(str, first["loc"]))[:80]
    known = first.get("ctx", {})
    kinds: dict[str, str] = {
        "extra_forbidden": f"there is no field {place!r}; the fields are: {', '.join(fields)}",
        "missing": f"the field {place!r} is missing",
        "json_invalid": "the reply is not JSON; answer with one JSON object",
        "literal_error": f"{place!r} must be {known.get('expected', 'one of the listed words')}",
        "string_too_long": f"{place!r} is longer than {known.get('max_length')} characters",
        "too_long": f"{place!r} has more than {known.get('max_length')} entries",
    }
    return kinds.get(first["type"], f"{place!r}: {first['msg'].lower()}")
