"""Intervals that hold however often they are looked at, so that a suite may stop early.

A value is that of one unit: a run, or, where scenarios repeat, the mean of one pass over them all.
The rule by which to stop is declared beforehand; what is not declared is when it comes true.
"""

from collections.abc import Callable, Sequence
from math import inf, lgamma, log, sqrt
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from roomsix.deal import Frozen
from roomsix.statistics import margin, units
from roomsix.statistics.estimate import ONE_RUN, Estimate

EARLY = "too early to bound the mean on both sides"

Reason = Literal["precise", "decided", "exhausted"]


class Rule(Frozen):
    """When a suite stops, declared before its first run.

    Attributes:
        most: Units after which it stops in any case.
        least: Units before which it does not stop.
        width: Stop once the interval is no wider; None never stops for that.
        threshold: Stop once the interval lies to one side of it; None never stops for that.
    """

    most: Annotated[int, Field(ge=2)]
    least: Annotated[int, Field(ge=2)] = 2
    width: Annotated[float, Field(gt=0)] | None = None
    threshold: float | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.least > self.most:
            raise ValueError(f"least is {self.least}, more than most, {self.most}")
        return self

    def reason(self, found: Estimate) -> Reason | None:
        """Return why to stop after what has been found by `mean` or `rate`, or None to go on."""
        if found.low is not None and found.high is not None and found.n >= self.least:
            if self.threshold is not None and not found.low <= self.threshold <= found.high:
                return "decided"
            if self.width is not None and found.high - found.low <= self.width:
                return "precise"
        return "exhausted" if found.n >= self.most else None


def mean(values: Sequence[float], *, optimised_for: int, level: float = 0.95) -> Estimate:
    """Return the mean of the values so far with the interval of an anytime-valid t test.

    A normal mixture of standardised means against a scale of which nothing is known (Lai 1976;
    Lindon et al. 2022, arXiv 2210.08589; Wang & Ramdas 2025). For normal values it holds from the
    first look on; for others as n grows, when it becomes the asymptotic confidence sequence of
    Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas (2024, Annals of Statistics 52:2613).

    Args:
        optimised_for: The number of values at which it is narrowest, declared beforehand.

    Raises:
        ValueError: for no values, values that are not finite, a level outside [0.5, 0.999], or
            `optimised_for` below 2.
    """
    margin.checked(level)
    if optimised_for < 2:
        raise ValueError(f"optimised for {optimised_for} values: expected 2 or more")
    gathered = units.gather(values)
    n, value = gathered.n, gathered.value
    if gathered.se == 0:
        note = ONE_RUN if n < 2 else margin.CONSTANT
        return _estimate(value, None, None, n, "none", level, note)
    errors = reach(n, optimised_for=optimised_for, level=level)
    if errors == inf:
        return _estimate(value, None, None, n, "none", level, EARLY)
    low, high = value - errors * gathered.se, value + errors * gathered.se
    return _estimate(value, low, high, n, "anytime t", level)


def reach(n: int, *, optimised_for: int, level: float = 0.95) -> float:
    """Return how many standard errors the interval of `mean` reaches; infinite while too early."""
    alpha = 1 - level
    # The variance of the mixture at which the asymptotic interval is narrowest there.
    variance = (-2 * log(alpha) + log(-2 * log(alpha)) + 1) / optimised_for
    ratio = 1 + n * variance
    grown = (sqrt(ratio) / alpha) ** (2 / n)
    return sqrt((n - 1) * (grown - 1) / (1 - grown / ratio)) if grown < ratio else inf


def rate(values: Sequence[float], *, level: float = 0.95) -> Estimate:
    """Return the rate so far with the interval of a beta-binomial mixture (Robbins 1970).

    It holds exactly, at every look, for events, and for any values in [0, 1] too: what a value in
    between adds to the mixture is no more than what chance would (Howard et al. 2021; Waudby-Smith
    & Ramdas 2024, section 4). For values that vary little `mean` is narrower.

    Raises:
        ValueError: for no values, values outside [0, 1], or a level outside [0.5, 0.999].
    """
    margin.checked(level)
    gathered = units.gather(values)
    if min(values) < 0 or max(values) > 1:
        raise ValueError(f"values from {min(values)} to {max(values)}: expected 0 to 1")
    n, events = gathered.n, gathered.value * gathered.n
    mixed = _log_beta(0.5 + events, 0.5 + n - events) - _log_beta(0.5, 0.5)
    most = mixed + log(1 - level)

    def excluded(share: float) -> bool:
        return _log_likelihood(events, n - events, share) < most

    low = _edge(excluded, 0.0, gathered.value)
    high = _edge(excluded, 1.0, gathered.value)
    return _estimate(gathered.value, low, high, n, "anytime beta-binomial", level)


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _log_likelihood(events: float, others: float, share: float) -> float:
    total = 0.0
    for times, chance in ((events, share), (others, 1 - share)):
        if times > 0:
            total += times * log(chance) if chance > 0 else -inf
    return total


def _edge(excluded: Callable[[float], bool], outer: float, inner: float) -> float:
    if not excluded(outer):
        return outer
    for _ in range(60):
        middle = (outer + inner) / 2
        outer, inner = (middle, inner) if excluded(middle) else (outer, middle)
    return outer


def _estimate(
    value: float,
    low: float | None,
    high: float | None,
    n: int,
    method: str,
    level: float,
    *notes: str,
) -> Estimate:
    return Estimate(
        value=value, low=low, high=high, n=n, clusters=0, method=method, level=level, notes=notes
    )
