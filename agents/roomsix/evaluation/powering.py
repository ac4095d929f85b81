"""How many runs a suite needs to show a difference, and how small a one it can show as it stands.

What is planned for is what will be tested: each primary between treatments, or against another
play of the suite where it has but one; and each gate on a difference.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, sqrt

from roomsix.deal import Frozen
from roomsix.evaluation import gating
from roomsix.evaluation.gating import BOUNDS, UNIT
from roomsix.evaluation.row import Row
from roomsix.evaluation.trial import Trial, described
from roomsix.statistics import power
from roomsix.statistics.paired import Pair
from roomsix.statistics.spread import spread
from roomsix.suite import Suite, gate
from roomsix.suite.gate import Term

SHARES = (0.02, 0.05, 0.1, 0.2)
"""Differences that are planned for where none is named, of what runs from 0 to 1."""

EFFECTS = (0.2, 0.5, 0.8)
"""The same of anything else, in standard deviations: small, medium, large (Cohen 1988)."""

UNRELATED = 0.5
"""The share of pairs in which only one side has the event, if nothing is known: two coins."""

GATE_ALPHA = 0.05
"""Gates are held against intervals of 95 per cent."""


@dataclass(frozen=True)
class Assumed:
    """What is planned for, and what is taken to be so.

    Attributes:
        differences: By metric; under an empty name for every other.
        sd: Of the differences of pairs, likewise; before what results say.
        icc: The share of their variance between clusters; None for what results say, else 0.
    """

    differences: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    sd: Mapping[str, float] = field(default_factory=dict)
    icc: float | None = None
    alpha: float = 0.05
    power: float = 0.8


class Needed(Frozen):
    """What it takes to show a difference.

    Attributes:
        pairs: None, with `seeds`, where no number of seeds of these scenarios is enough.
        scenarios: How many it takes then, each with as many seeds as now.
    """

    difference: float
    pairs: int | None = None
    seeds: int | None = None
    scenarios: int | None = None


class Plan(Frozen):
    """What is planned for one figure.

    Attributes:
        what: The gate, or which treatment is held against which.
        declared: Whether it is a primary, and no gate.
        pairs: As the suite stands; over so many scenarios, each with so many seeds.
        sd: Of the differences of pairs; None where nothing is known of it.
        icc: The share of their variance between clusters.
        split: For rates, the share of pairs in which only one side has the event.
        source: What that is known from.
        detectable: The least difference that shows, as the suite stands; None for none.
    """

    metric: str
    what: str
    declared: bool
    rate: bool
    pairs: int
    scenarios: int
    seeds: int
    alpha: float
    power: float
    sd: float | None = None
    icc: float = 0.0
    split: float | None = None
    source: str = ""
    detectable: float | None = None
    needed: tuple[Needed, ...] = ()


@dataclass(frozen=True)
class Aim:
    """What will be tested: a figure of some trials less the same of others, or of another play."""

    metric: str
    what: str
    declared: bool
    first: Term
    second: Term | None


def plans(
    suite: Suite, trials: Sequence[Trial], rows: Sequence[Row], assumed: Assumed
) -> list[Plan]:
    """Return what is planned for each figure that the suite will test, in its order.

    Args:
        rows: What results there are: the pilot; may be none.
    """
    return [_plan(suite, aim, trials, rows, assumed) for aim in aims(suite)]


def aims(suite: Suite) -> Iterator[Aim]:
    """Yield what a suite will test: primaries by treatments, then gates on differences."""
    base, *others = suite.compared
    for metric in suite.primaries:
        name, _, who = metric.partition(".")
        first = Term("mean", name, who, (("treatment", base),))
        if not others:
            yield Aim(metric, "against another play", True, first, None)
        for other in others:
            second = Term("mean", name, who, (("treatment", other),))
            yield Aim(metric, f"{other} less {base}", True, second, first)
    for text in suite.gates:
        value = gate.gate(text).value
        if value.second is not None:
            yield Aim(value.first.column, text, False, value.first, value.second)


def _plan(
    suite: Suite, aim: Aim, trials: Sequence[Trial], rows: Sequence[Row], assumed: Assumed
) -> Plan:
    places = _places(aim, trials)
    pairs = [] if aim.second is None else gating.pairs(aim.first, aim.second, rows)
    rate = aim.first.how == "rate" or _rate(aim, rows)
    alpha = assumed.alpha / max(1, len(suite.primaries)) if aim.declared else GATE_ALPHA
    plan = Plan(
        metric=aim.metric,
        what=aim.what,
        declared=aim.declared,
        rate=rate,
        pairs=len(places),
        scenarios=len({scenario for scenario, _ in places}),
        seeds=len({seed for _, seed in places}),
        alpha=alpha,
        power=assumed.power,
    )
    known = plan.model_copy(update=_spread(aim, plan, pairs, rows, assumed))
    asked = assumed.differences.get(aim.metric, assumed.differences.get("", ()))
    return known.model_copy(
        update={
            "detectable": _detectable(known),
            "needed": tuple(_needed(known, each) for each in asked or _usual(known)),
        }
    )


def _places(aim: Aim, trials: Iterable[Trial]) -> list[tuple[str, int]]:
    """Return scenario and seed of each pair that the suite comes to."""
    first: dict[tuple[str, ...], tuple[str, int]] = {}
    second: dict[tuple[str, ...], tuple[str, int]] = {}
    apart = gating.apart(aim.first, aim.second or aim.first)
    for trial in trials:
        labels = described(trial)
        for term, found in ((aim.first, first), (aim.second or aim.first, second)):
            if all(labels.get(name) == value for name, value in term.given):
                found[gating.key(labels, apart)] = (trial.scenario.id, trial.seed)
    return [place for pair, place in first.items() if pair in second]


def _rate(aim: Aim, rows: Iterable[Row]) -> bool:
    found = [row.figure(aim.first.metric, aim.first.who) for row in rows]
    told = [value for value in found if value is not None]
    return bool(told) and all(isinstance(value, bool) for value in told)


def _spread(
    aim: Aim, plan: Plan, pairs: Sequence[Pair], rows: Sequence[Row], assumed: Assumed
) -> dict[str, object]:
    """Return how much differences of pairs vary, and what that is known from."""
    given = assumed.sd.get(aim.metric, assumed.sd.get(""))
    if given is not None:
        told: dict[str, object] = {"sd": given, "source": f"sd {given:g} given"}
        told |= {"split": min(1.0, given**2)} if plan.rate else {}
        return told | {"icc": assumed.icc or 0.0}
    if len(pairs) > 1:
        differences = [float(pair.a) - float(pair.b) for pair in pairs]
        found = spread(differences, _clusters(plan, pairs))
        split = sum(each != 0 for each in differences) / len(differences)
        icc = found.icc if assumed.icc is None else assumed.icc
        alike = "" if found.sd else ", all alike: --sd says how much others vary"
        told = {"source": f"{found.n} pairs there are{alike}", "icc": icc}
        return told | {"sd": found.sd or None, "split": split if plan.rate and split else None}
    if plan.rate:
        told = {"split": UNRELATED, "sd": sqrt(UNRELATED), "icc": assumed.icc or 0.0}
        return told | {"source": "taken for two coins: --sd says otherwise"}
    return _of_runs(aim, rows, assumed)


def _of_runs(aim: Aim, rows: Sequence[Row], assumed: Assumed) -> dict[str, object]:
    """Return the same from single runs: what a pair shares beside its scenario gains nothing."""
    found = [
        (row.scenario, number)
        for row in rows
        if row.state == "finished"
        and (number := gating.as_number(row.figure(aim.first.metric, aim.first.who))) is not None
    ]
    if len(found) < 2:
        return {"source": "no results yet: --sd says how much differences of pairs vary"}
    within = spread([number for _, number in found], [scenario for scenario, _ in found]).within
    return {
        "sd": within * sqrt(2) or None,
        "icc": assumed.icc or 0.0,
        "source": f"{len(found)} runs there are, halves of a pair taken for unrelated",
    }


def _clusters(plan: Plan, pairs: Sequence[Pair]) -> list[Hashable]:
    """Return what pairs have in common, as gates and comparisons of the whole plan take it."""
    if plan.scenarios > 1:
        # Also where the pilot is of one; keys are those of `gating.key`, the scenario first.
        return [pair.key[0] for pair in pairs if isinstance(pair.key, tuple)]
    return [pair.cluster for pair in pairs]


def _usual(plan: Plan) -> tuple[float, ...]:
    if plan.sd is None:
        return ()
    if plan.rate or BOUNDS.get(plan.metric) == UNIT:
        return SHARES
    return tuple(float(f"{each * plan.sd:.2g}") for each in EFFECTS)


def _groups(plan: Plan) -> int | None:
    """Return how many clusters there are as the suite stands; None where pairs are the unit."""
    if plan.scenarios > 1:
        return plan.scenarios
    return plan.seeds if plan.pairs > plan.seeds else None


def _detectable(plan: Plan) -> float | None:
    groups = _groups(plan)
    if plan.pairs < 2:
        return None
    # With one seed of one scenario, pairs are the unit: there is nothing else to vary.
    groups = None if groups == 1 else groups
    chances = {"alpha": plan.alpha, "power": plan.power}
    if plan.split is not None and groups in (None, plan.pairs):
        return power.detectable_paired_rate(plan.pairs, plan.split, **chances)
    if plan.sd is None:
        return None
    return power.detectable(plan.pairs, plan.sd, clusters=groups, icc=plan.icc, **chances)


def _needed(plan: Plan, difference: float) -> Needed:
    """Return what it takes to show a difference, by the test that will be made."""
    found = Needed(difference=difference)
    sd, size = plan.sd, abs(difference)
    chances = {"alpha": plan.alpha, "power": plan.power}
    if plan.split is not None:
        split = max(plan.split, size)
        sd = sqrt(max(split - size**2, 1e-6))
    if not plan.pairs or sd is None or (plan.split is not None and size > 1):
        return found
    each = plan.pairs / plan.seeds
    if plan.scenarios > 1:
        pairs = power.pairs_needed(size, sd, clusters=plan.scenarios, icc=plan.icc, **chances)
        if pairs is None:
            of_each = max(1, round(plan.pairs / plan.scenarios))
            many = power.clusters_needed(size, sd, per_cluster=of_each, icc=plan.icc, **chances)
            return found.model_copy(update={"scenarios": many})
        seeds = ceil(pairs / each - 1e-9)
    elif _groups(plan) is not None:
        seeds = power.clusters_needed(size, sd, per_cluster=round(each), icc=plan.icc, **chances)
        pairs = ceil(seeds * each)
    elif plan.split is not None:
        pairs = seeds = power.paired_rates_needed((split + size) / 2, (split - size) / 2, **chances)
    else:
        pairs = seeds = power.pairs_needed(size, sd, alpha=plan.alpha, power=plan.power) or 0
    return found.model_copy(update={"pairs": pairs, "seeds": seeds})
