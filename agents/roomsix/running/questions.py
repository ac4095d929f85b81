"""The questions of a run, put together again from its journal and its record."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue

from roomsix import calls, journal, prompts, views
from roomsix.calls import Outcome, Request
from roomsix.deal import SeatId
from roomsix.events import Record
from roomsix.replies import Schema
from roomsix.store import Run


@dataclass(frozen=True)
class Stand:
    """The name and the parameters of the chat that was asked; it answers nothing."""

    name: str
    sampling: Mapping[str, JsonValue]

    async def answer(self, request: Request) -> Outcome:
        """Refuse: this is a name only."""
        raise AssertionError(f"{self.name!r} is not to be asked")


@dataclass(frozen=True)
class Question:
    """One call of a run.

    Attributes:
        turn: The turn of the talks it was asked in; None when that never came to be recorded.
        schema: The digest of the schema it was to be answered by.
        outcome: None when no answer is journalled.
        sound: Whether the messages have the hash that was journalled.
    """

    seat: SeatId
    index: int
    turn: int | None
    chat: Stand
    messages: list[dict[str, str]]
    seen: int
    schema: str
    outcome: Outcome | None
    asked: int
    hash: str
    sound: bool

    def data(self) -> dict[str, Any]:
        """The call for a program, messages aside."""
        sizes = {each["role"]: len(each["content"]) for each in self.messages}
        return {
            "seat": self.seat,
            "index": self.index,
            "turn": self.turn,
            "chat": self.chat.name,
            "sampling": dict(self.chat.sampling),
            "characters": sizes,
            "seen": self.seen,
            "asked": self.asked,
            "hash": self.hash,
            "sound": self.sound,
            "outcome": self.outcome.model_dump(mode="json") if self.outcome else None,
        }


def questions(run: Run, record: Record) -> Iterator[Question]:
    """Yield every call of a run with its exact messages, in the order they were first asked.

    Raises:
        RecordError: The journal is damaged, or a text that it names is missing.
        UsageError: The run was played elsewhere.
    """
    scenario, lines = run.played().scenario_of(0), run.lines("calls.jsonl")
    found = journal.read(lines)
    schemas = _schemas(lines)
    later = run.later_scenarios()
    seen = {seat: views.seen(scenario, record, seat, later=later).lines for seat in scenario.seats}
    turns = _turns(record)
    heads: dict[str, str] = {}
    for (seat, index), call in found.items():
        if call.head not in heads:
            heads[call.head] = run.blob(call.head)
        perceived = seen[seat][: call.seen]
        prompt = prompts.build(
            heads[call.head],
            perceived,
            call.tail,
            left_out=call.left_out,
            digested=call.digested,
        )
        chat = Stand(call.chat, call.sampling)
        request = Request.model_construct(
            seat=seat, index=index, prompt=prompt, form=schemas[seat, index]
        )
        own = prompts.moment(call.tail).get("turn", 0)
        had = turns.get(seat, [])
        yield Question(
            seat=seat,
            index=index,
            turn=had[own - 1] if 0 < own <= len(had) else None,
            chat=chat,
            messages=request.messages,
            seen=call.seen,
            schema=request.form.digest,
            outcome=call.outcome,
            asked=call.asked,
            hash=call.hash,
            sound=calls.hashed(request, call.chat, call.sampling) == call.hash,
        )


def _schemas(lines: list[str]) -> dict[tuple[SeatId, int], Schema]:
    """Return the schema of each question, by its digest alone."""
    asked = (fields for fields in map(json.loads, lines) if fields["call"] == "asked")
    return {
        (fields["seat"], fields["index"]): Schema(
            name="turn", digest=fields.get("schema", ""), body=None
        )
        for fields in asked
    }


def _turns(record: Record) -> dict[SeatId, list[int]]:
    """Return the turns each seat had, in order."""
    found: dict[SeatId, list[int]] = {}
    for event in record:
        if event.seat is not None and event.turn is not None:
            had = found.setdefault(event.seat, [])
            if event.turn not in had[-1:]:
                had.append(event.turn)
    return found
