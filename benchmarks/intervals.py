"""How often the 95 % intervals hold, on simulated experiments: `python -m benchmarks.intervals`.

Every experiment asks the functions of `roomsix.statistics` themselves. For each case: the share of
the intervals that hold the truth (for a test, of the experiments in which it rejects), how wide
they are in the middle of experiments, and in how many there was none. Prints Markdown; `--json`
prints one object a case, `--only TEXT` plays the groups with that text in their names.
"""

import argparse
import json
import os
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache, partial
from itertools import groupby, product
from math import exp, sqrt

# One core for each process: the matrices are small.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from numpy.typing import NDArray

from roomsix.statistics import agreement, estimate, paired, power, sequence
from roomsix.statistics.contrast import Difference
from roomsix.statistics.estimate import Estimate
from roomsix.statistics.paired import Pair

Rng = np.random.Generator
Floats = NDArray[np.float64]
Found = Estimate | Difference
Tally = tuple[int, int, float]
"""In how many experiments there was an interval, in how many it held, its median width."""


@dataclass(frozen=True)
class Case:
    """A kind of experiment.

    Attributes:
        play: Takes the draws and how many experiments to play.
        aim: The share it should come to; None where there is no one figure.
    """

    group: str
    name: str
    play: Callable[[Rng, int], Tally]
    aim: float | None = 0.95


@dataclass(frozen=True)
class Row:
    """What came of a case.

    Attributes:
        share: Of the experiments with an interval, how many it held in.
        width: The median; 0 for tests.
        none: The share of experiments without an interval.
    """

    group: str
    name: str
    aim: float | None
    share: float
    width: float
    none: float


def covers(draw: Callable[[Rng], Found], truth: float) -> Callable[[Rng, int], Tally]:
    """Count the intervals that hold the truth."""

    def play(rng: Rng, experiments: int) -> Tally:
        widths, held = [], 0
        for _ in range(experiments):
            found = draw(rng)
            if found.low is not None and found.high is not None:
                widths.append(found.high - found.low)
                # A mean that is drawn at its bound is off by a rounding.
                held += found.low - 1e-12 <= truth <= found.high + 1e-12
        return len(widths), held, float(np.median(widths)) if widths else 0.0

    return play


def rejects(draw: Callable[[Rng], Difference]) -> Callable[[Rng, int], Tally]:
    """Count the verdicts that there is a difference."""

    def play(rng: Rng, experiments: int) -> Tally:
        said = [draw(rng).verdict in ("higher", "lower") for _ in range(experiments)]
        return experiments, sum(said), 0.0

    return play


def rates() -> Iterator[Case]:
    for n, p in product((20, 100, 400), (0.02, 0.2, 0.5, 0.9)):

        def single(rng: Rng, n: int = n, p: float = p) -> Found:
            return estimate.rate((rng.random(n) < p).tolist())

        yield Case("Rates, unrelated runs", f"rate {p}, {n} runs", covers(single, p))
    kinds = [(20, 10), (100, 10), (400, 10), (100, 30), (400, 30)]
    for (n, count), icc, p in product(kinds, (0.1, 0.3), (0.02, 0.2, 0.5, 0.9)):

        def draw(rng: Rng, n: int = n, count: int = count, icc: float = icc, p: float = p) -> Found:
            of = np.arange(n) % count
            each = rng.beta(p * (1 / icc - 1), (1 - p) * (1 / icc - 1), count)
            return estimate.rate((rng.random(n) < each[of]).tolist(), of.tolist())

        name = f"rate {p}, {n} runs in {count} clusters, ICC {icc}"
        yield Case("Rates, clustered runs", name, covers(draw, p))


SHAPES: dict[str, tuple[Callable[[Floats, Rng], Floats], float, tuple[float, float] | None]] = {
    "normal": (lambda z, rng: z, 0.0, None),
    "lognormal": (lambda z, rng: np.exp(z), exp(0.5), None),
    "lognormal, half the spread": (lambda z, rng: np.exp(z / 2), exp(0.125), None),
    "capture (70 % nought)": (lambda z, rng: _capture(z, rng, 0.5244005127), 0.12, (0.0, 1.0)),
    "capture (90 % nought)": (lambda z, rng: _capture(z, rng, 1.2815515655), 0.04, (0.0, 1.0)),
}
"""Values of standard normal ones, with their mean and their bounds."""


def _capture(z: Floats, rng: Rng, above: float) -> Floats:
    return np.where(z > above, rng.beta(2, 3, z.shape), 0.0)


def _normals(rng: Rng, sizes: Sequence[int], icc: float) -> tuple[Floats, list[int]]:
    of = np.repeat(np.arange(len(sizes)), sizes)
    shared = rng.normal(size=len(sizes))[of]
    return sqrt(icc) * shared + sqrt(1 - icc) * rng.normal(size=len(of)), of.tolist()


def means() -> Iterator[Case]:
    for shape, n in product(SHAPES, (10, 20, 50, 100, 400)):
        make, truth, bounds = SHAPES[shape]

        def draw(rng: Rng, n: int = n, make=make, bounds=bounds) -> Found:  # type: ignore[no-untyped-def]
            return estimate.mean(make(rng.normal(size=n), rng).tolist(), bounds=bounds)

        yield Case("Means, unrelated runs", f"{shape}, {n} runs", covers(draw, truth))
    layouts = {f"{count} clusters of 5": [5] * count for count in (5, 10, 30)}
    layouts["10 clusters of 1 to 19"] = list(range(1, 20, 2))
    for shape, layout in product(SHAPES, layouts):
        make, truth, bounds = SHAPES[shape]

        def clustered(rng: Rng, sizes=layouts[layout], make=make, bounds=bounds) -> Found:  # type: ignore[no-untyped-def]
            z, of = _normals(rng, sizes, 0.3)
            return estimate.mean(make(z, rng).tolist(), of, bounds=bounds)

        yield Case("Means, clustered runs", f"{shape}, {layout}", covers(clustered, truth))


def _pairs(differences: Floats, of: Sequence[int] | None = None) -> list[Pair]:
    return [
        Pair.model_construct(key=i, cluster=None if of is None else of[i], a=d, b=0.0)
        for i, d in enumerate(differences.tolist())
    ]


DIFFERENCES: dict[str, Callable[[Floats, Rng], Floats]] = {
    "normal": lambda z, rng: z,
    "mostly nought": lambda z, rng: np.where(rng.random(z.shape) < 0.7, 0.0, z),
    "skewed": lambda z, rng: (np.exp(z) - exp(0.5)) / sqrt((exp(1) - 1) * exp(1)),
}
"""Differences of mean nought."""

PAIRINGS = {
    "20 pairs": ([1] * 20, 0.0),
    "71 pairs": ([1] * 71, 0.0),
    "10 clusters of 5, ICC 0.3": ([5] * 10, 0.3),
    "30 clusters of 5, ICC 0.3": ([5] * 30, 0.3),
}


def pairs() -> Iterator[Case]:
    for shape, layout in product(DIFFERENCES, PAIRINGS):

        def draw(rng: Rng, shift: float, shape: str = shape, layout: str = layout) -> Difference:
            sizes, icc = PAIRINGS[layout]
            z, of = _normals(rng, sizes, icc)
            found = DIFFERENCES[shape](z, rng) + shift
            return paired.difference(_pairs(found, of if icc else None))

        name = f"{shape}, {layout}"
        yield Case("Paired differences", name, covers(partial(draw, shift=0.3), 0.3))
        test = rejects(partial(draw, shift=0.0))
        yield Case("Paired test, no difference", name, test, 0.05)

    def effect(rng: Rng, n: int) -> Found:
        found = paired.difference(_pairs(rng.normal(0.5, 1, n))).effect
        assert found is not None
        return found

    for n in (20, 71):
        of_n = covers(partial(effect, n=n), 0.5)
        yield Case("Effect size of pairs", f"dz 0.5, {n} pairs", of_n)


def _events(rng: Rng, n: int, gained: float, lost: float, both: float) -> list[Pair]:
    cells = rng.choice(4, size=n, p=[gained, lost, both, 1 - gained - lost - both])
    return [
        Pair.model_construct(key=i, cluster=None, a=cell in (0, 2), b=cell in (1, 2))
        for i, cell in enumerate(cells.tolist())
    ]


def paired_rates() -> Iterator[Case]:
    kinds = [(0.2, 0.1, 0.3), (0.1, 0.1, 0.4), (0.05, 0.05, 0.05), (0.1, 0.01, 0.8)]
    for n, (gained, lost, both) in product((20, 50, 200), kinds):

        def draw(rng: Rng, n: int = n, shares=(gained, lost, both)) -> Difference:  # type: ignore[no-untyped-def]
            return paired.mcnemar(_events(rng, n, *shares))

        name = f"{gained} gained, {lost} lost, {both} both, {n} pairs"
        yield Case("Paired rates", name, covers(draw, gained - lost))
        if gained == lost:
            yield Case("McNemar's test, no difference", name, rejects(draw), 0.05)


def groups() -> Iterator[Case]:
    sides = [("normal", 20), ("normal", 100), ("lognormal", 20), ("lognormal", 100)]
    for shape, n in sides:

        def draw(rng: Rng, shape: str = shape, n: int = n) -> Difference:
            make = SHAPES[shape][0]
            return paired.unpaired(
                make(rng.normal(size=n), rng).tolist(),
                (2 * make(rng.normal(size=n), rng)).tolist(),
            )

        truth = -SHAPES[shape][1]
        name = f"{shape}, {n} runs a side, one spread twice the other"
        yield Case("Differences of groups", name, covers(draw, truth))
    for first, second, n in product((0.5, 0.05), (0.5, 0.1), (20, 93)):

        def events(rng: Rng, p: float = first, q: float = second, n: int = n) -> Difference:
            return paired.unpaired((rng.random(n) < p).tolist(), (rng.random(n) < q).tolist())

        name = f"rates {first} and {second}, {n} runs a side"
        yield Case("Differences of groups", name, covers(events, first - second))
        if first == second:
            yield Case("Test of groups, no difference", name, rejects(events), 0.05)


LOOKS = 300


def looks() -> Iterator[Case]:
    reach = np.array([sequence.reach(n, optimised_for=100) for n in range(2, LOOKS + 1)])
    group = "Looked at after every run, up to 300"
    for shape, start in product(list(SHAPES)[:4], (2, 20, 100)):

        def play(rng: Rng, experiments: int, shape: str = shape, start: int = start) -> Tally:
            make, truth, _ = SHAPES[shape]
            held, widths = 0, []
            for _ in range(experiments):
                values = make(rng.normal(size=LOOKS), rng)
                n = np.arange(1, LOOKS + 1)
                mean = np.cumsum(values) / n
                squares = np.maximum(np.cumsum(values**2) - n * mean**2, 0)[1:]
                se = np.sqrt(squares / ((n - 1)[1:] * n[1:]))
                with np.errstate(invalid="ignore"):
                    # While all values are equal there is no interval, and nothing to miss.
                    off = (np.abs(mean[1:] - truth) > reach * se) & (se > 1e-9)
                held += not off[start - 2 :].any()
                widths.append(2 * reach[-1] * se[-1])
            return experiments, held, float(np.median(widths))

        yield Case(group, f"mean, {shape}, from run {start} on", play)
    for p in (0.02, 0.2, 0.5):

        def rate(rng: Rng, experiments: int, p: float = p) -> Tally:
            held, widths = 0, []
            for _ in range(experiments):
                events = np.cumsum(rng.random(LOOKS) < p)
                found = [_rate(int(k), n + 1) for n, k in enumerate(events)]
                held += all(low <= p <= high for low, high in found)
                widths.append(found[-1][1] - found[-1][0])
            return experiments, held, float(np.median(widths))

        yield Case(group, f"rate {p}, from run 1 on", rate)


@cache
def _rate(events: int, n: int) -> tuple[float, float]:
    found = sequence.rate([1.0] * events + [0.0] * (n - events))
    assert found.low is not None and found.high is not None
    return found.low, found.high


def raters() -> Iterator[Case]:
    kinds = [((0.5, 0.5), 0.6), ((0.5, 0.5), 0.8), ((0.9, 0.1), 0.8), ((0.4, 0.3, 0.2, 0.1), 0.6)]
    for n, (shares, truth) in product((30, 100, 300), kinds):

        def draw(rng: Rng, weights=None, n: int = n, shares=shares, truth=truth) -> Found:  # type: ignore[no-untyped-def]
            # One label for both by the share of kappa, otherwise one each by chance.
            labels = range(len(shares))
            first, second = rng.choice(labels, (2, n), p=shares)
            second = np.where(rng.random(n) < truth, first, second)
            return agreement.kappa(first.tolist(), second.tolist(), labels=labels, weights=weights)

        name = f"kappa {truth}, labels {', '.join(map(str, shares))}, {n} items"
        yield Case("Agreement", name, covers(draw, truth))
        if len(shares) > 2:
            linear = covers(partial(draw, weights="linear"), truth)
            yield Case("Agreement", f"{name}, linear weights", linear)


def plans() -> Iterator[Case]:
    group = "Power of what was planned for 80 %"
    n = power.pairs_needed(0.05, 0.15) or 0
    pairs = rejects(lambda rng: paired.difference(_pairs(rng.normal(0.05, 0.15, n))))
    yield Case(group, f"a difference of .05, sd .15: {n} pairs", pairs, 0.8)
    for per_cluster, icc in ((5, 0.2), (20, 0.1)):
        count = power.clusters_needed(0.05, 0.15, per_cluster=per_cluster, icc=icc)

        def clustered(rng: Rng, sizes=(per_cluster,) * count, icc: float = icc) -> Difference:  # type: ignore[no-untyped-def]
            z, of = _normals(rng, sizes, icc)
            return paired.difference(_pairs(0.05 + 0.15 * z, of))

        name = f"the same, ICC {icc}: {count} clusters of {per_cluster}"
        yield Case(group, name, rejects(clustered), 0.8)
    many = power.pairs_needed(0.05, 0.15, clusters=20, icc=0.1) or 0

    def spread(rng: Rng) -> Difference:
        z, of = _normals(rng, [many // 20] * 20, 0.1)
        return paired.difference(_pairs(0.05 + 0.15 * z, of))

    yield Case(group, f"the same, ICC 0.1: {many} pairs in 20 clusters", rejects(spread), 0.8)
    for first, second in ((0.5, 0.7), (0.05, 0.15)):
        side = power.rates_needed(first, second)

        def events(rng: Rng, p: float = first, q: float = second, n: int = side) -> Difference:
            return paired.unpaired((rng.random(n) < p).tolist(), (rng.random(n) < q).tolist())

        name = f"rates {first} and {second}, groups: {side} runs a side"
        yield Case(group, name, rejects(events), 0.8)
    both = power.paired_rates_needed(0.2, 0.1)
    exact = rejects(lambda rng: paired.mcnemar(_events(rng, both, 0.2, 0.1, 0.4)))
    yield Case(group, f"rates of pairs, 0.2 gained, 0.1 lost: {both} pairs", exact, 0.8)


def cases() -> list[Case]:
    """Return every case, in the order of the tables."""
    parts = (rates, means, pairs, paired_rates, groups, looks, raters, plans)
    found = [case for part in parts for case in part()]
    order = list(dict.fromkeys(case.group for case in found))
    return sorted(found, key=lambda case: order.index(case.group))


def play(index: int, experiments: int, seed: int) -> Row:
    """Play one case; its draws depend on its name and the seed, not on the other cases."""
    case = cases()[index]
    rng = np.random.default_rng([seed, zlib.crc32(f"{case.group}/{case.name}".encode())])
    given, held, width = case.play(rng, experiments)
    share = held / given if given else float("nan")
    return Row(case.group, case.name, case.aim, share, width, 1 - given / experiments)


def markdown(rows: Sequence[Row]) -> Iterator[str]:
    for group, members in groupby(rows, key=lambda row: row.group):
        listed = list(members)
        tests = all(row.width == 0 for row in listed)
        yield f"\n**{group}** (aim {listed[0].aim:g})\n"
        yield "| case | share |" if tests else "| case | coverage | width | without |"
        yield "|---|--:|" if tests else "|---|--:|--:|--:|"
        for row in listed:
            share = f"{row.share:.3f}".removeprefix("0")
            more = "" if tests else f" {row.width:.3g} | {row.none:.1%} |"
            yield f"| {row.name} | {share} |{more}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--experiments", type=int, default=10_000, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--only", default="", metavar="TEXT")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    chosen = [i for i, case in enumerate(cases()) if asked.only.lower() in case.group.lower()]
    if not chosen:
        parser.error(f"no group has {asked.only!r} in its name")
    with ProcessPoolExecutor(asked.jobs) as pool:
        every = [pool.submit(play, index, asked.experiments, asked.seed) for index in chosen]
        rows = [one.result() for one in every]
    if asked.json:
        for row in rows:
            print(json.dumps(asdict(row)))
    else:
        print("\n".join(markdown(rows)))


if __name__ == "__main__":
    main()
