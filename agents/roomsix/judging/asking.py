"""Asking a judge: a chat that is shown words as data, answers in a form, and is never guessed at.

The one way by which models judge anything here: by a rubric, or for the sweep. Whatever stems from
talks goes in as canonical lines of JSON, so that a word of theirs can end no string, line or
message, and only the reply of the chat itself is read.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import JsonValue

from roomsix import canonical, prompts
from roomsix.calls import Chat, Outcome, OutcomeKind, Request, Usage
from roomsix.deal import Frozen
from roomsix.prompts import Prompt
from roomsix.replies import Schema, Unusable

REASKS = 2
"""How often a judge is asked again about one thing."""

SEAT = "judge"
"""What stands in the place of a seat where a judge is asked."""

T = TypeVar("T")

_FAILURES: Mapping[OutcomeKind, str] = {
    "refusal": "you declined to answer",
    "empty": "the reply was empty",
    "truncated": "the reply was cut off before it ended",
    "timed out": "no reply came in time",
    "huge": "the reply was far longer than an answer can be",
    "too long": "the question was more than the model takes in",
}

_FENCED = re.compile(r"```(?:json)?\s*\n(.*)\n\s*```", re.DOTALL)


class Question(Frozen):
    """What a judge is asked.

    Attributes:
        head: The system message.
        lines: What it is shown, a canonical line of JSON each.
        tail: The question itself, which ends the user message.
    """

    head: str
    lines: tuple[str, ...]
    tail: str
    form: Schema

    @property
    def prompt(self) -> Prompt:
        """The messages of the first attempt."""
        return prompts.build(self.head, list(self.lines), self.tail)


@dataclass(frozen=True)
class Answered(Generic[T]):
    """What came of asking a judge.

    Attributes:
        answer: None when no reply could be used.
        why: Why the last reply could not; empty where one could.
        outcomes: Of every attempt, in order.
    """

    answer: T | None
    why: str
    outcomes: tuple[Outcome, ...]

    @property
    def usage(self) -> Usage:
        """The tokens of all attempts, as far as the endpoint counted them."""
        used = [outcome.usage for outcome in self.outcomes]
        return Usage(
            prompt=sum(each.prompt for each in used),
            cached=sum(each.cached for each in used),
            completion=sum(each.completion for each in used),
        )


async def ask(
    chat: Chat, question: Question, read: Callable[[str], T | Unusable], *, number: int = 0
) -> Answered[T]:
    """Ask a judge until a reply can be used, at most twice more.

    Args:
        number: Of the question among all that are put to this chat, from 0.

    Raises:
        ChatError: The chat cannot be reached or cannot go on.
        BudgetSpent: The next request could pass a limit.
    """
    prompt, why = question.prompt, ""
    outcomes: list[Outcome] = []
    for attempt in range(1 + REASKS):
        index = number * (1 + REASKS) + attempt
        request = Request(seat=SEAT, index=index, prompt=prompt, form=question.form)
        outcome = (await chat.answer(request)).writable
        outcomes.append(outcome)
        found: T | Unusable = (
            read(outcome.text)
            if outcome.kind == "text"
            else Unusable(reason=_FAILURES.get(outcome.kind, "the reply was no answer"))
        )
        if not isinstance(found, Unusable):
            return Answered(found, "", tuple(outcomes))
        why = found.reason
        if outcome.kind == "too long":
            break  # it would be so again
        prompt = prompts.again(
            question.prompt, list(question.lines), reply=outcome.text, reason=why
        )
    return Answered(None, why, tuple(outcomes))


def whole(text: str) -> str | Unusable:
    """Return the one JSON object that a reply is, a code fence around it aside.

    Nothing is looked for in prose: a judge that quotes what it read would lend it its voice.
    """
    fenced = _FENCED.fullmatch(text.strip())
    found = (fenced[1] if fenced else text).strip()
    try:
        read = json.loads(found, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return Unusable(reason="the reply is not one JSON object and nothing else")
    return found if isinstance(read, dict) else Unusable(reason="the reply is no JSON object")


def strict(name: str, properties: Mapping[str, JsonValue]) -> Schema:
    """Return the schema of an object that has all of these properties and no others."""
    body: dict[str, JsonValue] = {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }
    return Schema(name=name, digest=canonical.digest(canonical.line(body)), body=body)


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a field is given twice")
    return found
