"""What the whole outcome space costs, beside negmas and paretoset, in one process.

    python benchmarks/outcomes.py [--most 6] [--repeats 5]

Games of 2 and 5 parties, ten options an issue and 10^3 to 10^6 packages, points drawn by seed, each
party's best package worth about 1,000 points and its reservation 40 % of that (30 % among five).
Every contestant goes from the game to the Pareto frontier and, but for paretoset, which knows of
frontiers only, to the Nash, Kalai-Smorodinsky, egalitarian and utilitarian points. Contestants take
turns in every repeat; figures are medians of milliseconds (least to most), and the median of the
ratios to `enumerated` in the same repeat. Memory is the peak of a forked child above what it began
with. negmas leaves out of its frontier what is below somebody's reservation. paretoset and negmas
need not be installed; what is missing is left out.
"""

import argparse
import os
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from importlib.util import find_spec
from typing import Any

from roomsix import outcomes
from roomsix.scenario import Scenario

OPTIONS = 10
SLOW = 20.0
"""Seconds after which a contestant sits out the other repeats."""


def game(parties: int, issues: int, seed: int) -> Scenario:
    """Draw a game whose cards are additive and full of different sums."""
    dice = random.Random(seed)
    options = [f"o{number}" for number in range(OPTIONS)]
    names = [f"i{number}" for number in range(issues)]
    share = 0.4 if parties == 2 else 0.3

    def side(name: str) -> dict[str, Any]:
        weights = [dice.random() + 0.1 for _ in names]
        tops = [round(1000 * weight / sum(weights)) for weight in weights]
        points = {
            issue: {option: round(top * dice.random()) for option in options}
            for issue, top in zip(names, tops, strict=True)
        }
        best = sum(max(each.values()) for each in points.values())
        return {
            "name": name,
            "principal": {"name": "them"},
            "position": {"opening": dict.fromkeys(names, "o0")},
            "card": {"points": points},
            "stakes": {"always": {"no_deal": round(share * best)}},
        }

    sides = [f"p{number}" for number in range(parties)]
    seats = {f"{p}-lead": {"persona": "envoy", "role": "lead", "party": p} for p in sides}
    return Scenario.model_validate(
        {
            "scenario": 1,
            "id": f"game-{parties}-{issues}",
            "title": "Game",
            "summary": "A game.",
            "issues": {i: {"name": i, "options": {o: o for o in options}} for i in names},
            "parties": {name: side(name) for name in sides},
            "seats": seats,
            "sessions": {"all": {"kind": "plenary", "title": "All", "turns": [list(seats)]}},
        }
    )


def enumerated(scenario: Scenario) -> int:
    """Look at every package."""
    space = outcomes.space(scenario)
    frontier = outcomes.pareto(space.utilities, space.allowed)
    outcomes.solutions(space, frontier, "always")
    return len(outcomes.vectors(space.utilities, frontier))


def issue_by_issue(scenario: Scenario) -> int:
    """Build the frontier without the packages."""
    frame = outcomes.built(scenario)
    assert frame is not None
    frame.solutions("always")
    return len(frame.front)


def with_negmas(scenario: Scenario) -> int:
    """Let negmas do the same, with additive utilities of its own."""
    from negmas.outcomes import make_issue, make_os
    from negmas.preferences import LinearAdditiveUtilityFunction, ops
    from negmas.preferences.value_fun import TableFun

    issues = [make_issue(list(what.options), name) for name, what in scenario.issues.items()]
    space = make_os(issues)
    ufuns = [
        LinearAdditiveUtilityFunction(
            [TableFun(dict(points)) for points in side.card.points.values()],
            outcome_space=space,
            reserved_value=side.stakes["always"].reservation,
        )
        for side in scenario.parties.values()
    ]
    every = list(space.enumerate())
    frontier, _ = ops.pareto_frontier(ufuns, outcomes=every)
    for find in (ops.nash_points, ops.kalai_points, ops.ks_points, ops.max_welfare_points):
        find(ufuns, frontier, outcome_space=space)
    return len(frontier)


def with_paretoset(scenario: Scenario) -> int:
    """Let paretoset find the frontier in the points that are worked out here."""
    from paretoset import paretoset

    space = outcomes.space(scenario)
    marked = paretoset(space.utilities.T, sense=["max"] * len(space.parties), distinct=True)
    return int(marked.sum())


def timed(contestant: Callable[[Scenario], int], scenario: Scenario) -> tuple[float, int]:
    """Return the milliseconds of CPU time and how many frontier points were found."""
    start = time.process_time()
    found = contestant(scenario)
    return 1000 * (time.process_time() - start), found


def peak(contestant: Callable[[Scenario], int], scenario: Scenario) -> float:
    """Return the megabytes that a forked child needs on top of what it began with."""
    back, out = os.pipe()
    child = os.fork()
    if not child:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        contestant(scenario)
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        os.write(out, str((after - before) / 1024).encode())
        os._exit(0)
    os.close(out)
    with os.fdopen(back) as told:
        text = told.read()
    os.waitpid(child, 0)
    return float(text)


def memory(parties: int, issues: int) -> dict[str, float]:
    """Return what each contestant needs for one game, in megabytes."""
    scenario = game(parties, issues, seed=issues)
    return {name: peak(contestant, scenario) for name, contestant in contestants().items()}


def contestants() -> dict[str, Callable[[Scenario], int]]:
    """Return who takes part: ours, and those of the others that are installed."""
    found = {"enumerated": enumerated, "issue by issue": issue_by_issue}
    if find_spec("negmas"):
        found["negmas"] = with_negmas
    if find_spec("paretoset"):
        found["paretoset"] = with_paretoset
    return found


def spread(values: Iterable[float], digits: int = 1) -> str:
    """Return the median with the least and the most."""
    listed = sorted(values)
    middle = statistics.median(listed)
    return f"{middle:,.{digits}f} ({listed[0]:,.{digits}f} to {listed[-1]:,.{digits}f})"


def measure(parties: int, issues: int, repeats: int, peaks: Mapping[str, float]) -> None:
    """Print a row for each contestant."""
    scenario, racing = game(parties, issues, seed=issues), contestants()
    times: dict[str, list[float]] = {name: [] for name in racing}
    ratios: dict[str, list[float]] = {name: [] for name in racing}
    points: dict[str, int] = {}
    for _ in range(repeats):
        base = None
        for name, contestant in racing.items():
            if times[name] and times[name][-1] > 1000 * SLOW:
                continue
            taken, points[name] = timed(contestant, scenario)
            base = base or taken
            times[name].append(taken)
            ratios[name].append(taken / base)
    for name in racing:
        cells = (
            f"{parties}, 10^{issues}",
            name,
            f"{points[name]:,}",
            spread(times[name]),
            spread(ratios[name], 2),
            f"{peaks[name]:,.0f}",
            str(len(times[name])),
        )
        print("| " + " | ".join(cells) + " |", flush=True)


def main() -> int:
    """Measure every size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--most", type=int, default=6, help="the largest power of ten (3 to 6)")
    parser.add_argument("--repeats", type=int, default=5)
    asked = parser.parse_args()
    small = game(5, 4, seed=0)
    for contestant in contestants().values():
        contestant(small)  # imports and compilation are no part of it
        contestant(game(2, 3, seed=0))
    sizes = [(parties, issues) for parties in (2, 5) for issues in range(3, asked.most + 1)]
    # First, while this process has little of its own that a child could use again.
    peaks = {size: memory(*size) for size in sizes}
    print("| parties, packages | | frontier | ms | over enumerated | MB | n |")
    print("|---|---|---|---|---|---|---|")
    for size in sizes:
        measure(*size, asked.repeats, peaks[size])
    return 0


if __name__ == "__main__":
    sys.exit(main())
