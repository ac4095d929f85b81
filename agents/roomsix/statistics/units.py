"""What varies independently: single runs, or all runs of a cluster taken together."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from math import fsum, isfinite, sqrt
from typing import Literal

FEW = 10
"""Below this many clusters, an interval hangs on how alike they are; a note says so."""

FEW_CLUSTERS = f"fewer than {FEW} clusters: the interval hangs on how alike they happen to be"
ONE_CLUSTER = "one cluster: runs are the unit, and the interval speaks of this cluster only"

Unit = Literal["run", "cluster"]


@dataclass(frozen=True, slots=True)
class Units:
    """A mean over runs, and how far it may be off.

    Attributes:
        sums: Of the values of each unit, less their mean over all; ordered by value, not by name.
        sizes: How many runs each unit has.
        n: Runs.
        clusters: How many different ones were named; 0 if none were.
        value: The mean over all runs.
        sd: Of single runs, with n - 1; 0 for one run.
        se: Standard error of the mean; 0 where nothing varies.
        df: Degrees of freedom of `se`.
    """

    sums: tuple[float, ...]
    sizes: tuple[int, ...]
    n: int
    clusters: int
    value: float
    sd: float
    se: float
    df: float

    @property
    def unit(self) -> Unit:
        """What was taken to vary independently."""
        return "cluster" if len(self.sizes) < self.n else "run"

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of any interval made of these has to know."""
        if self.clusters == 1 and self.n > 1:
            return (ONE_CLUSTER,)
        return (FEW_CLUSTERS,) if 1 < self.clusters < FEW else ()

    @property
    def skewness(self) -> float:
        """The third standardised moment of the units' means; 0 where they do not differ."""
        means = [total / size for total, size in zip(self.sums, self.sizes, strict=True)]
        middle = fsum(means) / len(means)
        second = fsum((mean - middle) ** 2 for mean in means) / len(means)
        third = fsum((mean - middle) ** 3 for mean in means) / len(means)
        return third / second**1.5 if second > 1e-24 * max(1.0, self.value**2) else 0.0

    def mirrored(self) -> "Units":
        """Return the units of the same values with their signs changed."""
        order = sorted(zip((-total for total in self.sums), self.sizes, strict=True))
        return replace(
            self,
            sums=tuple(total for total, _ in order),
            sizes=tuple(size for _, size in order),
            value=-self.value,
        )


def gather(values: Sequence[float], clusters: Sequence[Hashable] | None = None) -> Units:
    """Reduce runs to what varies independently.

    With more than one cluster, the cluster is the unit, and the standard error is CR2 with the
    degrees of freedom of Bell & McCaffrey (2002), which for equal clusters are their number less
    one. It is never taken to be less than that of as many unrelated runs (Angrist & Pischke 2009,
    8.2.3): few clusters may look more alike than they are. With one cluster, or none named, the
    run is the unit.

    Raises:
        ValueError: for no values, values that are not finite, or clusters of another number.
    """
    numbers = [float(value) for value in values]
    if not numbers or not all(map(isfinite, numbers)):
        raise ValueError("expected one finite value or more")
    if clusters is not None and len(clusters) != len(numbers):
        raise ValueError(f"{len(numbers)} values, but {len(clusters)} clusters")
    value = fsum(numbers) / len(numbers)
    grouped: dict[Hashable, list[float]] = {}
    named = len(set(clusters)) if clusters is not None else 0
    keys = clusters if clusters is not None and named > 1 else range(len(numbers))
    for key, number in zip(keys, numbers, strict=True):
        grouped.setdefault(key, []).append(number - value)
    rows = sorted((fsum(group), len(group)) for group in grouped.values())
    return _measured(numbers, value, rows, named)


def _measured(
    numbers: list[float], value: float, rows: list[tuple[float, int]], named: int
) -> Units:
    n = len(numbers)
    squares = fsum((number - value) ** 2 for number in numbers)
    # Equal numbers may differ from their own mean by a rounding.
    sd = sqrt(squares / (n - 1)) if n > 1 and squares > n * (1e-14 * value) ** 2 else 0.0
    se, df = sd / sqrt(n), float(max(n - 1, 0))
    if 1 < len(rows) < n:
        se = max(se, _robust(rows, n))
        df = min(df, _freedom([size for _, size in rows], n))
    sums, sizes = zip(*rows, strict=True)
    return Units(sums, sizes, n, named, value, sd, se, df)


def _robust(rows: list[tuple[float, int]], n: int) -> float:
    return sqrt(fsum(total**2 / (1 - size / n) for total, size in rows)) / n


def _freedom(sizes: list[int], n: int) -> float:
    # Satterthwaite's for the sum of squares in `_robust`, runs being unrelated: tr(K)^2 / tr(K^2).
    leverage = [size / n for size in sizes]
    own = fsum(size**2 for size in sizes)
    terms = [share**2 / (1 - share) for share in leverage]
    across = fsum(terms) ** 2 - fsum(term**2 for term in terms)
    return n**2 / (own + n**2 * across)
