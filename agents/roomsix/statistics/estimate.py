"""What runs show of a rate or a mean, with an interval, or with the reason why there is none."""

from collections.abc import Hashable, Sequence

from roomsix.deal import Frozen
from roomsix.statistics import margin, score, units
from roomsix.statistics.units import Units

NO_EVENT = "every run ended alike: how clusters differ cannot be told, so each counts as one run"
ONE_RUN = "one run: no interval"
AS_A_RATE = "read as a rate, the widest a bounded mean can vary"


class Estimate(Frozen):
    """A value and where it may lie.

    Attributes:
        low: None, together with `high`, where the data do not give an interval: not enough data.
        n: Runs.
        clusters: How many different ones the runs belong to; 0 if none were named.
        method: How the interval was made, or "none".
        level: Of the two-sided interval.
        se: Standard error of the value; None where there is no interval, or none by way of it.
        notes: What has to be known to read it, each a clause without a full stop.
    """

    value: float
    low: float | None
    high: float | None
    n: int
    clusters: int
    method: str
    level: float
    se: float | None = None
    notes: tuple[str, ...] = ()

    @property
    def enough(self) -> bool:
        """Whether there is an interval."""
        return self.low is not None


def rate(
    hits: Sequence[bool], clusters: Sequence[Hashable] | None = None, *, level: float = 0.95
) -> Estimate:
    """Return how often something happens, with Wilson's interval.

    With clusters of several runs, Wilson's interval on the effective number of runs with Student's
    quantile (Korn & Graubard 1998; Dean & Pagano 2015; Franco et al. 2019); see `score.effective`.
    No event in n unrelated runs bounds the rate by about 3.8/n at 95 per cent.

    Raises:
        ValueError: for no runs, clusters of another number, or a level outside [0.5, 0.999].
    """
    margin.checked(level)
    gathered = units.gather([1.0 if hit else 0.0 for hit in hits], clusters)
    if gathered.n < 2:
        return _none(gathered, level, ONE_RUN)
    low, high, kind = _as_rate(gathered, level)
    notes = gathered.notes
    if gathered.se == 0 and gathered.unit == "cluster":
        notes += (NO_EVENT,)
    return _made(gathered, low, high, f"{kind}wilson", level, notes)


def mean(
    values: Sequence[float],
    clusters: Sequence[Hashable] | None = None,
    *,
    level: float = 0.95,
    bounds: tuple[float, float] | None = None,
    seed: int = 0,
) -> Estimate:
    """Return the mean over runs, with an interval by t or by the studentised bootstrap.

    `margin.margin` says which. Where neither gives one (all values equal, or all but very few) and
    bounds are given, the interval is that of a rate on the scale of the bounds, which is wide, but
    holds: nothing within bounds varies more than what is at either of them.

    Args:
        bounds: The least and the most a value can be; the interval stays inside.
        seed: Of the bootstrap; the same gives the same interval.

    Raises:
        ValueError: for no values, values that are not finite or out of bounds, clusters of another
            number, or a level outside [0.5, 0.999].
    """
    gathered = units.gather(values, clusters)
    found = margin.margin(gathered, level, seed)
    if bounds is not None:
        least, most = bounds
        if not least < most or min(values) < least or max(values) > most:
            raise ValueError(f"values from {min(values)} to {max(values)}: expected {bounds}")
        if found.low is None and gathered.n > 1:
            return _bounded(values, clusters, level, bounds)
    if found.low is None or found.high is None:
        return _none(gathered, level, *found.notes)
    low, high = found.low, found.high
    if bounds is not None:
        low, high = max(low, bounds[0]), min(high, bounds[1])
    return _made(gathered, low, high, found.method, level, found.notes)


def _as_rate(gathered: Units, level: float) -> tuple[float, float, str]:
    clustered = gathered.unit == "cluster"
    quantile = margin.t_quantile(gathered.df, level) if clustered else score.normal_quantile(level)
    low, high = score.wilson(gathered.value, score.effective(gathered), quantile)
    return low, high, "clustered " if clustered else ""


def _bounded(
    values: Sequence[float],
    clusters: Sequence[Hashable] | None,
    level: float,
    bounds: tuple[float, float],
) -> Estimate:
    least, most = bounds
    scaled = units.gather([(value - least) / (most - least) for value in values], clusters)
    low, high, kind = _as_rate(scaled, level)
    gathered = units.gather(values, clusters)
    low, high = least + low * (most - least), least + high * (most - least)
    # Scaling to and fro may take an end past the mean by a rounding.
    low, high = min(low, gathered.value), max(high, gathered.value)
    return _made(gathered, low, high, f"{kind}bounded wilson", level, (*gathered.notes, AS_A_RATE))


def _made(
    gathered: Units, low: float, high: float, method: str, level: float, notes: tuple[str, ...]
) -> Estimate:
    return Estimate(
        value=gathered.value,
        low=low,
        high=high,
        n=gathered.n,
        clusters=gathered.clusters,
        method=method,
        level=level,
        se=gathered.se,
        notes=notes,
    )


def _none(gathered: Units, level: float, *notes: str) -> Estimate:
    return Estimate(
        value=gathered.value,
        low=None,
        high=None,
        n=gathered.n,
        clusters=gathered.clusters,
        method="none",
        level=level,
        notes=notes,
    )
