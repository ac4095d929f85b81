"""The p of each of several tests, raised for there being several."""

from collections.abc import Sequence


def holm(ps: Sequence[float]) -> tuple[float, ...]:
    """Return adjusted p in the given order: for few metrics, each declared to matter beforehand.

    The chance of even one false alarm among all stays at alpha (Holm 1979).
    """
    _check(ps)
    adjusted = [1.0] * len(ps)
    highest = 0.0
    for rank, index in enumerate(sorted(range(len(ps)), key=lambda index: ps[index])):
        highest = max(highest, min(1.0, (len(ps) - rank) * ps[index]))
        adjusted[index] = highest
    return tuple(adjusted)


def benjamini_hochberg(ps: Sequence[float]) -> tuple[float, ...]:
    """Return adjusted p in the given order: for the many that were only looked at.

    The share of false alarms among all alarms stays at alpha on the average, for tests that are
    unrelated or go together (Benjamini & Hochberg 1995; Benjamini & Yekutieli 2001).
    """
    _check(ps)
    adjusted = [1.0] * len(ps)
    lowest = 1.0
    order = sorted(range(len(ps)), key=lambda index: ps[index], reverse=True)
    for above, index in enumerate(order):
        lowest = min(lowest, len(ps) / (len(ps) - above) * ps[index])
        adjusted[index] = lowest
    return tuple(adjusted)


def _check(ps: Sequence[float]) -> None:
    for p in ps:
        if not 0 <= p <= 1:
            raise ValueError(f"a p of {p}: expected 0 to 1")
