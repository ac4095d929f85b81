"""What runs have in common, so that one thing played often is not taken for many."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from statistics import fmean

from roomsix.evaluation.row import Row
from roomsix.statistics import estimate
from roomsix.statistics.estimate import Estimate

ONE_SCENARIO = "one scenario: runs of a seed are taken together, and the interval speaks of it only"
REPEATS = "repeats of a trial count once, by their mean"

UNIT = (0.0, 1.0)

ROUNDING = 1e-9
"""How far past its bounds a value may be without being taken to have others."""


def clusters(places: Sequence[tuple[Hashable, Hashable]]) -> tuple[list[Hashable], str]:
    """Return what each run goes by, and what has to be known of that.

    It is the scenario; in a single one the seed, where seeds come more than once. With a single
    seed as well, or with as many seeds as runs, all go by the one scenario, and the run is the
    unit.

    Args:
        places: Scenario and seed of each run, or pair of runs.
    """
    scenarios: list[Hashable] = [scenario for scenario, _ in places]
    seeds: list[Hashable] = [seed for _, seed in places]
    recurring = 1 < len(set(seeds)) < len(seeds)
    if len(set(scenarios)) == 1 and recurring:
        return seeds, ONE_SCENARIO
    return scenarios, ""


def estimated(
    found: Iterable[tuple[Row, float]],
    bounds: tuple[float, float] | None = None,
    *,
    rate: bool = False,
) -> Estimate:
    """Return what runs show of a rate or a mean, repeats of a trial counting once, by their mean.

    Args:
        found: Rows, and the figure of each: 0 or 1 for a rate. At least one.
        bounds: As `within` takes them.
    """
    trials: dict[Hashable, list[tuple[Row, float]]] = defaultdict(list)
    for row, number in found:
        trials[tuple(sorted(row.described.items()))].append((row, number))
    numbers = [fmean(number for _, number in same) for same in trials.values()]
    named, note = clusters([(row.scenario, row.seed) for (row, _), *_ in trials.values()])
    if rate and all(number in UNIT for number in numbers):
        made = estimate.rate([number == 1 for number in numbers], named)
    else:
        numbers, known = within(numbers, UNIT if rate else bounds)
        made = estimate.mean(numbers, named, bounds=known)
    repeated = REPEATS if any(len(same) > 1 for same in trials.values()) else ""
    notes = (*made.notes, *filter(None, (note, repeated)))
    return made.model_copy(update={"notes": notes})


def within(
    values: Sequence[float], bounds: tuple[float, float] | None
) -> tuple[list[float], tuple[float, float] | None]:
    """Return values and their bounds: None where one value or more lies outside.

    A deal that is carried against a party may lose more than others gain, so a share may well be
    below nought. What a rounding takes past a bound is put back.
    """
    if bounds is None:
        return list(values), None
    least, most = bounds
    if any(not least - ROUNDING <= value <= most + ROUNDING for value in values):
        return list(values), None
    return [min(most, max(least, value)) for value in values], bounds
