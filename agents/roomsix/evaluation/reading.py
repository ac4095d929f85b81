"""The row of a trial whose run has ended, read off the run's own files."""

from collections.abc import Collection

from roomsix import outcome, store
from roomsix.evaluation import row
from roomsix.evaluation.row import Figures, Row
from roomsix.evaluation.trial import Trial


def read(trial: Trial, run: store.Run, names: Collection[str], kept: Collection[str]) -> Row:
    """Return the row of a trial whose run has ended; scores that it lacks are worked out.

    Args:
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
            "counts": _counts(run.info),
            "scores": {
                name: Figures(value=each.value, parties=each.parties, seats=each.seats)
                for name, each in scores.items()
                if name in kept
            },
        }
    )


def _counts(info: store.RunInfo) -> dict[str, float]:
    names = ("turns", "calls", "unusable_replies", "prompt_tokens", "completion_tokens")
    counts: dict[str, float] = {name.replace("_", "-"): info.totals.get(name, 0) for name in names}
    return {**counts, "usd": float(sum(map(float, info.usd.values())))}
