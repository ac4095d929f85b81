"""A suite's rule of stopping: when it is enough, and what gates say after it has stopped one."""

from collections import defaultdict
from collections.abc import Sequence
from statistics import fmean

from roomsix.evaluation import clustering, gating
from roomsix.evaluation.clustering import UNIT
from roomsix.evaluation.gating import Verdict
from roomsix.evaluation.row import Row
from roomsix.statistics import sequence
from roomsix.suite import Suite, gate
from roomsix.suite.gate import Gate, Value

EARLY = "stopped by its rule, which these intervals do not allow for"


def stops(suite: Suite, rows: Sequence[Row]) -> str:
    """Return why the suite's rule stops it here; empty where it does not."""
    rule = suite.stop
    if rule is None:
        return ""
    blocks = by_seed(gate.value(rule.figure), rows)
    if len(blocks) < rule.least:
        return ""
    low, high = _at_any_time(gate.value(rule.figure), blocks, len(suite.seed_range))
    if low is None or high is None:
        return ""
    told = f"{rule.figure} is within {low:.3f} and {high:.3f} after {len(blocks)} seeds"
    if rule.width is not None and high - low <= rule.width:
        return told
    if rule.decided is not None and not low <= rule.decided <= high:
        return told
    return ""


def stopped(asked: Gate, suite: Suite, rows: Sequence[Row]) -> Verdict:
    """Hold rows against a gate after the suite's rule has stopped it.

    The interval of the rule's own figure is the one that holds at every look; others are told not
    to allow for having been looked at.
    """
    found = gating.figure(asked.value, rows)
    if suite.stop is not None and asked.value == gate.value(suite.stop.figure):
        blocks = by_seed(asked.value, rows)
        low, high = _at_any_time(asked.value, blocks, len(suite.seed_range))
        always = {"low": low, "high": high, "method": "at any time", "note": ""}
        return gating.verdict(asked, found.model_copy(update=always))
    if found.low is not None:
        note = "; ".join(filter(None, (found.note, EARLY)))
        found = found.model_copy(update={"note": note})
    return gating.verdict(asked, found)


def _at_any_time(
    value: Value, blocks: Sequence[float], most: int
) -> tuple[float | None, float | None]:
    """Return an interval that holds however often it is looked at."""
    first = value.first
    bounds = UNIT if first.how == "rate" else gating.bounds(first)
    if bounds is not None and value.second is not None:
        width = bounds[1] - bounds[0]
        bounds = -width, width
    numbers, known = clustering.within(blocks, bounds)
    if known is None:
        found = sequence.mean(numbers, optimised_for=max(2, most))
        return found.low, found.high
    least, width = known[0], known[1] - known[0]
    # Scaling may round past an end.
    scaled = sequence.rate([min(1.0, (each - least) / width) for each in numbers])
    assert scaled.low is not None and scaled.high is not None
    return least + scaled.low * width, least + scaled.high * width


def by_seed(value: Value, rows: Sequence[Row]) -> list[float]:
    """Return a figure for every seed by itself, in their order."""
    seeds: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        seeds[row.seed].append(row)
    found = []
    for same in seeds.values():
        figures = [[number for _, number in gating.values(term, same)] for term in value.terms]
        if all(figures):
            first, *second = map(fmean, figures)
            found.append(first - sum(second))
    return found
