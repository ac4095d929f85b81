"""How far a mean may be off, and whether it may be nought: by t, or by the bootstrap."""

from dataclasses import dataclass
from math import isfinite

from roomsix.statistics.units import FEW, Units

SKEWED = 0.5
"""From this skewness on, of the units' means, t intervals fall short on one side."""

MANY = 1000
"""Above this many units t does as well as the bootstrap, which would take long."""

LOOSE = "too few units differ from the rest to bound the mean on both sides"
CONSTANT = "all values are equal: how much they vary cannot be told"
SINGLE = "one value: how much they vary cannot be told"


@dataclass(frozen=True, slots=True)
class Margin:
    """An interval for a mean, and the two-sided p of its being nought.

    Attributes:
        low: None, with the other two, where the data do not give an interval.
        method: "t" or "bootstrap-t", after "clustered " where clusters are the unit; or "none".
    """

    low: float | None
    high: float | None
    p: float | None
    method: str
    notes: tuple[str, ...] = ()


def margin(units: Units, level: float, seed: int) -> Margin:
    """Return the interval by the rule: bootstrap-t for 10 to 1,000 skewed units, otherwise t.

    The bootstrap follows the skewness of the data; with few units there is too little of it to
    follow. Values that are mostly nought may look skewed when they are not, and the bootstrap then
    errs on the other side: so the interval reaches, on each side, as far as t does at the least,
    and the p is the larger one.

    Raises:
        ValueError: for a level outside [0.5, 0.999].
    """
    checked(level)
    if units.se == 0:
        return Margin(None, None, None, "none", (SINGLE if units.n < 2 else CONSTANT,))
    kind = "clustered " if units.unit == "cluster" else ""
    reach = t_quantile(units.df, level) * units.se
    low, high = units.value - reach, units.value + reach
    p = t_p(units.value / units.se, units.df)
    if not (FEW <= len(units.sizes) <= MANY and abs(units.skewness) >= SKEWED):
        return Margin(low, high, p, f"{kind}t", units.notes)
    from roomsix.statistics.resampling import Resampled

    resampled = Resampled(units, seed)
    lower, higher = resampled.interval(level)
    if not (isfinite(lower) and isfinite(higher)):
        return Margin(None, None, None, "none", (LOOSE,))
    p = max(p, resampled.p())
    return Margin(min(low, lower), max(high, higher), p, f"{kind}bootstrap-t", units.notes)


def checked(level: float) -> None:
    """Raise ValueError for a level that no interval here is meant for."""
    if not 0.5 <= level <= 0.999:
        raise ValueError(f"a level of {level}: expected 0.5 to 0.999")


def t_quantile(df: float, level: float) -> float:
    """Return how many standard errors a two-sided interval by Student's t reaches."""
    from scipy import special

    return float(special.stdtrit(df, (1 + level) / 2))


def t_p(ratio: float, df: float) -> float:
    """Return the two-sided p of a mean that lies so many standard errors from nought."""
    from scipy import special

    return float(2 * special.stdtr(df, -abs(ratio)))
