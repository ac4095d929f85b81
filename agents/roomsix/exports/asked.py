"""The calls of a run, each with what became of its answer and when it was given."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from roomsix import prompts
from roomsix.deal import SeatId
from roomsix.errors import RecordError
from roomsix.events import Record
from roomsix.room import REASKS
from roomsix.running.questions import Question, questions
from roomsix.store import Run

Group = tuple[SeatId, str, int | None]
"""A seat, a session, and its turn; None where it was asked for its assessment."""


@dataclass(frozen=True)
class Asked:
    """A question with its answer.

    Attributes:
        used: Whether the answer is what the seat did; False for one that it was asked again after,
            for the last one of a turn that failed, and where the talks stopped before.
        began: When it was asked (last), in milliseconds since 1970.
        ended: When it was answered; None for never.
    """

    question: Question
    used: bool
    began: int
    ended: int | None


def asked(run: Run, record: Record) -> list[Asked]:
    """Return every call of a run in the order they were first asked.

    Raises:
        RecordError: The journal is damaged, or a question is not the one that was asked.
        UsageError: The run was played elsewhere.
    """
    found = list(questions(run, record))
    for question in found:
        if not question.sound:
            raise RecordError(
                f"{run.info.id}: call {question.index} of {question.seat!r} does not have the hash"
                " that was journalled"
            )
    times = _times(run.lines("calls.jsonl"))
    failed = Counter((e.seat, e.session, e.turn) for e in record.of("invalid"))
    done = {(e.seat, e.session, e.turn) for e in record if e.what.kind != "invalid"}
    last = {_group(question): question for question in found}
    several = []
    for question in found:
        group = _group(question)
        used = (
            last[group] is question
            and question.outcome is not None
            and question.outcome.kind == "text"
            and group in done
            and failed[group] <= REASKS
        )
        several.append(Asked(question, used, *times[question.seat, question.index]))
    return several


def _group(question: Question) -> Group:
    """Return what tells the questions about one thing from all others."""
    now = prompts.moment(question.messages[-1]["content"])
    return question.seat, now.get("session", ""), question.turn


def _times(lines: Iterable[str]) -> dict[tuple[SeatId, int], tuple[int, int | None]]:
    """Return when each call was asked and answered; 0 where the journal does not say."""
    found: dict[tuple[SeatId, int], tuple[int, int | None]] = {}
    for line in lines:
        fields = json.loads(line)
        key, at = (fields["seat"], fields["index"]), fields.get("at", 0)
        found[key] = (at, None) if fields["call"] == "asked" else (found[key][0], at)
    return found
