"""Our scores as Inspect's."""

from collections.abc import Mapping

from inspect_ai.scorer import Score

from roomsix import scoring
from roomsix.events import Ended, Record
from roomsix.scoring import Scores


def scores(found: Scores | None) -> dict[str, Score]:
    """Return every score by its name; one without a value is NaN, which counts as not scored."""
    return {} if found is None else {name: _score(each) for name, each in found.scores.items()}


def public(record: Record) -> dict[str, Score]:
    """Return what everybody knows of how talks ended; nothing that points enter."""
    for event in reversed(record.of("ended")):
        if isinstance(event.what, Ended):
            return {"deal": Score(value=event.what.outcome == "deal", explanation=event.what.why)}
    return {}


def _score(score: scoring.Score) -> Score:
    told = score.model_dump(mode="json", exclude={"name", "value", "notes"})
    parts: Mapping[str, object] = {name: value for name, value in told.items() if value}
    return Score(
        value=float("nan") if score.value is None else score.value,
        explanation="\n".join(score.notes) or None,
        metadata={**parts, "private": True},
    )
