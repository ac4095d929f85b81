"""Runs as one log of Inspect, a sample a run. Nothing else knows inspect-ai.

A log is whole or public. What is private is marked so in a whole one (`metadata["private"]`) and is
never put into a public one. The same runs make the same log: nothing is drawn, no clock is read.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import mean, stdev

from inspect_ai.log import (
    EvalConfig,
    EvalDataset,
    EvalError,
    EvalLog,
    EvalMetric,
    EvalPlan,
    EvalPlanStep,
    EvalResults,
    EvalSample,
    EvalScore,
    EvalSpec,
    EvalStats,
    write_eval_log,
)
from inspect_ai.model import ModelConfig

from roomsix import canonical
from roomsix.exports.evallog import usage
from roomsix.exports.evallog.sample import sample
from roomsix.exports.source import Source
from roomsix.store import RunInfo


def data(log: EvalLog, suffix: str) -> bytes:
    """Return what a log's file holds, in the form that goes by its suffix, `.eval` or `.json`."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"log{suffix}")
        write_eval_log(log, str(file))
        return file.read_bytes()


def log(sources: Sequence[Source], *, public: bool) -> EvalLog:
    """Return a log of runs, in the order they come; there is at least one.

    Raises:
        RecordError: A file of a run is damaged.
    """
    samples = [sample(each, public=public) for each in sources]
    infos = [each.run.info for each in sources]
    failed = [each.error for each in samples if each.error is not None]
    none_done = len(failed) == len(samples)
    return EvalLog(
        status="error" if none_done else "success",
        eval=_spec(sources, public=public),
        plan=EvalPlan(steps=[EvalPlanStep(solver="roomsix")]),
        results=EvalResults(
            total_samples=len(samples),
            completed_samples=len(samples) - len(failed),
            scores=_scores(samples),
        ),
        stats=EvalStats(
            started_at=min(info.started for info in infos),
            completed_at=max(info.finished or info.started for info in infos),
            model_usage=usage.added(each.model_usage for each in samples),
            role_usage=usage.added(each.role_usage for each in samples),
        ),
        error=EvalError(message=failed[0].message, traceback="", traceback_ansi="")
        if none_done
        else None,
        samples=samples,
    )


def _spec(sources: Sequence[Source], *, public: bool) -> EvalSpec:
    infos = [each.run.info for each in sources]
    scenarios = list(dict.fromkeys(info.scenario for info in infos))
    chats = list(dict.fromkeys(chat for info in infos for chat in info.seats.values()))
    ids = [info.id for info in infos]
    form = "public" if public else "whole"
    named = canonical.digest("\0".join((form, *ids)))
    return EvalSpec(
        eval_id=named,
        run_id=named,
        task_id=named,
        created=min(info.started for info in infos),
        task=scenarios[0] if len(scenarios) == 1 else "several",
        task_version=infos[0].engine_version,
        dataset=EvalDataset(
            name=", ".join(scenarios), samples=len(ids), sample_ids=list(ids), shuffled=False
        ),
        model=chats[0] if len(chats) == 1 else "several",
        model_roles=_roles(infos),
        config=EvalConfig(),
        packages={name: version for name, version in infos[0].versions.items() if name != "python"},
        metadata={"form": form, "private": not public},
    )


def _roles(infos: Sequence[RunInfo]) -> dict[str, ModelConfig | list[ModelConfig]]:
    """Return who answered for each seat; several where runs differ."""
    found: dict[str, dict[str, ModelConfig]] = {}
    for info in infos:
        for seat, chat in info.seats.items():
            found.setdefault(seat, {})[chat] = ModelConfig(model=chat)
    return {
        seat: next(iter(each.values())) if len(each) == 1 else list(each.values())
        for seat, each in found.items()
    }


def _names(samples: Sequence[EvalSample]) -> list[str]:
    return list(dict.fromkeys(name for each in samples for name in each.scores or {}))


def _scores(samples: Sequence[EvalSample]) -> list[EvalScore]:
    """Return mean and standard error of every score that is a number or yes and no, over runs."""
    found = []
    for name in _names(samples):
        had = [each.scores[name].value for each in samples if each.scores and name in each.scores]
        numbers = [float(v) for v in had if isinstance(v, int | float) and v == v]
        if not numbers:
            continue
        metrics = {"mean": EvalMetric(name="mean", value=mean(numbers))}
        if len(numbers) > 1:
            error = stdev(numbers) / len(numbers) ** 0.5
            metrics["stderr"] = EvalMetric(name="stderr", value=error)
        found.append(
            EvalScore(
                name=name,
                scorer=name,
                scored_samples=len(numbers),
                unscored_samples=len(samples) - len(numbers),
                metrics=metrics,
            )
        )
    return found
