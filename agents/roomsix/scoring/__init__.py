"""Scores: what an ending was worth, as a pure function of the scenario and the ending.

Nothing here asks a model, and the same ending always gets the same scores.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from roomsix.errors import UsageError
from roomsix.events import Record
from roomsix.scenario import Scenario
from roomsix.scoring.values import Ending, Score, Scores, Value

# Stored scores are read without what computes them, which is much to load for showing a run.
if TYPE_CHECKING:
    from roomsix.outcomes import Space
    from roomsix.scoring.case import Case
    from roomsix.scoring.metric import Metric

__all__ = ["Ending", "Score", "Scores", "Value", "score"]


def score(
    scenario: Scenario,
    ending: Ending,
    *,
    names: Iterable[str] | None = None,
    space: "Space | None" = None,
    record: Record | None = None,
) -> Scores:
    """Score an ending.

    Of a scenario too large to enumerate the frontier is built issue by issue. Where that cannot be
    done, scores that need it are None and say so.

    Args:
        names: The scores wanted; None for all. They come in the table's order.
        space: The scenario's outcome space, to save enumerating it for every run.
        record: How it came to that ending, for the scores of the board; None leaves these out of
            account.

    Raises:
        UsageError: A score is unknown, or the ending speaks of something not in the scenario.
    """
    from roomsix.scoring.case import Case
    from roomsix.scoring.table import METRICS

    wanted = set(METRICS if names is None else names)
    if unknown := sorted(wanted - METRICS.keys()):
        raise UsageError(f"no score is called {unknown[0]!r}; there are {', '.join(METRICS)}")
    case = Case(scenario, ending, space, record)
    case.check()
    found = {name: _one(metric, case) for name, metric in METRICS.items() if name in wanted}
    return Scores(scenario=scenario.id, ending=ending, scores=found)


def _one(metric: "Metric", case: "Case") -> Score:
    from roomsix import outcomes
    from roomsix.scoring.metric import Reading

    if metric.space and case.large and case.frame is None:
        reading = Reading(None, notes=(f"more than {outcomes.MOST:,} packages to enumerate",))
    else:
        reading = metric.measure(case)
    own = case.scenario.decision.equality
    return Score(
        name=metric.name,
        value=reading.value,
        parties=reading.parties,
        seats=reading.seats,
        span=reading.span,
        notes=reading.notes,
        formula=metric.formula,
        equality=own if metric.equality == "scenario" else metric.equality,
        version=metric.version,
        source=metric.source,
    )
