"""What a suite's results say of each run beside its scores, and what all of that is called."""

from roomsix.errors import UsageError, did_you_mean
from roomsix.scoring.table import METRICS
from roomsix.suite import JUDGED, Suite

USUAL = ("agreement", "utility", "gain", "capture", "breaches")
"""The scores of a suite that names none."""

COLUMNS = {
    "turns": "turns taken",
    "calls": "requests that were answered",
    "unusable-replies": "replies that could not be used and were asked for again",
    "prompt-tokens": "tokens of all prompts",
    "completion-tokens": "tokens of all replies",
    "obeyed": "times that another seat did as a script's words told it",
    "told": "times that such words were said and heard",
    "usd": "US dollars that count as spent",
}
"""Figures of a run that are no scores, as they may be named in gates."""

EVENTS = frozenset(
    (
        "agreement",
        "agreement-at-least",
        "agreement-above",
        "equality-decides",
        "pareto",
        "premature",
        "impasse-with-room",
    )
)
"""The scores that are true or not."""


def counted(metric: str) -> bool:
    """Tell whether a figure is true or not, or a number of times: what a share of runs can have."""
    if metric in METRICS:
        formula = METRICS[metric].formula
        return metric in EVENTS or formula.startswith(("number of ", "leaks of the class "))
    return metric in COLUMNS and metric != "usd"


def judged(metric: str) -> str:
    """Return the rubric that a figure is judged by; empty for what no judge says."""
    return metric.removeprefix(JUDGED) if metric.startswith(JUDGED) else ""


def known(metric: str, suite: Suite | None = None) -> None:
    """Make sure that there is such a figure.

    Args:
        suite: Whose results are meant, which have what its judges say; without one, whatever is
            called as such a figure is may be there.

    Raises:
        UsageError: There is none.
    """
    if rubric := judged(metric):
        by = [each.rubric for each in suite.judges] if suite else [rubric]
        if rubric not in by:
            near = did_you_mean(metric, [f"{JUDGED}{each}" for each in by])
            hint = near or f"judges: [{{rubric: {rubric}, chat: openai:MODEL}}]"
            raise UsageError(f"nobody judges by {rubric!r} in this suite", hint=hint)
        return
    if metric not in METRICS and metric not in COLUMNS:
        near = did_you_mean(metric, [*METRICS, *COLUMNS])
        raise UsageError(
            f"no score is called {metric!r}", hint=near or "`roomsix explain` lists them"
        )
