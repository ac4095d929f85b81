"""Two sides compared: in pairs that share all else, or as groups where nothing pairs them."""

from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import pairwise
from math import fsum, sqrt
from statistics import NormalDist

from roomsix.deal import Frozen
from roomsix.statistics import contrast, estimate, margin, power, score, units
from roomsix.statistics.contrast import Difference as Difference
from roomsix.statistics.units import Units

ALIKE = "all differences are equal: the p is that of their signs, and there is no interval"
SHARED = "sides go by the same clusters, but are taken for unrelated: pairs would show more"


class Pair(Frozen):
    """One value of either side, all else being equal.

    Attributes:
        key: What both share, such as (scenario, seed, side); no two pairs have the same.
        cluster: What some pairs have in common, such as the scenario; None in all if nothing.
        a: Of the first side; True or False for an event.
        b: Of the second side.
    """

    key: Hashable
    cluster: Hashable
    a: bool | float
    b: bool | float


def difference(
    pairs: Sequence[Pair], *, level: float = 0.95, alpha: float = 0.05, seed: int = 0
) -> Difference:
    """Return the mean of first less second, by the rule of `margin.margin`, clusters being units.

    Where all differences are equal there is no spread to go by: the p is then that of flipping
    the signs of units, which says nothing of how far the sides differ elsewhere.

    Raises:
        ValueError: for no pairs, keys that come twice, values that are not finite, a level outside
            [0.5, 0.999].
    """
    gathered = _differences(pairs)
    found = margin.margin(gathered, level, seed)
    low, high, p, method, notes = found.low, found.high, found.p, found.method, found.notes
    if gathered.se == 0 and len(gathered.sizes) > 1:
        p = 1.0 if gathered.value == 0 else 2.0 ** (1 - len(gathered.sizes))
        method, notes = "sign flips", (ALIKE,)
    verdict = contrast.verdict(gathered.value, p, alpha)
    if method == "sign flips" and 2.0 ** (1 - len(gathered.sizes)) > alpha:
        verdict = "not enough data"
    return Difference(
        value=gathered.value,
        low=low,
        high=high,
        p=p,
        n=gathered.n,
        clusters=gathered.clusters,
        method=method,
        level=level,
        verdict=verdict,
        effect=_effect(gathered, level),
        mde=contrast.visible(gathered.se, gathered.df, alpha),
        correlation=_correlation(pairs),
        notes=notes,
    )


def mcnemar(
    pairs: Sequence[Pair], *, level: float = 0.95, alpha: float = 0.05, seed: int = 0
) -> Difference:
    """Return the difference of two paired rates, and in how many pairs only one side has the event.

    The p is McNemar's, exact; the interval is Newcombe's method 10 (1998, Statistics in Medicine
    17:2635). Both take pairs to be unrelated: where clusters hold several, `difference` is asked
    instead, with the events as 0 and 1.

    Raises:
        ValueError: as `difference`.
    """
    margin.checked(level)
    gathered = _differences(pairs)
    table = Counter((bool(pair.a), bool(pair.b)) for pair in pairs)
    gained, lost = table[True, False], table[False, True]
    if gathered.unit == "cluster":
        found = difference(pairs, level=level, alpha=alpha, seed=seed)
        return found.model_copy(update={"discordant": (gained, lost), "effect": None})
    from scipy import stats

    n = gathered.n
    p = float(stats.binomtest(gained, gained + lost).pvalue) if gained + lost else 1.0
    low, high = _newcombe(table[True, True], gained, lost, table[False, False], level)
    few = 2.0 ** (1 - n) > alpha
    return Difference(
        value=(gained - lost) / n,
        low=low if n > 1 else None,
        high=high if n > 1 else None,
        p=p,
        n=n,
        clusters=gathered.clusters,
        method="mcnemar, newcombe",
        level=level,
        verdict="not enough data" if few else contrast.verdict(gained - lost, p, alpha),
        mde=power.detectable_paired_rate(n, (gained + lost) / n, alpha=alpha),
        correlation=_correlation(pairs),
        discordant=(gained, lost),
        notes=gathered.notes,
    )


def unpaired(
    a: Sequence[float],
    b: Sequence[float],
    *,
    clusters: tuple[Sequence[Hashable], Sequence[Hashable]] | None = None,
    level: float = 0.95,
    alpha: float = 0.05,
) -> Difference:
    """Return the difference of two groups of runs that nothing pairs.

    Means: Welch's t, with clustered standard errors where clusters are given. Rates (every value
    True or False): Newcombe's square-and-add of both Wilson intervals (1998, Statistics in Medicine
    17:873), and for p the chi-squared test by N - 1 (Campbell 2007), or Welch's with clusters.

    Args:
        clusters: Of the runs of either side; those of one side are taken to be unrelated to those
            of the other, which errs on the safe side where they are the same.

    Raises:
        ValueError: for a side without values, values that are not finite, clusters of another
            number, a level outside [0.5, 0.999].
    """
    margin.checked(level)
    first, second = (
        units.gather(side, clusters[place] if clusters else None)
        for place, side in enumerate((a, b))
    )
    shared = clusters is not None and not set(clusters[0]).isdisjoint(clusters[1])
    found = _welch(first, second, level, alpha)
    if all(type(value).__name__ in ("bool", "bool_") for value in (*a, *b)):
        found = _rates(a, b, clusters, (first, second), found, alpha)
    named = len({*clusters[0], *clusters[1]}) if clusters else 0
    notes = tuple(dict.fromkeys((*found.notes, *((SHARED,) if shared else ()))))
    return found.model_copy(update={"clusters": named, "notes": notes})


def _differences(pairs: Sequence[Pair]) -> Units:
    keys = Counter(pair.key for pair in pairs)
    twice = [key for key, times in keys.items() if times > 1]
    if twice:
        raise ValueError(f"{keys[twice[0]]} pairs have the key {twice[0]!r}")
    named = any(pair.cluster is not None for pair in pairs)
    return units.gather(
        [float(pair.a) - float(pair.b) for pair in pairs],
        [pair.cluster for pair in pairs] if named else None,
    )


def _effect(gathered: Units, level: float) -> estimate.Estimate | None:
    return contrast.effect(
        gathered.value,
        gathered.sd,
        gathered.se,
        gathered.df,
        n=gathered.n,
        clusters=gathered.clusters,
        level=level,
    )


def _correlation(pairs: Sequence[Pair]) -> float | None:
    n = len(pairs)
    a, b = [float(pair.a) for pair in pairs], [float(pair.b) for pair in pairs]
    if all(x == y for x, y in pairwise(a)) or all(x == y for x, y in pairwise(b)):
        return None
    mean_a, mean_b = fsum(a) / n, fsum(b) / n
    along = fsum((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True))
    across = fsum((x - mean_a) ** 2 for x in a) * fsum((y - mean_b) ** 2 for y in b)
    return max(-1.0, min(1.0, along / sqrt(across))) if across > 0 else None


def _newcombe(both: int, gained: int, lost: int, neither: int, level: float) -> tuple[float, float]:
    n = both + gained + lost + neither
    first, second = (both + gained) / n, (both + lost) / n
    quantile = score.normal_quantile(level)
    low_1, high_1 = score.wilson(first, n, quantile)
    low_2, high_2 = score.wilson(second, n, quantile)
    margins = (both + gained) * (lost + neither) * (both + lost) * (gained + neither)
    along = both * neither - gained * lost
    # A positive association is corrected for continuity, so that pairing is not trusted too much.
    along_corrected = max(along - n / 2, 0.0) if along > 0 else float(along)
    phi = along_corrected / sqrt(margins) if margins else 0.0
    return (
        first - second - _add(first - low_1, high_2 - second, phi),
        first - second + _add(high_1 - first, second - low_2, phi),
    )


def _add(one: float, other: float, phi: float) -> float:
    return sqrt(max(0.0, one**2 - 2 * phi * one * other + other**2))


def _welch(first: Units, second: Units, level: float, alpha: float) -> Difference:
    value = first.value - second.value
    parts = [(side.se**2, side.df) for side in (first, second)]
    se = sqrt(sum(square for square, _ in parts))
    enough = se > 0 and min(first.df, second.df) >= 1
    df = se**4 / sum(square**2 / df for square, df in parts) if enough else 0.0
    reach = margin.t_quantile(df, level) * se if enough else 0.0
    p = margin.t_p(value / se, df) if enough else None
    kind = "clustered " if "cluster" in (first.unit, second.unit) else ""
    n = first.n + second.n
    sd = sqrt((first.sd**2 + second.sd**2) / 2)
    return Difference(
        value=value,
        low=value - reach if enough else None,
        high=value + reach if enough else None,
        p=p,
        n=n,
        clusters=0,
        method=f"{kind}welch" if enough else "none",
        level=level,
        verdict=contrast.verdict(value, p, alpha),
        effect=contrast.effect(value, sd, se, df, n=n, clusters=0, level=level) if enough else None,
        mde=contrast.visible(se, df, alpha),
        notes=(*first.notes, *second.notes) if enough else (margin.CONSTANT,),
    )


def _rates(
    a: Sequence[float],
    b: Sequence[float],
    clusters: tuple[Sequence[Hashable], Sequence[Hashable]] | None,
    gathered: tuple[Units, Units],
    welch: Difference,
    alpha: float,
) -> Difference:
    first, second = (
        estimate.rate(
            [bool(hit) for hit in side], clusters[place] if clusters else None, level=welch.level
        )
        for place, side in enumerate((a, b))
    )
    if first.low is None or first.high is None or second.low is None or second.high is None:
        return welch.model_copy(update={"effect": None})
    value = first.value - second.value
    low = value - _add(first.value - first.low, second.high - second.value, 0)
    high = value + _add(first.high - first.value, second.value - second.low, 0)
    clustered = "clustered" in first.method or "clustered" in second.method
    sizes = [score.effective(side) for side in gathered]
    p = welch.p if clustered else None
    if p is None:
        # Also where neither side varies: a cluster then counts as one run.
        p = _chi_squared(first.value, sizes[0], second.value, sizes[1])
    few = _chi_squared(1, sizes[0], 0, sizes[1]) > alpha
    return welch.model_copy(
        update={
            "low": low,
            "high": high,
            "p": p,
            "method": "clustered welch, newcombe" if clustered else "chi-squared, newcombe",
            "verdict": "not enough data" if few else contrast.verdict(value, p, alpha),
            "effect": None,
            "notes": (*first.notes, *second.notes),
        }
    )


def _chi_squared(first: float, n_first: float, second: float, n_second: float) -> float:
    n = n_first + n_second
    pooled = (first * n_first + second * n_second) / n
    if pooled in (0, 1):
        return 1.0
    variance = pooled * (1 - pooled) * (1 / n_first + 1 / n_second) * n / (n - 1)
    return 2 * NormalDist().cdf(-abs(first - second) / sqrt(variance))
