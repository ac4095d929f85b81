"""The score interval of a proportion (Wilson 1927), and what clustered runs are worth in it."""

from math import sqrt
from statistics import NormalDist

from roomsix.statistics.units import Units

PRIOR_EVENTS = 1
"""How many events it takes to count as much as the guess that a cluster's runs all end alike."""


def wilson(share: float, n: float, quantile: float) -> tuple[float, float]:
    """Return the values a proportion may have, both in [0, 1]; n may be an effective number."""
    weight = quantile**2 / n
    centre = (share + weight / 2) / (1 + weight)
    half = quantile * sqrt(share * (1 - share) / n + weight / (4 * n)) / (1 + weight)
    return max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half))


def normal_quantile(level: float) -> float:
    """Return how many standard errors a two-sided interval reaches to either side."""
    return NormalDist().inv_cdf((1 + level) / 2)


def effective(units: Units) -> float:
    """Return how many unrelated runs tell as much about a proportion as these.

    The design effect is that of the standard error, read as `1 + (m - 1) icc` with Kish's mean
    size m. From few events the correlation inside clusters cannot be told: one event in all is
    always alone in its cluster. So it is drawn towards 1, that is, towards one answer a cluster,
    by a weight of `PRIOR_EVENTS`.
    """
    m = sum(size**2 for size in units.sizes) / units.n
    if m == 1:
        return units.n
    events = min(units.value, 1 - units.value) * units.n
    single = units.value * (1 - units.value) / units.n
    effect = units.se**2 / single if events > 0 else 1.0
    icc = min(1.0, max(0.0, (effect - 1) / (m - 1)))
    icc = (PRIOR_EVENTS + events * icc) / (PRIOR_EVENTS + events)
    return units.n / (1 + (m - 1) * icc)
