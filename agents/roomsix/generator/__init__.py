"""Games drawn by seed: whole scenarios, well formed, playable, with something to find out."""

from roomsix.deal import Id
from roomsix.errors import UsageError
from roomsix.generator import bounds
from roomsix.generator.assembly import assembled
from roomsix.generator.cards import BEST, Tastes, tastes
from roomsix.generator.dice import Dice
from roomsix.generator.frame import Frame, frame
from roomsix.generator.wanted import Wanted, wanted
from roomsix.generator.words import CAST
from roomsix.outcomes import Space, space
from roomsix.scenario import Card, Scenario

__all__ = ["CAST", "Wanted", "generate", "wanted"]

ATTEMPTS = 600
"""How often a game is drawn before what was asked for is given up."""


def generate(asked: Wanted, name: Id | None = None) -> Scenario:
    """Draw a game; the same measurements give the same game, on any machine.

    Whole games are drawn, one attempt after the other, until one has the opposition asked for, an
    own best package worth 100 points to everyone, and reservations that leave between 1 and 15 per
    cent of all packages acceptable to everyone, with something to gain for each side, with a bonus
    among them where there are any, and without anybody's opening.

    Args:
        name: Its id; None for `game-` and the seed.

    Raises:
        UsageError: No such game was found in 600 attempts.
    """
    named = name or f"game-{asked.seed}"
    nearest: int | None = None
    for attempt in range(ATTEMPTS):
        dice = Dice(asked.seed, attempt)
        about = frame(dice, asked)
        wants = tastes(dice, about.options_in_use(), asked.parties, asked.interactions)
        cards = _hundred(dice, about, named, wants)
        if cards is None:
            continue
        free = space(assembled(dice, about, named, cards))
        lines = bounds.limits(dice, free, about.options_in_use())
        within = space(assembled(dice, about, named, cards, lines))
        if not within.allowed.any():
            continue
        found = bounds.opposition(within)
        if asked.opposition is not None:
            low, high = (100 * each for each in asked.opposition)
            if nearest is None or _away(found, low, high) < _away(nearest, low, high):
                nearest = found
            if not low <= found <= high:
                continue
        stakes = bounds.stakes(dice, within)
        if stakes is not None:
            openings = [_own_best(within, side) for side in range(asked.parties)]
            return assembled(dice, about, named, cards, lines, stakes, openings)
    raise _none_found(asked, nearest)


def _hundred(dice: Dice, about: Frame, name: Id, wants: list[Tastes]) -> list[Card] | None:
    """Count wants out in points so that everyone's best package is worth 100; None if none is."""
    issues = about.options_in_use()
    totals = [BEST] * len(wants)
    for _ in range(8):
        cards = [want.card(total, issues) for want, total in zip(wants, totals, strict=True)]
        if not any(want.bonuses for want in wants):
            return cards
        best = space(assembled(dice, about, name, cards)).utilities.max(axis=1).tolist()
        if best == [BEST] * len(wants):
            return cards
        totals = [total - (top - BEST) for total, top in zip(totals, best, strict=True)]
    return None


def _own_best(space: Space, side: int) -> dict[str, str]:
    kept = space.kept[side].nonzero()[0]
    return dict(space.package(int(kept[space.utilities[side, kept].argmax()])))


def _away(figure: int, low: int, high: int) -> int:
    return max(low - figure, figure - high, 0)


def _none_found(asked: Wanted, nearest: int | None) -> UsageError:
    about = f"{asked.parties} parties, {asked.issues} issues and {asked.interactions} interactions"
    if asked.opposition is None or nearest is None:
        return UsageError(f"no game of {about} was found in {ATTEMPTS} attempts from this seed")
    low, high = asked.opposition
    hint = (
        f"the nearest of {ATTEMPTS} attempts came to {nearest / 10_000:.2f}"
        if _away(nearest, 100 * low, 100 * high)
        else "some had it, but left too much or too little to agree on; another seed may do"
    )
    return UsageError(
        f"no game of {about} with an opposition from {low / 100:.2f} to {high / 100:.2f} was found",
        hint=hint,
    )
