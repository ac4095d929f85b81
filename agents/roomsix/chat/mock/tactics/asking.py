"""What several tactics have in common: the first word, and what to ask for at a price."""

from roomsix import draws
from roomsix.chat.mock.opening import first_offer
from roomsix.chat.mock.stand import Stand
from roomsix.deal import Package

BAND = 5
"""How far above the price an offer may lie, in points."""


def opening(stand: Stand) -> Package:
    """Return the public opening, bettered as little as makes it worth its while; or the first offer
    that was made."""
    if stand.own:
        return stand.own[0]
    if set(stand.turn.brief.opening) == set(stand.space.issues):
        return first_offer(stand.valued, stand.turn.brief, stand.least)
    return priced(stand, stand.best)


def priced(stand: Stand, price: float) -> Package:
    """Return what the other side should like best among packages within the limits.

    Worth from `price` to `price + BAND` to this side; where there is none, worth as little above it
    as there is, or else as much as there is. What was offered before comes only if nothing else is
    left; equals are drawn.
    """
    import numpy as np

    worth, kept = stand.valued.worth, stand.valued.kept
    among = kept & (worth >= price) & (worth <= price + BAND)
    if not among.any():
        above = worth[kept & (worth >= price)]
        nearest = above.min() if len(above) else worth[kept].max(initial=0)
        among = kept & (worth == nearest)
    if not among.any():
        return stand.space.package(0)
    fresh = among & ~stand.space.same(stand.own)
    liking = np.where(fresh if fresh.any() else among, stand.liking(), -1.0)
    best = (liking >= liking.max() - 1e-9).nonzero()[0].tolist()
    turn = stand.turn
    return stand.space.package(draws.pick(best, turn.seed, "offer", turn.me, turn.now.turn))
