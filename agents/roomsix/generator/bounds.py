"""What sides will not touch and what no deal is worth to them, so that a little can be agreed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isqrt
from typing import TYPE_CHECKING

from roomsix.deal import IssueId, OptionId
from roomsix.generator.cards import Issues
from roomsix.generator.dice import Dice
from roomsix.generator.words import REASONS
from roomsix.outcomes import Space, spans, tops
from roomsix.scenario import Limit, Stakes

if TYPE_CHECKING:
    from roomsix.outcomes.enumeration import Mask, Whole

SHARE = (100, 1_500)
"""The part of all packages that everyone could live with, least and most, in ten-thousandths."""

AIMED = (200, 1_000)
"""What is aimed for within that."""

GAIN = 5
"""The points a side that the best joint gain must come to, on average."""

FLOOR = 20
"""The fewest points that going without a deal is worth."""

Lines = tuple[tuple[Limit, ...], tuple[Limit, ...]]
"""Red lines, then the mandate."""


def limits(dice: Dice, space: Space, issues: Issues) -> list[Lines]:
    """Draw what each side rules out: never its own best package, and never the middle of an issue.

    Args:
        space: The game without any limits.
    """
    taken: dict[IssueId, set[OptionId]] = {issue: set() for issue in issues}
    found: list[Lines] = []
    for side, worth in enumerate(space.utilities):
        points = space.scenario.parties[space.parties[side]].card.points
        best = space.package(int(worth.argmax()))
        worst = {issue: min(of, key=lambda option: of[option]) for issue, of in points.items()}
        spare = {issue: option for issue, option in worst.items() if option != best[issue]}
        barred = [
            issue
            for issue, option in spare.items()
            if len(issues[issue]) - len(taken[issue] | {option}) > 1
        ]
        red: tuple[Limit, ...] = ()
        if barred and dice.happens(65, "red-line", side):
            issue = dice.pick(barred, "barred", side)
            taken[issue].add(spare[issue])
            because = dice.pick(REASONS, "reason", side)
            red = (Limit(never={issue: (spare[issue],)}, because=because),)
        found.append((red, _mandate(dice, side, spare)))
    return found


def _mandate(dice: Dice, side: int, spare: Mapping[IssueId, OptionId]) -> tuple[Limit, ...]:
    """Draw two of a side's worst options that its principal will not have together."""
    if len(spare) < 2 or not dice.happens(35, "mandate", side):
        return ()
    both = dice.some(2, list(spare), "both", side)
    never = {issue: (spare[issue],) for issue in both}
    return (Limit(never=never, because="Not both of these at once."),)


def opposition(space: Space) -> int:
    """Return how far the best package is from everyone's best, in ten-thousandths, rounded down.

    The figure of `outcomes.feasibility`, in whole numbers all the way, and quick.
    """
    import numpy as np

    most, wide = tops(space), spans(space)
    missed = np.zeros(int(space.allowed.sum()), dtype=np.int64)
    for row, top, span in zip(space.utilities[:, space.allowed], most, wide, strict=True):
        if span:
            missed += ((top - row) * 10_000 // span) ** 2
    return isqrt(int(missed.min()))


def stakes(dice: Dice, space: Space) -> list[Stakes] | None:
    """Draw what no deal is worth to each side; None when nothing fitting is found.

    Everyone holds out for about the same share of its own packages, the largest share with which
    the zone of agreement is no smaller than was drawn.
    """
    aim = dice.between(*AIMED, "zone")
    ranked = [_sorted(space, side) for side in range(len(space.parties))]
    lean = [dice.between(-50, 50, "lean", side) for side in range(len(ranked))]
    for share in range(980, 40, -10):
        least = [
            int(row[min(max(len(row) * (share + more) // 1000, 0), len(row) - 1)])
            for row, more in zip(ranked, lean, strict=True)
        ]
        zone = _zone(space, least)
        part = 10_000 * int(zone.sum()) // len(space)
        if part >= aim:
            if not _fits(space, zone, least, part):
                return None
            return [_stakes(dice, side, points) for side, points in enumerate(least)]
    return None


def _sorted(space: Space, side: int) -> Whole:
    import numpy as np

    return np.sort(space.utilities[side, space.kept[side]])


def _zone(space: Space, least: Sequence[int]) -> Mask:
    zone = space.allowed.copy()
    for row, points in zip(space.utilities, least, strict=True):
        zone &= row >= points
    return zone


def _fits(space: Space, zone: Mask, least: Sequence[int], part: int) -> bool:
    """Tell whether there is something to agree on, to gain, and to give up for it."""
    import numpy as np

    if not SHARE[0] <= part <= SHARE[1] or min(least) < FLOOR:
        return False
    inside = space.utilities[:, zone]
    everyone_gains = np.all(inside > np.array(least)[:, None], axis=0)
    gains = inside.sum(axis=0) - sum(least)
    bonuses = [b for party in space.scenario.parties.values() for b in party.card.bonuses]
    earned = [bool(space.box(bonus.when)[zone].any()) for bonus in bonuses]
    if bonuses and not any(earned):
        return False
    enough = int(gains.max()) >= GAIN * len(least) and bool(everyone_gains.any())
    # Whoever asked for its own best at once would have nothing to negotiate.
    best = [np.flatnonzero(space.kept[side])[np.argmax(space.utilities[side, space.kept[side]])]
            for side in range(len(least))]  # fmt: skip
    return enough and not any(zone[number] for number in best)


def _stakes(dice: Dice, side: int, points: int) -> Stakes:
    if dice.happens(30, "demanding", side):
        return Stakes(no_deal=points - dice.between(2, 8, "short", side), demand=points)
    return Stakes(no_deal=points)
