"""Utilities, which are real numbers there, in whole points, which ours are: exactly, or how nearly.

Each side is scaled by a number of its own, which changes nothing: no score compares the points of
one side with another's but by sums, and Genius and NegMAS state no common unit either.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import lcm, prod

from roomsix.exchange.game import Side

MOST = 1000
"""The most points that an option, a bonus or a reservation may have, either way."""

COUNTED = 50_000
"""The most packages, times numbers to add for each, that are looked through for those that
rounding moves over the reservation."""


@dataclass(frozen=True)
class Scaled:
    """A side in whole points.

    Attributes:
        scale: Points for one unit of utility.
        error: The most by which a package's points, divided by the scale, can miss its utility; 0
            where nothing was rounded.
        least: The reservation.
        moved: How many packages are acceptable in points and not in utilities, or the other way
            round; None where there are too many to look through.
    """

    scale: Fraction
    points: tuple[tuple[int, ...], ...]
    extras: tuple[int, ...]
    least: int
    error: Fraction
    moved: int | None


def scaled(side: Side) -> Scaled:
    """Return a side in points.

    The scale is the smallest whole number that makes every number whole, where that leaves none
    above 1000; else the largest power of ten that leaves none above 1000, and each number goes to
    the nearest whole one, halves to the even.
    """
    least = _within(side)
    parts = [worth for topic in side.worth for worth in topic]
    parts += [extra.worth for extra in side.extras]
    top = max((abs(part) for part in (*parts, least)), default=Fraction(0))
    common = Fraction(lcm(*(part.denominator for part in (*parts, least))))
    scale = common if common * top <= MOST else _power(top)
    points = tuple(tuple(round(worth * scale) for worth in topic) for topic in side.worth)
    extras = tuple(round(extra.worth * scale) for extra in side.extras)
    off = _off(side, points, extras, scale)
    found = Scaled(scale, points, extras, round(least * scale), off / scale, 0)
    if scale == common:
        return found
    return Scaled(scale, points, extras, found.least, found.error, _moved(side, found))


def bounds(side: Side) -> tuple[Fraction, Fraction]:
    """Return what no package is worth less, and none more, than; exact without extras."""
    low = sum((min(topic) for topic in side.worth), Fraction(0))
    high = sum((max(topic) for topic in side.worth), Fraction(0))
    low += sum((min(extra.worth, Fraction(0)) for extra in side.extras), Fraction(0))
    high += sum((max(extra.worth, Fraction(0)) for extra in side.extras), Fraction(0))
    return low, high


def _within(side: Side) -> Fraction:
    """Return the reservation, no further from what packages are worth than matters."""
    low, high = bounds(side)
    if side.least is None or side.least < low:
        return low
    return side.least if side.least <= high else high + (high - low or 1)


def _power(top: Fraction) -> Fraction:
    scale = Fraction(1)
    while scale * 10 * top <= MOST:
        scale *= 10
    while scale * top > MOST:
        scale /= 10
    return scale


def _off(
    side: Side,
    points: tuple[tuple[int, ...], ...],
    extras: tuple[int, ...],
    scale: Fraction,
) -> Fraction:
    """Return the most points by which a package can be off."""
    over = under = Fraction(0)
    for topic, made in zip(side.worth, points, strict=True):
        off = [point - worth * scale for point, worth in zip(made, topic, strict=True)]
        over, under = over + max(off), under + min(off)
    for extra, point in zip(side.extras, extras, strict=True):
        off = [point - extra.worth * scale, Fraction(0)]
        over, under = over + max(off), under + min(off)
    return max(over, -under)


def _moved(side: Side, found: Scaled) -> int | None:
    if prod(map(len, side.worth)) * (1 + len(side.extras)) > COUNTED:
        return None
    least = _within(side)
    moved = 0
    for chosen in product(*(range(len(topic)) for topic in side.worth)):
        worth = sum((topic[c] for topic, c in zip(side.worth, chosen, strict=True)), Fraction(0))
        points = sum(topic[c] for topic, c in zip(found.points, chosen, strict=True))
        for extra, point in zip(side.extras, found.extras, strict=True):
            if all(chosen[topic] in options for topic, options in extra.where.items()):
                worth, points = worth + extra.worth, points + point
        moved += (worth >= least) != (points >= found.least)
    return moved
