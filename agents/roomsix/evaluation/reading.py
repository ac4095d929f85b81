"""The row of a trial whose run has ended, read off the run's own files."""

from collections.abc import Callable, Collection, Mapping

from roomsix import outcome, store
from roomsix.evaluation import row
from roomsix.evaluation.row import Figures, Row
from roomsix.evaluation.trial import Trial
from roomsix.scoring import Score, obedience
from roomsix.script import Script

SCRIPT = "script:"
"""How the spec of a script begins."""


def read(
    trial: Trial,
    run: store.Run,
    names: Collection[str],
    kept: Collection[str],
    script: Callable[[str], Script],
) -> Row:
    """Return the row of a trial whose run has ended; scores that it lacks are worked out.

    Args:
        script: Finds a script, to see who did as it told them.
        names: The scores that are to be there.
        kept: Those of them that go into the row.

    Raises:
        RecordError: A file of the run is damaged.
    """
    scores = outcome.completed(run, names).scores
    ending, why = run.info.ending or ("", "")
    return row.unplayed(trial, "finished").model_copy(
        update={
            "ending": ending,
            "why": why,
            "counts": {**counts(run.info), **_obedience(trial, run, script)},
            "scores": figures({name: each for name, each in scores.items() if name in kept}),
        }
    )


def counts(info: store.RunInfo) -> dict[str, float]:
    """Return what is no score of a run that has stopped, as `columns` names it."""
    names = ("turns", "calls", "unusable_replies", "prompt_tokens", "completion_tokens")
    counts: dict[str, float] = {name.replace("_", "-"): info.totals.get(name, 0) for name in names}
    return {**counts, "usd": float(sum(map(float, info.usd.values())))}


def figures(scores: Mapping[str, Score]) -> dict[str, Figures]:
    """Return scores as far as a row keeps them."""
    return {
        name: Figures(value=each.value, parties=each.parties, seats=each.seats)
        for name, each in scores.items()
    }


def _obedience(trial: Trial, run: store.Run, script: Callable[[str], Script]) -> dict[str, float]:
    """Return how often seats did as a script told them, and how often it told anybody anything."""
    named = {seat: spec for seat, spec in trial.specs.items() if spec.startswith(SCRIPT)}
    scripts = {seat: script(spec.removeprefix(SCRIPT)) for seat, spec in named.items()}
    telling = {seat: found for seat, found in scripts.items() if found.obeyed is not None}
    if not telling:
        return {}
    record = run.record()
    told = (obedience.told(record, seat, found) for seat, found in telling.items())
    return {
        "obeyed": len(obedience.obeyed(run.scenario, record, telling)),
        "told": sum(map(len, told)),
    }
