"""The studentised bootstrap of a mean, by units (Efron 1981; Hall 1988; by clusters, Field & Welsh
2007)."""

from functools import lru_cache
from math import floor
from typing import TYPE_CHECKING

from roomsix.statistics.units import Units

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

DRAWS = 1999
"""Resamples. With 1,999 the 2.5 % points are the 50th from either end."""


class Resampled:
    """How far means of resamples are from the mean, in their own standard errors.

    Symmetric: values with their signs changed give the same resamples with their signs changed.
    """

    def __init__(self, units: Units, seed: int) -> None:
        import numpy as np

        flipped = units.skewness < 0
        ratios = _ratios(units.mirrored() if flipped else units, seed)
        self._se = units.se
        self._value = units.value
        self._ratios = np.sort(-ratios if flipped else ratios)

    def interval(self, level: float) -> tuple[float, float]:
        """Return the ends; infinite where too few units differ to bound the mean on that side."""
        rank = max(1, floor((DRAWS + 1) * (1 - level) / 2))
        least, most = float(self._ratios[rank - 1]), float(self._ratios[DRAWS - rank])
        return self._value - most * self._se, self._value - least * self._se

    def p(self) -> float:
        """Return the two-sided p of a mean of nought; the smallest there is, is 0.001."""
        import numpy as np

        ratio = self._value / self._se
        above = DRAWS - int(np.searchsorted(self._ratios, ratio, side="left"))
        below = int(np.searchsorted(self._ratios, ratio, side="right"))
        return min(1.0, 2 * (min(above, below) + 1) / (DRAWS + 1))


def _ratios(units: Units, seed: int) -> "NDArray[float64]":
    import numpy as np

    sums = np.array(units.sums)
    sizes = np.array(units.sizes, dtype=float)
    columns = np.column_stack([sums, sizes, sums**2, sums * sizes, sizes**2])
    total, runs, squares, cross, areas = (_weights(len(sums), seed) @ columns).T
    mean = total / runs
    count = len(sums)
    spread = squares - 2 * mean * cross + mean**2 * areas
    # What is left of a spread of nought after rounding.
    spread[spread < 1e-12 * (squares + 1e-300)] = 0
    se = np.sqrt(spread * count / (count - 1)) / runs
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = mean / se
    return np.asarray(np.where(np.isnan(ratios), 0.0, ratios))


@lru_cache(maxsize=8)
def _weights(count: int, seed: int) -> "NDArray[float64]":
    import numpy as np

    drawn = np.random.default_rng(seed).multinomial(count, [1 / count] * count, size=DRAWS)
    return drawn.astype(float)
