"""How often the interval of kappa holds the true value: `python -m benchmarks.kappa`.

Draws experiments in which a judge labels things as a hand does in some share of them and as it
comes otherwise; things of one run may be alike, in their labels and in how hard they are. The
true value is that of 40,000 things drawn in the same way. Prints, for each design, the share of
intervals that hold it, and the share whose lower bound is above it: a judge trusted wrongly.
"""

import argparse
import random
from dataclasses import dataclass

from roomsix.statistics.agreement import kappa
from roomsix.statistics.estimate import Estimate

SPREAD = 1.1
"""How far labels scatter around the middle of their run, in steps of the scale."""


@dataclass(frozen=True)
class Design:
    """An experiment: so many runs of so many things, on a scale of so many labels.

    Attributes:
        alike: Whether things of a run resemble each other.
        sure: In which share the judge goes by what the hand goes by.
    """

    runs: int
    things: int
    size: int
    alike: bool
    sure: float


DESIGNS = (
    Design(100, 1, 2, False, 0.75),
    Design(100, 1, 5, False, 0.75),
    Design(20, 5, 5, False, 0.75),
    Design(20, 5, 5, True, 0.75),
    Design(34, 3, 4, True, 0.75),
    Design(50, 2, 2, True, 0.75),
    Design(100, 1, 5, False, 0.95),
    Design(100, 1, 2, False, 0.97),
)


def drawn(design: Design, chance: random.Random) -> tuple[list[tuple[int, int]], list[int]]:
    """Return pairs of labels, and the run that each is of."""
    pairs, runs = [], []
    for run in range(design.runs):
        middle = chance.gauss(design.size / 2, 0.6 if design.alike else 0)
        sure = design.sure + (chance.gauss(0, 0.2) if design.alike else 0)
        for _ in range(design.things):
            hand = _label(design, middle, chance)
            same = chance.random() < sure
            pairs.append((hand, hand if same else _label(design, middle, chance)))
            runs.append(run)
    return pairs, runs


def measured(design: Design, experiments: int) -> tuple[float, float, float]:
    """Return the true value, and the shares of intervals that hold it and that begin above it."""
    many = Design(40_000 // design.things, design.things, design.size, design.alike, design.sure)
    pairs, _ = drawn(many, random.Random(1))
    true = _kappa(design, pairs).value
    held = above = 0
    for number in range(experiments):
        found = _kappa(design, *drawn(design, random.Random(number + 10)))
        if found.low is not None and found.high is not None:
            held += found.low <= true <= found.high
            above += found.low > true
    return true, held / experiments, above / experiments


def _kappa(design: Design, pairs: list[tuple[int, int]], runs: list[int] | None = None) -> Estimate:
    hands, judge = zip(*pairs, strict=True)
    return kappa(hands, judge, labels=range(design.size), weights="linear", clusters=runs)


def _label(design: Design, middle: float, chance: random.Random) -> int:
    return min(design.size - 1, max(0, int(chance.gauss(middle, SPREAD))))


def main() -> None:
    """Print a row for each design."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--experiments", type=int, default=2000, metavar="N")
    experiments = parser.parse_args().experiments
    print("| runs | things each | labels | alike in runs | kappa | held | lower bound above |")
    print("|---|---|---|---|---|---|---|")
    for design in DESIGNS:
        true, held, above = measured(design, experiments)
        alike = "yes" if design.alike else "no"
        print(
            f"| {design.runs} | {design.things} | {design.size} | {alike} | {true:.2f}"
            f" | {held:.3f} | {above:.3f} |"
        )


if __name__ == "__main__":
    main()
