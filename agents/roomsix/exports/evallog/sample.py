"""A run as a sample of Inspect."""

from datetime import datetime
from typing import Any

from inspect_ai.log import EvalError, EvalSample
from inspect_ai.model import ChatCompletionChoice, ChatMessageAssistant, ModelOutput

from roomsix.exports import public as publicity
from roomsix.exports.asked import asked
from roomsix.exports.evallog import scores, usage
from roomsix.exports.evallog.events import Story
from roomsix.exports.source import Source
from roomsix.store import RunInfo


def sample(source: Source, *, public: bool) -> EvalSample:
    """Return a run as a sample, whole or public.

    Raises:
        RecordError: A file of the run is damaged.
    """
    run, info, scenario = source.run, source.run.info, source.run.scenario
    calls = [] if info.imported else asked(run, source.record)
    is_public = publicity.judging(scenario, source.record)
    story = Story(source, [] if public else list(calls), is_public, public=public)
    told = list(story.tell())
    return EvalSample(
        id=info.id,
        epoch=1,
        input="\n\n".join(filter(None, (scenario.title, scenario.summary, scenario.situation))),
        target="",
        messages=story.spoken,
        output=_output(info),
        scores=scores.public(source.record) if public else scores.scores(source.scores),
        metadata=_about(source, public=public),
        events=told,
        model_usage=usage.by_chat(calls),
        role_usage=usage.by_seat(info, calls),
        started_at=info.started,
        completed_at=info.finished,
        total_time=_seconds(info),
        working_time=sum(c.question.outcome.latency_ms for c in calls if c.question.outcome) / 1000,
        uuid=info.id,
        error=_error(source, public=public),
        turn_count=story.turns,
    )


def _about(source: Source, *, public: bool) -> dict[str, Any]:
    """Return what else is known of a run; of a public one only what everyone at the table knew."""
    info, scenario, cast = source.run.info, source.run.scenario, source.run.cast
    seats = {
        seat: {
            "name": cast[place.persona].name,
            "role": place.role,
            "party": place.party,
            "chat": info.seats.get(seat),
        }
        for seat, place in scenario.seats.items()
    }
    told: dict[str, Any] = {
        "private": not public,
        "scenario": info.scenario,
        "title": info.title,
        "seed": None if info.imported else info.seed,
        "seats": seats,
        "status": source.run.status,
        "ending": list(info.ending) if info.ending else None,
        "engine_version": info.engine_version,
    }
    if public:
        return told
    kept = {"settings", "definitions", "hash", "lineage", "epochs", "totals", "by_seat", "imported"}
    return told | info.model_dump(mode="json", include=kept)


def _error(source: Source, *, public: bool) -> EvalError | None:
    """Return why a run has no end; None for one that has, whatever it came to."""
    status = source.run.status
    if status == "finished":
        return None
    why = {"running": "it is being played", "stopped": "its process is gone"}.get(status, status)
    if not public and source.run.info.note:
        why = f"{why}: {source.run.info.note}"
    return EvalError(message=why, traceback="", traceback_ansi="")


def _output(info: RunInfo) -> ModelOutput:
    """Return how the talks ended, in the place of what a model came to."""
    chats = list(dict.fromkeys(info.seats.values()))
    name = chats[0] if len(chats) == 1 else "several"
    text = ": ".join(info.ending) if info.ending else ""
    said = ChatMessageAssistant(content=text, id=f"{info.id}-ending", model=name)
    return ModelOutput(model=name, choices=[ChatCompletionChoice(message=said, stop_reason="stop")])


def _seconds(info: RunInfo) -> float | None:
    if info.finished is None:
        return None
    began, ended = map(datetime.fromisoformat, (info.started, info.finished))
    return (ended - began).total_seconds()
