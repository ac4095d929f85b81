"""How sure a share is that was counted in a sample: Clopper and Pearson's exact interval."""

import math
from collections.abc import Callable

from roomsix.deal import Frozen

CONFIDENCE = 0.95
"""How often, at least, an interval holds the true share; each interval by itself."""

_STEPS = 200
_SMALL = 1e-300


class Share(Frozen):
    """An estimated part of all packages, between 0 and 1.

    Attributes:
        value: The share among the packages drawn.
        low: The lower end of its interval, at `CONFIDENCE`.
        high: The upper end.
    """

    value: float
    low: float
    high: float


def share(hits: int, drawn: int) -> Share:
    """Return the share that so many hits among so many even draws stand for."""
    low, high = clopper_pearson(hits, drawn)
    return Share(value=hits / drawn, low=low, high=high)


def clopper_pearson(hits: int, drawn: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Return the interval of a share (Clopper and Pearson 1934), never too narrow.

    Its ends are the shares at which so many hits or more, or so many or fewer, would come with a
    chance of half of what the confidence leaves.
    """
    rest = (1 - confidence) / 2
    low = 0.0 if hits == 0 else _where(lambda p: beta(p, hits, drawn - hits + 1) - rest)
    high = 1.0 if hits == drawn else _where(lambda p: beta(p, hits + 1, drawn - hits) - 1 + rest)
    return low, high


def beta(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function, the chance of `a` hits or more.

    By its continued fraction (Press et al. 2007, 6.4), good to nine places at least.
    """
    if x <= 0 or x >= 1:
        return float(x >= 1)
    scale = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    front = math.exp(scale + a * math.log(x) + b * math.log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """Work the continued fraction out from the front (Lentz 1976)."""
    c, d = 1.0, 1 / _apart(1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, _STEPS + int(10 * math.sqrt(max(a, b)))):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _apart(1 + term * d)
            c = _apart(1 + term / c)
            found *= d * c
        if abs(d * c - 1) < 1e-15:
            break
    return found


def _apart(value: float) -> float:
    return value if abs(value) > _SMALL else _SMALL


def _where(rising: Callable[[float], float]) -> float:
    """Return where a rising function between 0 and 1 passes 0."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return (low + high) / 2
