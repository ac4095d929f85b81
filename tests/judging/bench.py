"""Rubrics, verdicts and judges to try things with."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import JsonValue

from roomsix.judging.sight import Shown
from roomsix.judging.verdicts import Judged
from roomsix.rubric import Rubric

WHOLE: Mapping[str, Any] = {
    "rubric": 1,
    "id": "warmth",
    "title": "How warm it was",
    "summary": "Whether anyone was kind.",
    "judges": "record",
    "question": "Was anyone kind?",
    "scale": {"cold": "Nobody was.", "civil": "They were polite.", "warm": "Somebody was."},
    "cite": "The kindest turn.",
}


def rubric(**changes: Any) -> Rubric:
    return Rubric.model_validate_json(json.dumps({**WHOLE, **changes}), strict=True)


def shown(*lines: Mapping[str, JsonValue], seat: str | None = None) -> Shown:
    """What a judge sees: these lines, of which those with a turn may be cited."""
    from roomsix import canonical

    turns = dict.fromkeys(line["turn"] for line in lines if isinstance(line.get("turn"), int))
    numbers = tuple(turn for turn in turns if isinstance(turn, int))
    return Shown(seat, tuple(canonical.line(dict(line)) for line in lines), numbers)


def judged(verdict: str | None = "civil", **changes: Any) -> Judged:
    one = rubric()
    whole = {
        "rubric": one.id,
        "digest": one.digest,
        "title": one.title,
        "judges": one.judges,
        "labels": tuple(one.labels),
        "seat": None,
        "judge": "openai:m",
        "kind": "model",
        "prompt": "p",
        "key": "k",
        "verdict": verdict,
        "asked": 1,
        "own_family": False,
    }
    return Judged(**{**whole, **changes})
