"""The board's question: what mediator and observer make of each side, asked out of band."""

from collections import Counter
from typing import Annotated

from pydantic import Field, JsonValue, ValidationError

from roomsix import canonical
from roomsix.deal import Frozen
from roomsix.events import Assessed, Estimate
from roomsix.replies import Schema, Unusable, object_in, reason
from roomsix.scenario import Scenario
from roomsix.views import View

Percent = Annotated[int, Field(ge=0, le=100)]


class _Choice(Frozen):
    issue: str
    option: str


class _Side(Frozen):
    party: str
    priorities: tuple[str, ...] = ()
    least: Percent = 50
    limits: tuple[_Choice, ...] = ()
    red_lines: tuple[_Choice, ...] = ()
    holds_back: str = ""


class _Doubt(Frozen):
    n: int
    false_percent: Percent


class _Held(Frozen):
    fact: str
    true_percent: Percent


class Answer(Frozen):
    """An assessment as it is answered."""

    thinking: str = ""
    parties: tuple[_Side, ...] = ()
    doubts: tuple[_Doubt, ...] = ()
    facts: tuple[_Held, ...] = ()


def schema(scenario: Scenario) -> Schema:
    """Return the strict schema of an assessment; the same for every one of a scenario."""
    issue: dict[str, JsonValue] = {"type": "string", "enum": list(scenario.issues)}
    options: list[JsonValue] = list(
        dict.fromkeys(option for each in scenario.issues.values() for option in each.options)
    )
    percent: dict[str, JsonValue] = {"type": "integer"}
    choice = _object(issue=issue, option={"type": "string", "enum": options})
    side = _object(
        party={"type": "string", "enum": list(scenario.parties)},
        priorities={"type": "array", "items": issue},
        least=percent,
        limits={"type": "array", "items": choice},
        red_lines={"type": "array", "items": choice},
        holds_back={"type": "string"},
    )
    body = _object(
        thinking={"type": "string"},
        parties={"type": "array", "items": side},
        doubts={"type": "array", "items": _object(n={"type": "integer"}, false_percent=percent)},
        facts={"type": "array", "items": _object(fact={"type": "string"}, true_percent=percent)},
    )
    return Schema(name="assessment", digest=canonical.digest(canonical.line(body)), body=body)


def read(text: str, scenario: Scenario, view: View) -> tuple[str, Assessed] | Unusable:
    """Return an assessment and the thinking behind it, or why it cannot be used."""
    found = object_in(text)
    if found is None:
        return Unusable(reason="the reply is not JSON; answer with one JSON object")
    try:
        answer = Answer.model_validate_json(found, strict=True)
    except ValidationError as error:
        return Unusable(reason=reason(error, tuple(Answer.model_fields)))
    twice = _twice(answer)
    if twice is not None:
        return Unusable(reason=f"{twice} is judged twice")
    for side in answer.parties:
        if side.party not in scenario.parties:
            return Unusable(reason=f"there is no party {side.party!r}")
        wrong = next((i for i in side.priorities if i not in scenario.issues), None)
        if wrong is not None:
            return Unusable(reason=f"there is no issue {wrong!r}")
        for choice in (*side.limits, *side.red_lines):
            issue = scenario.issues.get(choice.issue)
            if issue is None or choice.option not in issue.options:
                return Unusable(reason=f"there is no {choice.option!r} on {choice.issue!r}")
    unheard = next((doubt.n for doubt in answer.doubts if doubt.n not in view.claims), None)
    if unheard is not None:
        return Unusable(reason=f"line {unheard} is no claim that you heard")
    unknown = next((held.fact for held in answer.facts if held.fact not in view.facts), None)
    if unknown is not None:
        return Unusable(reason=f"you know of no fact {unknown!r}")
    return answer.thinking, Assessed(
        parties={
            side.party: Estimate(
                priorities=tuple(dict.fromkeys(side.priorities)),
                least=side.least,
                limits={choice.issue: choice.option for choice in side.limits},
                red_lines=tuple((choice.issue, choice.option) for choice in side.red_lines),
                holds_back=side.holds_back,
            )
            for side in answer.parties
        },
        doubts={view.claims[doubt.n]: doubt.false_percent for doubt in answer.doubts},
        facts={held.fact: held.true_percent for held in answer.facts},
    )


def _twice(answer: Answer) -> str | None:
    """What an answer has two opinions on, of which one would be dropped; None for nothing."""
    counted = Counter(
        [
            *(f"the party {side.party!r}" for side in answer.parties),
            *(
                f"the limit of {side.party!r} on {limit.issue!r}"
                for side in answer.parties
                for limit in side.limits
            ),
            *(f"line {doubt.n}" for doubt in answer.doubts),
            *(f"the fact {held.fact!r}" for held in answer.facts),
        ]
    )
    return next((what for what, times in counted.items() if times > 1), None)


def _object(**properties: JsonValue) -> dict[str, JsonValue]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
