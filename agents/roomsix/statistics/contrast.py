"""How far two sides differ, what that is worth, and what may be said of it."""

from math import isfinite
from typing import Literal

from roomsix.deal import Frozen
from roomsix.statistics import power
from roomsix.statistics.estimate import Estimate

Verdict = Literal["higher", "lower", "no difference shown", "not enough data"]
"""Of the first side as against the second."""

POWER = 0.8
"""At which the least difference that could have been seen is given."""


class Difference(Frozen):
    """The first side less the second.

    Attributes:
        low: None, with `high`, where the data do not give an interval.
        p: Two-sided; None where there is no test.
        n: Pairs; or runs of both sides together, if they are not paired.
        clusters: How many different ones; 0 if none were named.
        method: How interval and p were made, or "none".
        level: Of the interval; the verdict goes by `p` and alpha.
        effect: The difference in standard deviations: of differences for pairs (Cohen's dz), of
            runs otherwise (d by the mean of both variances); None for rates and without a spread.
        mde: The least true difference that would be seen in 80 of 100 experiments like this one;
            None where the spread is not known.
        correlation: Pearson's, of both sides over pairs: what pairing gains. None if either side
            does not vary, and for sides that are not paired.
        discordant: For rates of pairs, in how many only the first and only the second side has the
            event.
        notes: What has to be known to read it.
    """

    value: float
    low: float | None
    high: float | None
    p: float | None
    n: int
    clusters: int
    method: str
    level: float
    verdict: Verdict
    effect: Estimate | None = None
    mde: float | None = None
    correlation: float | None = None
    discordant: tuple[int, int] | None = None
    notes: tuple[str, ...] = ()


def verdict(value: float, p: float | None, alpha: float) -> Verdict:
    """Return what may be said; the p may be one adjusted for a family."""
    if p is None:
        return "not enough data"
    if p > alpha or value == 0:
        return "no difference shown"
    return "higher" if value > 0 else "lower"


def effect(
    value: float, sd: float, se: float, df: float, *, n: int, clusters: int, level: float
) -> Estimate | None:
    """Return the difference in standard deviations, by the noncentral t.

    Steiger & Fouladi 1997. None without a spread, and where the search for the ends fails.
    """
    if se == 0 or sd == 0:
        return None
    from scipy import special

    ratio = abs(value) / se
    tail = (1 - level) / 2
    ends = [float(special.nctdtrinc(df, share, ratio)) * se / sd for share in (1 - tail, tail)]
    # What it answers beyond the reach of its search, and where even 0 is too far.
    if not all(map(isfinite, ends)):
        return None
    low, high = ends if value >= 0 else (-ends[1], -ends[0])
    return Estimate(
        value=value / sd,
        low=low,
        high=high,
        n=n,
        clusters=clusters,
        method="noncentral t",
        level=level,
    )


def visible(se: float, df: float, alpha: float) -> float | None:
    """Return the least difference seen at 80 per cent power, or None without a spread."""
    if se == 0 or df < 1:
        return None
    return power.noncentrality(df, alpha=alpha, power=POWER) * se
