"""A lead's first offer: the public opening, bettered as little as makes it worth its while.

A position may ask for things that are worth little to its own side without others. Nobody asks for
more than in a first offer, so it has to be worth something.
"""

from roomsix.chat.mock import packages
from roomsix.chat.mock.knowledge import Brief
from roomsix.chat.mock.packages import Valued
from roomsix.deal import Package
from roomsix.scenario import Card

FIRST = 95
"""How much of the way from least to best, in per cent, a first offer must ask for."""

HEADLINE = 3
"""How many issues at the head of the professed order are left as they are, if possible."""


def first_offer(valued: Valued, brief: Brief, least: int) -> Package:
    """Return the opening, or the package nearest to it that asks for enough."""
    import numpy as np

    space, worth, kept = valued.space, valued.worth, valued.kept
    if not kept.any():
        return brief.opening
    enough = least + (int(worth[kept].max()) - least) * FIRST // 100
    here = packages.points(space, brief.card or Card(points={}), brief.opening)
    if packages.keeps(space, brief.opening, brief.limits) and here >= enough:
        return brief.opening
    place = np.array(space.place(brief.opening))
    among = kept
    for held in range(HEADLINE, -1, -1):
        named = [issue in brief.order[:held] for issue in space.issues]
        among = kept & (worth >= enough) & (space.rows == place)[:, named].all(axis=1)
        if among.any():
            break
    among = among if among.any() else kept
    near = worth - 1000 * (space.rows != place).sum(axis=1)
    return space.package(int(np.where(among, near, near.min() - 1).argmax()))
