"""What rows say: figures with intervals, gates held against them, and when that is enough."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from math import fsum
from statistics import fmean

from roomsix.deal import Frozen
from roomsix.evaluation import clustering
from roomsix.evaluation.clustering import UNIT as UNIT
from roomsix.evaluation.row import Row
from roomsix.scoring import Value as Score
from roomsix.statistics import paired
from roomsix.statistics.estimate import Estimate
from roomsix.statistics.paired import Difference, Pair
from roomsix.suite import JUDGED, Suite, gate
from roomsix.suite.gate import Gate, Sign, Term, Value

BOUNDS = {
    "capture": UNIT,
    "capture-given-agreement": UNIT,
    "nash-ratio": UNIT,
}
"""The least and the most that a score usually is; where some run is outside, they do not count."""

SIGNS: dict[Sign, Callable[[float, float], bool]] = {
    ">=": lambda value, bound: value >= bound,
    "<=": lambda value, bound: value <= bound,
    ">": lambda value, bound: value > bound,
    "<": lambda value, bound: value < bound,
    "==": lambda value, bound: value == bound,
}


EXACT: dict[str, Callable[[Sequence[float]], float]] = {"count": fsum, "min": min, "max": max}
"""The figures that are what they are, without an interval."""


class Figure(Frozen):
    """What a value comes to.

    Attributes:
        value: None where no run has it.
        low: None, with `high`, where there is no interval: too few runs, or none is needed.
        n: Runs, repeats of one counting once but in counts and extremes; or pairs of runs.
        note: What has to be known to read it.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    clusters: int = 0
    method: str = ""
    note: str = ""


class Verdict(Frozen):
    """What a gate says.

    Attributes:
        passed: None where there is not enough data to say so, which is no pass.
        near: The figure itself would pass, and only its interval does not.
        refused: Why it may not be decided by the judge whose figure it is; empty where it may.
    """

    gate: str
    passed: bool | None
    figure: Figure
    near: bool = False
    refused: str = ""

    @property
    def word(self) -> str:
        """The verdict in a word or three."""
        if self.refused:
            return "may not gate"
        if self.passed is None:
            return "not enough data"
        return "passed" if self.passed else "not shown" if self.near else "failed"


def judge(asked: Gate, rows: Sequence[Row]) -> Verdict:
    """Hold rows against a gate.

    The end of the interval that is nearer to failing is what has to pass, unless the gate asks for
    the point; a count, a minimum or a maximum is what it is.
    """
    return verdict(asked, figure(asked.value, rows))


def verdict(asked: Gate, found: Figure) -> Verdict:
    """Hold a figure against a gate."""
    held: float | None = found.value
    if asked.value.first.how in ("rate", "mean") and not asked.point:
        held = found.low if asked.sign in (">=", ">") else found.high
    passed = None if held is None else SIGNS[asked.sign](held, asked.bound)
    near = (
        passed is False and found.value is not None and SIGNS[asked.sign](found.value, asked.bound)
    )
    return Verdict(gate=str(asked), passed=passed, figure=found, near=near)


def broken(suite: Suite, rows: Sequence[Row]) -> bool:
    """Tell whether rows break a gate whatever else comes: a count that only grows."""
    for text in suite.gates:
        asked = gate.gate(text)
        if asked.value.first.how in ("count", "max") and asked.sign in ("<=", "<", "=="):
            value = figure(asked.value, rows).value
            if value is not None and value > asked.bound:
                return True
    return False


def figure(value: Value, rows: Sequence[Row]) -> Figure:
    """Return what rows say of a figure, or of the difference of two."""
    if value.second is None:
        return _one(value.first, rows)
    return _difference(value.first, value.second, rows)


def _one(term: Term, rows: Sequence[Row]) -> Figure:
    found = list(values(term, rows))
    if not found:
        return Figure(value=None, note="no run has it")
    without = _without(term, rows)
    if exact := EXACT.get(term.how):
        return Figure(value=exact([number for _, number in found]), n=len(found), note=without)
    made = clustering.estimated(found, bounds(term), rate=term.how == "rate")
    return figured(made, without)


def bounds(term: Term) -> tuple[float, float] | None:
    """Return the least and the most that a figure of one run can be, where that is known."""
    if term.metric.startswith(JUDGED):
        return UNIT
    return BOUNDS.get(term.metric) if not term.who else None


def _difference(first: Term, second: Term, rows: Sequence[Row]) -> Figure:
    made, note = _paired(first, second, rows)
    if not made:
        return Figure(value=None, note="no run of the one has its like among the other")
    without = (_without(term, rows) for term in (first, second))
    return figured(paired.difference(made), note, *without)


def pairs(first: Term, second: Term, rows: Sequence[Row]) -> list[Pair]:
    """Return what belongs together of two terms: the same in all but what tells the two apart.

    Repeats count as their mean.
    """
    return _paired(first, second, rows)[0]


def _paired(first: Term, second: Term, rows: Sequence[Row]) -> tuple[list[Pair], str]:
    known = apart(first, second)
    ones, others = (_by_key(term, rows, known) for term in (first, second))
    both = [each for each in ones if each in others]
    named, note = clustering.clusters([(scenario, seed) for scenario, seed, *_ in both])
    made = [
        Pair(key=each, cluster=cluster, a=fmean(ones[each]), b=fmean(others[each]))
        for each, cluster in zip(both, named, strict=True)
    ]
    return made, note


def apart(first: Term, second: Term) -> Collection[str]:
    """Return the labels that tell two terms apart, which pairs need not share."""
    return {"treatment", *(name for term in (first, second) for name, _ in term.given)}


def key(described: Mapping[str, str], apart: Collection[str]) -> tuple[str, ...]:
    """Return what a row or trial has in common with its like: scenario, seed, all other labels."""
    same = sorted(set(described) - {"scenario", "seed", *apart})
    scenario = described["scenario"] if "scenario" not in apart else ""
    return (scenario, described["seed"], *(f"{name}={described[name]}" for name in same))


def _by_key(
    term: Term, rows: Sequence[Row], apart: Collection[str]
) -> Mapping[tuple[str, ...], list[float]]:
    found: dict[tuple[str, ...], list[float]] = defaultdict(list)
    for row, number in values(term, rows):
        found[key(row.described, apart)].append(number)
    return found


def values(term: Term, rows: Sequence[Row]) -> Iterable[tuple[Row, float]]:
    """Yield the rows that a term speaks of and that have the figure, and the figure.

    For a rate it is 1 where the figure is true or not nought, else 0.
    """
    for row in _meant(term, rows):
        number = as_number(row.figure(term.metric, term.who))
        if number is not None:
            yield row, float(number != 0) if term.how == "rate" else number


def _meant(term: Term, rows: Sequence[Row]) -> list[Row]:
    finished = [row for row in rows if row.state == "finished"]
    return [
        row
        for row in finished
        if all(row.described.get(name) == chosen for name, chosen in term.given)
    ]


def _without(term: Term, rows: Sequence[Row]) -> str:
    """Return how many runs are left out because they do not have the figure; empty for none."""
    meant = _meant(term, rows)
    missing = len(meant) - len(list(values(term, meant)))
    return f"{missing} of {len(meant)} runs have no {term.column}" if missing else ""


def as_number(score: Score) -> float | None:
    """Return a score as a number, true being one; None for words and for nothing."""
    return None if score is None or isinstance(score, str) else float(score)


def figured(found: Estimate | Difference, *notes: str) -> Figure:
    """Return an estimate as a figure.

    Args:
        notes: What has to be known beside what it says itself; empty ones are left out.
    """
    return Figure(
        value=found.value,
        low=found.low,
        high=found.high,
        n=found.n,
        clusters=found.clusters,
        method=found.method,
        note="; ".join(dict.fromkeys(filter(None, (*found.notes, *notes)))),
    )
