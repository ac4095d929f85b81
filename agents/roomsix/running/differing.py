"""Where two runs part: the first event and the first question that are not the same in both."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from roomsix import journal
from roomsix.running.questions import Question, questions
from roomsix.store import Run


@dataclass(frozen=True)
class Parting:
    """The first place at which two runs are not the same.

    Attributes:
        same: How many are the same before it.
        one: What the first run has there; None where it has come to its end.
        other: What the second has there.
    """

    same: int
    one: Any
    other: Any


@dataclass(frozen=True)
class Difference:
    """How two runs differ.

    Attributes:
        began: What was decided otherwise before the first word: name, then either value; None
            where one run has no such thing. What differs in definitions goes by its path.
        event: The first event that differs, as its line in the record; None for none.
        question: The first question that differs, of those asked in the same place.
        texts: How that question differs, as lines with - and +.
    """

    began: Mapping[str, tuple[Any, Any]]
    event: Parting | None
    question: Parting | None
    texts: str

    @property
    def none(self) -> bool:
        """Whether they are the same in every event and question."""
        return self.event is None and self.question is None


def difference(one: Run, other: Run) -> Difference:
    """Compare two runs; ids, times and totals do not count.

    Raises:
        RecordError: A file of either is damaged.
    """
    records = [run.record() for run in (one, other)]
    asked = [
        {(q.seat, q.index): q for q in questions(run, record)}
        for run, record in zip((one, other), records, strict=True)
    ]
    event = _parting([_bare(line) for line in one.lines("record.jsonl")], _bared(other))
    question, texts = _asked_apart(*asked)
    return Difference(began=_began(one, other), event=event, question=question, texts=texts)


def _began(one: Run, other: Run) -> dict[str, tuple[Any, Any]]:
    names = ("scenario", "seed", "seats", "settings", "definitions", "engine_version")
    pairs = {name: (getattr(one.info, name), getattr(other.info, name)) for name in names}
    began = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    if "definitions" in began and (apart := _definitions_apart(one, other)):
        del began["definitions"]
        began |= apart
    return began


def _definitions_apart(one: Run, other: Run) -> dict[str, tuple[Any, Any]]:
    """Return what definitions have otherwise, by path, in the order of the first.

    Who sits at one table alone is told by name.
    """
    both = one.cast.keys() & other.cast.keys()
    first, second = (dict(_leaves(_defined(run, both))) for run in (one, other))
    paths = dict.fromkeys([*first, *second])
    pairs = {path: (first.get(path), second.get(path)) for path in paths}
    return {path: pair for path, pair in pairs.items() if pair[0] != pair[1]}


def _defined(run: Run, both: Collection[str]) -> dict[str, Any]:
    people = {
        name: persona.model_dump(mode="json", by_alias=True) if name in both else persona.name
        for name, persona in run.cast.items()
    }
    return {"scenario": run.scenario.model_dump(mode="json", by_alias=True), "persona": people}


def _leaves(value: object, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield what a tree of values holds, each with the way to it; a list is one value."""
    if isinstance(value, dict) and value:
        for name, each in value.items():
            yield from _leaves(each, f"{path}.{name}" if path else name)
    else:
        yield path, value


def _bared(run: Run) -> list[dict[str, Any]]:
    return [_bare(line) for line in run.lines("record.jsonl")]


def _bare(line: str) -> dict[str, Any]:
    """Return an event without what ties it to those before it."""
    return {name: value for name, value in json.loads(line).items() if name != "prev"}


def _parting(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> Parting | None:
    for same, (first, second) in enumerate(zip_longest(one, other)):
        if first != second:
            return Parting(same, first, second)
    return None


def _asked_apart(
    one: Mapping[tuple[str, int], Question], other: Mapping[tuple[str, int], Question]
) -> tuple[Parting | None, str]:
    """Return the first question that differs, in the order the first run asked them."""
    order = [*one, *(key for key in other if key not in one)]
    for same, key in enumerate(order):
        first, second = one.get(key), other.get(key)
        if first is None or second is None:
            return Parting(same, _named(first), _named(second)), ""
        if first.messages != second.messages:
            texts = "\n".join(
                journal.texts_apart(before["content"], now["content"])
                for before, now in zip(first.messages, second.messages, strict=True)
                if before != now
            )
            return Parting(same, _named(first), _named(second)), texts
    return None, ""


def _named(question: Question | None) -> dict[str, Any] | None:
    if question is None:
        return None
    return {"seat": question.seat, "index": question.index, "turn": question.turn}
